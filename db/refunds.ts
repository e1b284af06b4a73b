/**
 * Refunds: one row each time money of a payment goes back, in part or whole (PAY-16). A row is staged in the transaction of
 * the act that owes it, together with the outbox row that drives it, and is `pending` until the provider has said yes.
 *
 * `payment.refund_asked` counts what all rows together ask for; the update that raises it is guarded by what was captured,
 * and a CHECK guards it once more. So however many are staged at once, never more goes back than came.
 *
 * Locks: the order first, then its payment, as in payments.ts.
 */
import { CompiledQuery, type Kysely, sql } from 'kysely';
import { newId } from '../runtime/chance.ts';
import { stageOutbox } from './outbox.ts';
import type { Database, PaymentRow, RefundRow } from './schema.ts';

export interface RefundAsk {
  readonly orderId: string;
  readonly paymentId: string;
  /** Minor units of the payment's currency; above zero. */
  readonly amount: number;
  /** Names the act (`refund:ord_…:2`): staging it again is the same refund. */
  readonly key: string;
  readonly reason: string | null;
}

/**
 * Stages a refund of a part, in the caller's transaction. `refused`: the payment is not captured, all of it goes back
 * already, or less than `amount` is left.
 */
export async function stageRefund(
  trx: Kysely<Database>,
  ask: RefundAsk,
): Promise<'staged' | 'known' | 'refused'> {
  await trx.selectFrom('order').select('id').where('id', '=', ask.orderId).forUpdate().execute();
  const known = await trx.selectFrom('refund').select('id').where('key', '=', ask.key).executeTakeFirst();
  if (known) return 'known';
  const { rows } = await trx.executeQuery<{ id: string }>(
    CompiledQuery.raw(stageRefundText, stageRefundValues(ask)),
  );
  return rows.length === 1 ? 'staged' : 'refused';
}

/** One row where it was staged, none otherwise. For a caller without Kysely that holds the order already: the writer. */
export const stageRefundText = `
  with owed as (
    update payment set refund_asked = refund_asked + $4::bigint
    where id = $3 and order_id = $2 and state = 'succeeded' and $4::bigint > 0
      and refund_asked + $4::bigint <= amount and not exists (select from refund where key = $5)
    returning currency
  ), made as (
    insert into refund (id, order_id, payment_id, amount, currency, key, reason)
    select $1, $2, $3, $4::bigint, currency, $5, $6 from owed
    returning id, order_id
  ), told as (
    insert into outbox (sale_id, topic, key, payload)
    select "order".sale_id, 'payment_refund_part', 'refund_part:' || made.id, jsonb_build_object('refundId', made.id)
    from made join "order" on "order".id = made.order_id
  )
  select id from made`;

export const stageRefundValues = ({ orderId, paymentId, amount, key, reason }: RefundAsk) => [
  newId('rfd'),
  orderId,
  paymentId,
  amount,
  key,
  reason,
];

export async function refundById(db: Kysely<Database>, id: string): Promise<RefundRow | null> {
  return (await db.selectFrom('refund').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function refundsOf(db: Kysely<Database>, paymentId: string): Promise<RefundRow[]> {
  return await db
    .selectFrom('refund')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** What these rows together give back, or have. */
export const askedBack = (refunds: readonly Pick<RefundRow, 'state' | 'amount'>[]): number =>
  refunds.reduce((sum, { state, amount }) => (state === 'refused' ? sum : sum + amount), 0);

/**
 * All that is left of a captured payment goes back: from now on no part of it can be staged. Answers the rows that wait for
 * the provider; a repetition finds the same ones.
 */
export async function beginWholeRefund(
  db: Kysely<Database>,
  paymentId: string,
  reason: string | null,
): Promise<RefundRow[]> {
  return await db.transaction().execute(async (trx) => {
    const payment = await lockPayment(trx, paymentId);
    if (payment?.state === 'succeeded') {
      await trx
        .updateTable('payment')
        .set({ state: 'refund_pending', refund_reason: reason, changed_at: sql<Date>`now()` })
        .where('id', '=', paymentId)
        .execute();
    } else if (payment?.state !== 'refund_pending') return [];
    const before = await refundsOf(trx, paymentId);
    const rest = payment.amount - askedBack(before);
    if (rest > 0) await insertRest(trx, payment, { rest, reason, nth: before.length });
    return (await refundsOf(trx, paymentId)).filter(({ state }) => state === 'pending');
  });
}

/** The first one's key at the provider is the payment's id; one that follows a refused one has a key of its own. */
export async function insertRest(
  trx: Kysely<Database>,
  { id, order_id, amount, currency }: PaymentRow,
  { rest, reason, nth }: { rest: number; reason: string | null; nth: number },
): Promise<void> {
  const isFirst = (await refundById(trx, id)) === null;
  await trx
    .insertInto('refund')
    .values({
      id: isFirst ? id : newId('rfd'),
      order_id,
      payment_id: id,
      amount: rest,
      currency,
      key: isFirst ? `rest:${id}` : `rest:${id}:${nth}`,
      reason,
    })
    .execute();
  await trx.updateTable('payment').set({ refund_asked: amount }).where('id', '=', id).execute();
}

/**
 * The provider has decided about a refund: it is done, or it never will be, and then what it asked for is free again. The
 * first word counts. The letter about a part is staged here; the one about the rest comes with the payment's end.
 */
export async function closeRefund(
  trx: Kysely<Database>,
  { id, payment_id, amount }: RefundRow,
  state: 'refunded' | 'refused',
): Promise<boolean> {
  const payment = await lockPayment(trx, payment_id);
  const closed = await trx
    .updateTable('refund')
    .set({ state, changed_at: sql<Date>`now()`, closed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  if (closed.numUpdatedRows === 0n || !payment) return false;
  if (state === 'refused') {
    await trx
      .updateTable('payment')
      .set({ refund_asked: sql`greatest(refund_asked - ${amount}, 0)` })
      .where('id', '=', payment_id)
      .execute();
  } else if (payment.state === 'succeeded') await tellOfPart(trx, payment.order_id, id, payment_id);
  return true;
}

/** The buyer hears of each part that went back, whoever sent it. */
export async function tellOfPart(
  trx: Kysely<Database>,
  orderId: string,
  refundId: string,
  paymentId: string,
): Promise<void> {
  const order = await trx
    .selectFrom('order')
    .select('sale_id')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  const payload = { kind: 'refunded_part', orderId, paymentId, refundId };
  const key = `mail:refunded_part:${refundId}`;
  await stageOutbox(trx, [{ saleId: order.sale_id, topic: 'mail', key, payload }]);
}

/** Refunds that nobody has driven for `waitMs`; taking them spaces the looks, as with payments. */
export async function takePendingRefunds(
  db: Kysely<Database>,
  waitMs: number,
  refundsMax: number,
): Promise<string[]> {
  const taken = await db
    .updateTable('refund')
    .set({ changed_at: sql<Date>`now()` })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('refund')
        .select('id')
        .where('state', '=', 'pending')
        .where('changed_at', '<', sql<Date>`now() - ${waitMs} * interval '1 millisecond'`)
        .orderBy('changed_at')
        .limit(refundsMax)
        .forUpdate()
        .skipLocked(),
    )
    .returning('id')
    .execute();
  return taken.map(({ id }) => id);
}

async function lockPayment(trx: Kysely<Database>, paymentId: string): Promise<PaymentRow | null> {
  await trx
    .selectFrom('order')
    .select('id')
    .where('id', '=', (eb) => eb.selectFrom('payment').select('order_id').where('payment.id', '=', paymentId))
    .forUpdate()
    .execute();
  const payment = trx.selectFrom('payment').selectAll().where('id', '=', paymentId).forUpdate();
  return (await payment.executeTakeFirst()) ?? null;
}
