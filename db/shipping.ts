/**
 * Orders of goods on their way (SHP-1 to SHP-4). PostgreSQL's clock says what is due; rows in another's hands are skipped,
 * so that two queue-workers move each order once. Taking goods back into stock is the writer's: here it is only asked for,
 * in the transaction that ends the waiting.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { nextOrderState } from '../domain/order-lifecycle.ts';
import { Refused } from '../domain/refusals.ts';
import { dayBegins, type ShippingDays } from '../domain/shipping.ts';
import { stageCommand } from './commands.ts';
import { stageOutbox } from './outbox.ts';
import type { Database } from './schema.ts';

const ORDERS_MAX = 200;

/** What PostgreSQL's clock says, unless a test says otherwise. */
export type Now = RawBuilder<Date>;
const databaseNow: Now = sql<Date>`now()`;

/** Paid orders of goods: from now on they are prepared, and shipped when their day begins. Answers how many. */
export async function beginPreparing(db: Kysely<Database>, days: ShippingDays): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const paid = await trx
      .selectFrom('order')
      .innerJoin('sale', 'sale.id', 'order.sale_id')
      .select(['order.id', 'order.paid_at', 'sale.time_zone'])
      .where('order.state', '=', 'paid')
      .where('sale.fulfilment', '=', 'shipping')
      .orderBy('order.id')
      .limit(ORDERS_MAX)
      .forUpdate('order')
      .skipLocked()
      .execute();
    for (const { id, paid_at, time_zone } of paid) {
      const state = nextOrderState('paid', 'prepare');
      if (!state || !paid_at) continue;
      await moveOrder(trx, id, { state, nextStepAt: dayBegins(paid_at, days.ship, time_zone) });
    }
    return paid.length;
  });
}

/** Orders whose next step is due move one step on. Answers how many. */
export async function moveDueOrders(
  db: Kysely<Database>,
  days: ShippingDays,
  now: Now = databaseNow,
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom('order')
      .innerJoin('sale', 'sale.id', 'order.sale_id')
      .select([
        'order.id',
        'order.sale_id',
        'order.state',
        'order.account_id',
        'order.paid_at',
        'order.next_step_at',
        'sale.time_zone',
      ])
      .where('next_step_at', '<=', now)
      .orderBy('next_step_at')
      .limit(ORDERS_MAX)
      .forUpdate('order')
      .skipLocked()
      .execute();
    for (const order of due) await moveOn(trx, order, days);
    return due.length;
  });
}

interface DueOrder {
  readonly id: string;
  readonly sale_id: string;
  readonly state: string;
  readonly account_id: string | null;
  readonly paid_at: Date | null;
  readonly next_step_at: Date | null;
  readonly time_zone: string;
}

/** Days count from when a step was due and not from when somebody looked: a night without us delays nothing. */
async function moveOn(trx: Kysely<Database>, order: DueOrder, days: ShippingDays): Promise<void> {
  const { id, sale_id: saleId, time_zone: zone } = order;
  const dueAt = order.next_step_at ?? new Date(0);
  const tell = (kind: 'order_shipped' | 'order_delivered') =>
    stageOutbox(trx, [{ saleId, topic: 'mail', key: `mail:${kind}:${id}`, payload: { kind, orderId: id } }]);
  switch (order.state) {
    case 'preparing': {
      const nextStepAt = dayBegins(order.paid_at ?? dueAt, days.deliver, zone);
      await moveOrder(trx, id, { state: nextOrderState('preparing', 'ship'), nextStepAt });
      return await tell('order_shipped');
    }
    case 'shipping': {
      const nextStepAt = dayBegins(dueAt, days.returns + 1, zone);
      await moveOrder(trx, id, { state: nextOrderState('shipping', 'deliver'), nextStepAt });
      return await tell('order_delivered');
    }
    case 'delivered':
      await moveOrder(trx, id, { state: nextOrderState('delivered', 'confirm'), nextStepAt: null });
      if (order.account_id === null) return;
      // Goods that can no longer be given back earn their points (PNT-3).
      return await stageOutbox(trx, [
        { saleId, topic: 'points', key: `points:${id}:confirmed`, payload: { orderId: id } },
      ]);
    case 'return_requested':
      await stageCommand(trx, {
        saleId,
        kind: 'return',
        key: `return:${id}`,
        orderId: id,
        payload: { reason: 'returned', by: 'shipping' },
      });
      return await moveOrder(trx, id, { state: null, nextStepAt: null });
    default:
      // Cancelled or refunded meanwhile: nothing is on its way any more.
      return await moveOrder(trx, id, { state: null, nextStepAt: null });
  }
}

type State = ReturnType<typeof nextOrderState>;

/** `state` null leaves it as it is. */
async function moveOrder(
  trx: Kysely<Database>,
  id: string,
  { state, nextStepAt }: { readonly state: State; readonly nextStepAt: Date | null },
): Promise<void> {
  await trx
    .updateTable('order')
    .set({ next_step_at: nextStepAt, ...(state && { state }) })
    .where('id', '=', id)
    .execute();
}

/**
 * The buyer wants to give delivered goods back: through all of the last day for it, and not in the instant after. Refuses
 * with `return_closed`; asked again it is the same request.
 */
export async function askReturn(
  db: Kysely<Database>,
  orderId: string,
  {
    reason,
    days,
    now = databaseNow,
  }: { readonly reason: string; readonly days: ShippingDays; readonly now?: Now },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const order = await trx
      .selectFrom('order')
      .innerJoin('sale', 'sale.id', 'order.sale_id')
      .select(['order.state', 'order.sale_id', 'sale.time_zone'])
      .select(sql<boolean>`coalesce(next_step_at > ${now}, false)`.as('isOpen'))
      .select(now.as('now'))
      .where('order.id', '=', orderId)
      .forUpdate('order')
      .executeTakeFirst();
    if (!order) throw new Refused('not_found');
    if (order.state === 'return_requested') return;
    const state =
      order.state === 'delivered' && order.isOpen ? nextOrderState('delivered', 'askReturn') : null;
    if (!state) throw new Refused('return_closed');
    await moveOrder(trx, orderId, {
      state,
      nextStepAt: dayBegins(order.now, days.takeBack, order.time_zone),
    });
    await trx.updateTable('order').set({ return_reason: reason }).where('id', '=', orderId).execute();
    const payload = { kind: 'return_asked', orderId };
    await stageOutbox(trx, [
      { saleId: order.sale_id, topic: 'mail', key: `mail:return_asked:${orderId}`, payload },
    ]);
  });
}
