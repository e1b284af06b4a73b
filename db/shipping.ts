/**
 * Orders of goods on their way (SHP-1, SHP-2). PostgreSQL's clock says what is due; rows in another's hands are skipped, so
 * that two queue-workers move each order once. What comes back of them is db/returns.ts.
 *
 * What a buyer's bank disputes is not sent while the bank has not decided (PAY-18): it stays due, and goes on from there.
 */
import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';
import { nextOrderState } from '../domain/order-lifecycle.ts';
import { dayBegins, type ShippingDays } from '../domain/shipping.ts';
import { adoptReturn } from './ask-return.ts';
import { stageOutbox } from './outbox.ts';
import { databaseNow, type Now } from './returns.ts';
import type { Database } from './schema.ts';

const ORDERS_MAX = 200;

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
        now.as('now'),
      ])
      .where('next_step_at', '<=', now)
      .where((eb) => eb.or([eb('order.state', '!=', 'preparing'), eb.not(isDisputed(eb))]))
      .orderBy('next_step_at')
      .limit(ORDERS_MAX)
      .forUpdate('order')
      .skipLocked()
      .execute();
    for (const order of due) await moveOn(trx, order, days);
    return due.length;
  });
}

const isDisputed = ({ exists, selectFrom }: ExpressionBuilder<Database, 'order'>) =>
  exists(
    selectFrom('dispute')
      .innerJoin('payment', 'payment.id', 'dispute.payment_id')
      .select('dispute.ref')
      .whereRef('payment.order_id', '=', 'order.id')
      .where('dispute.state', '=', 'open'),
  );

interface DueOrder {
  readonly id: string;
  readonly sale_id: string;
  readonly state: string;
  readonly account_id: string | null;
  readonly paid_at: Date | null;
  readonly next_step_at: Date | null;
  readonly time_zone: string;
  readonly now: Date;
}

/**
 * A step that comes on its day, at whatever hour, leaves the calendar as it is: a night without us delays nothing. One that
 * comes on a later day gives those after it their days from there. Otherwise a parcel would be told as sent and as delivered
 * in one moment, and final before its buyer could have given it back.
 */
async function moveOn(trx: Transaction<Database>, order: DueOrder, days: ShippingDays): Promise<void> {
  const { id, sale_id: saleId, time_zone: zone, now } = order;
  const dueAt = order.next_step_at ?? new Date(0);
  const tell = (kind: 'order_shipped' | 'order_delivered') =>
    stageOutbox(trx, [{ saleId, topic: 'mail', key: `mail:${kind}:${id}`, payload: { kind, orderId: id } }]);
  switch (order.state) {
    case 'preparing': {
      const asPaid = dayBegins(order.paid_at ?? dueAt, days.deliver, zone);
      const asSent = dayBegins(now, Math.max(0, days.deliver - days.ship), zone);
      const nextStepAt = asSent > asPaid ? asSent : asPaid;
      await moveOrder(trx, id, { state: nextOrderState('preparing', 'ship'), nextStepAt });
      return await tell('order_shipped');
    }
    case 'shipping': {
      const nextStepAt = dayBegins(now, days.returns + 1, zone);
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
      await adoptReturn(trx, id, dueAt);
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
