/** A payment's story that ends without a sale: nothing can come any more, and the order lapses (PAY-7). */
import type { Kysely } from 'kysely';
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
