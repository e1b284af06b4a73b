/** Sales for measurements, made as an organiser makes them, and the look whether the queue-worker has opened them. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '../db/open.ts';
import { createSale, type SaleRecord } from '../db/sales.ts';
import type { Database } from '../db/schema.ts';
import { type SaleWish, settingsOf } from '../domain/sale-defaults.ts';
import { systemChance } from '../runtime/chance.ts';
import { createLog } from '../runtime/log.ts';

type Wish = Omit<SaleWish, 'slug' | 'title' | 'tiers'>;

export const openBenchDatabase = (url: string, connectionsMax = 2): Kysely<Database> =>
  openDatabase(url, createLog('bench', 'warn'), { connectionsMax });

/**
 * Three tiers of a third of `units` each, as a page shows them, or as many as the wish says; opening at once unless the
 * wish says when. Without the autopilot: what a busy machine does to the pace is not what is measured.
 */
export async function makeSale(
  db: Kysely<Database>,
  slug: string,
  {
    units = 3_000,
    tierCount = 3,
    ...wish
  }: Wish & { readonly units?: number; readonly tierCount?: number } = {},
): Promise<SaleRecord> {
  const tiers = ['Standing', 'Balcony', 'Box'].slice(0, tierCount).map((name) => ({
    name,
    price: { amount: 12_000, currency: 'KRW' },
    capacity: Math.ceil(units / tierCount),
  }));
  const settings = settingsOf({
    slug,
    title: 'Bench',
    tiers,
    opensAt: new Date(),
    autopilot: false,
    ...wish,
  });
  const by = { actor: 'bench', chance: systemChance };
  return await db.transaction().execute((trx) => createSale(trx, settings, by));
}

/** Open, and with a writer that answers orders. */
export async function untilWritten(db: Kysely<Database>, saleId: string): Promise<void> {
  for (const giveUpAt = Date.now() + 30_000; Date.now() < giveUpAt; await wait(50)) {
    const ready = await db
      .selectFrom('sale')
      .innerJoin('writer_lease', 'writer_lease.sale_id', 'sale.id')
      .select('sale.id')
      .where('sale.id', '=', saleId)
      .where('state', '=', 'open')
      .where('holder', 'is not', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .executeTakeFirst();
    if (ready) return;
  }
  throw new Error('the sale did not open, or has no writer');
}

export async function untilOpen(db: Kysely<Database>): Promise<void> {
  const isClosed = () => db.selectFrom('sale').select('id').where('state', '=', 'lobby').execute();
  while ((await isClosed()).length > 0) await wait(100);
}

/** What was measured is over: nothing of it may cost the next round anything. */
export async function closeSale(db: Kysely<Database>, saleId: string): Promise<void> {
  await db
    .updateTable('sale')
    .set({ state: 'closed', closed_at: new Date() })
    .where('id', '=', saleId)
    .execute();
}
