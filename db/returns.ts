/**
 * Delivered goods that were asked back: some units of an order or all, each return decided apart (SHP-4, SHP-6). Refusing
 * moves no stock and is settled here, behind the order's lock; taking goods back is the writer's and only asked for.
 *
 * While a return is open its order is `return_requested` and waits for no calendar; `returns_until` keeps until when more
 * may be asked for (db/ask-return.ts), and is its next step again when the last return is decided.
 */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { nextOrderState, type OrderState } from '../domain/order-lifecycle.ts';
import { Refused } from '../domain/refusals.ts';
import { stageCommand } from './commands.ts';
import { stageOutbox } from './outbox.ts';
import type { Database, OrderReturnRow } from './schema.ts';

/** What PostgreSQL's clock says, unless a test says otherwise. */
export type Now = RawBuilder<Date>;
export const databaseNow: Now = sql<Date>`now()`;

const RETURNS_MAX = 200;

export interface ReturnKnown {
  readonly orderId: string;
  readonly saleId: string;
  readonly state: OrderReturnRow['state'];
}

export async function returnById(db: Kysely<Database>, id: string): Promise<ReturnKnown | null> {
  const found = db
    .selectFrom('order_return')
    .innerJoin('order', 'order.id', 'order_return.order_id')
    .select(['order_return.order_id as orderId', 'order.sale_id as saleId', 'order_return.state'])
    .where('order_return.id', '=', id);
  return (await found.executeTakeFirst()) ?? null;
}

/**
 * Staff does not take a return back: its units stay with the buyer, who is written to with the reason. Joins the caller's
 * transaction. Refuses with `not_found`, and with `return_settled` where it is decided.
 */
export async function refuseReturn(
  trx: Transaction<Database>,
  { id, answer, by }: { readonly id: string; readonly answer: string; readonly by: string },
): Promise<ReturnKnown> {
  const known = await returnById(trx, id);
  const order = known && (await lockReturning(trx, known.orderId));
  if (!order) throw new Refused('not_found');
  const { orderId, saleId } = known;
  const refused = await trx
    .updateTable('order_return')
    .set({ state: 'refused', due_at: null, decided_at: databaseNow, decided_by: by, answer })
    .where('id', '=', id)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  if (refused.numUpdatedRows === 0n) throw new Refused('return_settled');
  const next = nextOrderState(order.state, 'keepRest');
  if (next && (await openReturns(trx, orderId)).length === 0)
    await trx
      .updateTable('order')
      .set({ state: next, next_step_at: sql<Date>`coalesce(returns_until, now())` })
      .where('id', '=', orderId)
      .execute();
  const payload = { kind: 'return_refused', orderId, returnId: id, answer };
  await stageOutbox(trx, [{ saleId, topic: 'mail', key: `mail:return_refused:${id}`, payload }]);
  return known;
}

/** Returns whose day has come: the writer is asked to take each back, once. Answers how many. */
export async function takeBackDue(db: Kysely<Database>, now: Now = databaseNow): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom('order_return')
      .innerJoin('order', 'order.id', 'order_return.order_id')
      .select(['order_return.id', 'order_return.order_id', 'order.sale_id'])
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(RETURNS_MAX)
      .forUpdate(['order', 'order_return'])
      .skipLocked()
      .execute();
    for (const { id, order_id: orderId, sale_id: saleId } of due) {
      const payload = { reason: 'returned', by: 'shipping', returnId: id };
      await stageCommand(trx, { saleId, kind: 'take_back', key: `return:${id}`, orderId, payload });
      await trx.updateTable('order_return').set({ due_at: null }).where('id', '=', id).execute();
    }
    return due.length;
  });
}

/** Those that nobody has decided yet, in the order of asking. */
export async function openReturns(trx: Kysely<Database>, orderId: string) {
  return await trx
    .selectFrom('order_return')
    .select(['id', 'lines'])
    .where('order_id', '=', orderId)
    .where('state', '=', 'asked')
    .orderBy('asked_at')
    .orderBy('id')
    .execute();
}

export interface ReturningOrder {
  readonly saleId: string;
  readonly state: OrderState;
  readonly timeZone: string;
  /** When the time for asking ends; null where it has not begun. */
  readonly until: Date | null;
  readonly isOpen: boolean;
  readonly now: Date;
}

/** Locks the order until the transaction ends. */
export async function lockReturning(
  trx: Kysely<Database>,
  orderId: string,
  now: Now = databaseNow,
): Promise<ReturningOrder | null> {
  const until = sql<Date | null>`case "order".state when 'delivered' then next_step_at else returns_until end`;
  const order = await trx
    .selectFrom('order')
    .innerJoin('sale', 'sale.id', 'order.sale_id')
    .select(['order.state', 'order.sale_id as saleId', 'sale.time_zone as timeZone'])
    .select([until.as('until'), now.as('now'), sql<boolean>`coalesce(${until} > ${now}, false)`.as('isOpen')])
    .where('order.id', '=', orderId)
    .forUpdate('order')
    .executeTakeFirst();
  return order ?? null;
}
