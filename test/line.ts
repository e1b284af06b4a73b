/** A line for tests: one sale in PostgreSQL, its line begun in Redis, and the doors' `Line`, as a queue-worker leaves it. */
import type { Redis } from 'ioredis';
import { type Kysely, sql } from 'kysely';
import type { Database, NewSaleRow } from '../db/schema.ts';
import { linePhaseOf } from '../domain/line-phase.ts';
import { beginGeneration } from '../redis/line/begin-generation.ts';
import { type Line, openLine } from '../redis/line.ts';
import { loadLineScripts } from '../redis/line-scripts.ts';
import { runIdOf } from '../redis/run-id.ts';
import { newSaleId, newSlug, newTierId, testLog } from './stores.ts';

export interface TestLine {
  readonly line: Line;
  readonly saleId: string;
}

/** A sale with one tier of `units`, open unless told; without the writer's book. */
export async function insertSale(
  db: Kysely<Database>,
  settings: Partial<NewSaleRow> & { units?: number } = {},
): Promise<string> {
  const { units = 100, ...columns } = settings;
  const id = newSaleId();
  await db
    .insertInto('sale')
    .values({
      id,
      slug: newSlug(),
      title: 'A sale',
      currency: 'KRW',
      state: 'open',
      floor_max: 100,
      admit_per_minute: 60_000,
      pass_minutes: 10,
      claim_seconds: 60,
      hold_minutes: 10,
      per_visitor_max: 4,
      draw_seed: 'seed',
      draw_seed_hash: 'hash',
      ...columns,
    })
    .execute();
  await db
    .insertInto('tier')
    .values({
      id: newTierId(),
      sale_id: id,
      position: 0,
      name: 'Standing',
      price_amount: 10_000,
      capacity: units,
      available: units,
    })
    .execute();
  return id;
}

/** Binds the database's generation to this Redis and begins the sale's line. */
export async function beginLine(db: Kysely<Database>, redis: Redis, saleId: string): Promise<Line> {
  await db
    .updateTable('line_generation')
    .set({ generation: 1, run_id: await runIdOf(redis), state: 'ready', changed_at: sql<Date>`now()` })
    .where('generation', '=', 0)
    .execute();
  const line = openLine({ redis, db, log: testLog });
  await line.refresh();
  await loadLineScripts(redis);
  const sale = await db.selectFrom('sale').selectAll().where('id', '=', saleId).executeTakeFirstOrThrow();
  await beginGeneration(line, {
    saleId,
    status: 'ready',
    phase: linePhaseOf({ state: sale.state, drawSize: sale.draw_size }),
    numberEnd: 0,
    lobby: sale.lobby,
    floorMax: sale.floor_max,
    admitPerMinute: sale.admit_per_minute,
    priorityShare: sale.priority_share,
  });
  return line;
}

export async function openTestLine(
  db: Kysely<Database>,
  redis: Redis,
  settings: Parameters<typeof insertSale>[1] = {},
): Promise<TestLine> {
  const saleId = await insertSale(db, settings);
  return { saleId, line: await beginLine(db, redis, saleId) };
}
