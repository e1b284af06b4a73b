/** Orders of goods on their way, by a clock that the test moves. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { openBook } from '../db/writer-genesis.ts';
import { insertOrder } from './paying.ts';

export const at = (moment: string | Date) => sql<Date>`${new Date(moment).toISOString()}::timestamptz`;

/** Two units of a sale in this time zone. */
export async function paidGoods(db: Kysely<Database>, paidAt: string, timeZone: string) {
  const order = await insertOrder(db, { state: 'paid', units: 2 });
  await db
    .updateTable('sale')
    .set({ fulfilment: 'shipping', time_zone: timeZone })
    .where('id', '=', order.sale_id)
    .execute();
  await db.updateTable('order').set({ paid_at: paidAt }).where('id', '=', order.id).execute();
  return order;
}

/** Its two units of ten are sold, by a payment, with a book that says so. Answers the payment's id. */
export async function sell(
  db: Kysely<Database>,
  order: Awaited<ReturnType<typeof insertOrder>>,
): Promise<string> {
  const { id, sale_id, total_amount: amount } = order;
  const ten = { capacity: 10, available: 10, held: 0, sold: 0 };
  await db.updateTable('tier').set(ten).where('sale_id', '=', sale_id).execute();
  await db.transaction().execute((trx) => openBook(trx, sale_id));
  const payment = { id: `pay-${id}`, order_id: id, provider: 'sandbox', state: 'succeeded' as const };
  await db
    .insertInto('payment')
    .values({ ...payment, amount, currency: 'KRW' })
    .execute();
  await db.updateTable('order').set({ payment_id: payment.id }).where('id', '=', id).execute();
  await db.updateTable('tier').set({ available: 8, sold: 2 }).where('sale_id', '=', sale_id).execute();
  return payment.id;
}
