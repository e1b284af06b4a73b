/** An order held by a visitor inside, for tests of the writer's batches, and what may happen to it. */
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import { stageCommand } from '../db/commands.ts';
import type { Database } from '../db/schema.ts';
import { commitBatch } from '../db/writer.ts';
import type { BatchAsk } from '../db/writer-facts.ts';
import type { Lease } from '../db/writer-lease.ts';
import { openWriterPool } from '../db/writer-pool.ts';
import { BATCH_COMMANDS_MAX } from '../domain/limits.ts';
import { decideBatch } from '../domain/writer/decide.ts';
import { test as base, testLog } from './stores.ts';
import { insertSaleWithBook, letIn, reserveOf, type TestSale, takeLease } from './writer.ts';

export const test = base.extend<{ pool: pg.Pool }>({
  pool: async ({ databaseUrl }, use) => {
    const pool = openWriterPool(databaseUrl, testLog);
    await use(pool);
    await pool.end();
  },
});

export const sweep: BatchAsk = {
  reserves: [],
  rows: 'open',
  due: 'due',
  illOrderIds: [],
  commandsMax: BATCH_COMMANDS_MAX,
  endsPasses: true,
  units: null,
};

/** A sale with one visitor inside, who holds two of its units. */
export async function heldOrder(db: Kysely<Database>, pool: pg.Pool, units: readonly number[] = [10]) {
  const sale = await insertSaleWithBook(db, { units });
  const lease = await takeLease(db, sale.id);
  const [shopper] = await letIn(db, sale.id, 1);
  if (!shopper) throw new Error('nobody is inside');
  const lines = [{ tierId: sale.tierIds[0] ?? '', quantity: 2 }];
  const reserve = reserveOf(sale, shopper, { lines });
  await commitBatch(pool, lease, { ...sweep, reserves: [reserve] }, decideBatch);
  return { sale, lease, shopper, orderId: reserve.orderId };
}

export const run = (pool: pg.Pool, lease: Lease, ask: Partial<BatchAsk> = {}) =>
  commitBatch(pool, lease, { ...sweep, ...ask }, decideBatch);

export async function capture(
  db: Kysely<Database>,
  sale: TestSale,
  orderId: string,
  paymentId: string,
  amount = 20_000,
) {
  const payment = { id: paymentId, order_id: orderId, provider: 'sandbox', amount, currency: 'KRW' };
  await db
    .insertInto('payment')
    .values({ ...payment, state: 'succeeded' })
    .execute();
  const payload = { paymentId, amount, currency: 'KRW' };
  await stageCommand(db, { saleId: sale.id, kind: 'confirm', key: `confirm:${paymentId}`, orderId, payload });
}
export const release = (db: Kysely<Database>, sale: TestSale, orderId: string) =>
  stageCommand(db, {
    saleId: sale.id, kind: 'release', key: `release:${orderId}`, orderId, payload: { reason: 'no time', by: 'buyer' },
  }); // biome-ignore format: one command
export const stateOf = async (
  db: Kysely<Database>,
  table: 'order' | 'payment' | 'admission' | 'sale',
  id: string,
) => (await db.selectFrom(table).select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
export const age = (db: Kysely<Database>, orderId: string, holdSeconds: number, capSeconds: number) =>
  db
    .updateTable('order')
    .set({
      hold_expires_at: sql<Date>`now() + ${holdSeconds} * interval '1 second'`,
      hold_cap_at: sql<Date>`now() + ${capSeconds} * interval '1 second'`,
    })
    .where('id', '=', orderId)
    .execute();
