/**
 * The two ways a payment's story ends without a sale: the order lapses, or its money goes back (PAY-7,
 * PAY-8).
 */
import { type Kysely, sql } from 'kysely';
import { holdsMoney, isOpenPayment } from '../domain/payment-rank.ts';
import { paymentsOf, stageLapse } from './payments.ts';
import type { Database } from './schema.ts';

/**
 * Lapses an order that is due and has neither an open payment nor money: there is no answer left to wait for.
 */
export async function lapseUnlessPayable(trx: Kysely<Database>, orderId: string): Promise<void> {
  const order = await trx
    .selectFrom('order')
    .select(['id', 'sale_id', 'state'])
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst();
  if (order?.state !== 'expiring') return;
  const payments = await paymentsOf(trx, orderId);
  if (payments.some(({ state }) => isOpenPayment(state) || holdsMoney(state))) return;
  await stageLapse(trx, order.sale_id, orderId, null);
}

/** The writer marks what it sends back; a repetition finds it marked. */
export async function beginRefund(
  db: Kysely<Database>,
  paymentId: string,
  reason: string | null,
): Promise<void> {
  await db
    .updateTable('payment')
    .set({ state: 'refund_pending', refund_reason: reason, changed_at: sql<Date>`now()` })
    .where('id', '=', paymentId)
    .where('state', '=', 'succeeded')
    .execute();
}
