/**
 * The clock of the sales: opens what is due and closes what is over, by PostgreSQL's time. Every queue-worker has one;
 * each step is guarded in PostgreSQL or idempotent in Redis, so that two at once do it once.
 */
import { type Kysely, sql } from 'kysely';
import { rafflesToDraw } from '../../db/raffle-draw.ts';
import type { Database } from '../../db/schema.ts';
import { notify } from '../../redis/notices.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';
import { drawRaffle } from './draw-raffle.ts';
import { openSale } from './open-sale.ts';

/** "Opens within a second by itself": twice a second leaves room for the opening's own steps. */
const LOOK_MS = 400;

export type ClockDeps = Pick<Deps, 'db' | 'redis' | 'line' | 'log'>;

export function startSaleClock(deps: ClockDeps): Running {
  return repeat('sale clock', LOOK_MS, () => turnClock(deps), deps.log);
}

export async function turnClock(deps: ClockDeps): Promise<void> {
  for (const { id } of await rafflesToDraw(deps.db)) await drawRaffle(deps, id);
  for (const { id } of await salesDue(deps.db)) await openSale(deps, id);
  for (const { id } of await closeOver(deps.db)) {
    deps.log.info({ saleId: id }, 'sale closed by the clock');
    await notify(deps.redis, id, { type: 'sale' }).catch(() => {}); // A hint; everybody looks within a second.
  }
}

const salesDue = (db: Kysely<Database>) =>
  db
    .selectFrom('sale')
    .select('id')
    .where('state', '=', 'lobby')
    .where('opens_at', '<=', sql<Date>`now()`)
    .execute();

async function closeOver(db: Kysely<Database>): Promise<{ id: string }[]> {
  return await db.transaction().execute(async (trx) => {
    const closed = await trx
      .updateTable('sale')
      .set({ state: 'closed', closed_at: sql<Date>`now()`, changed_at: sql<Date>`now()` })
      .where('state', 'in', ['lobby', 'open', 'paused', 'soldOut'])
      .where('closes_at', '<=', sql<Date>`now()`)
      .returning('id')
      .execute();
    for (const { id } of closed) {
      await trx
        .insertInto('audit')
        .values({ actor: 'clock', act: 'close', sale_id: id, reason: null })
        .execute();
    }
    return closed;
  });
}
