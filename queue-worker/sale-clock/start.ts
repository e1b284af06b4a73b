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
import type { Beacon } from './beacon.ts';
import { drawRaffle } from './draw-raffle.ts';
import { openSale } from './open-sale.ts';

/** "Opens within a second by itself": twice a second leaves room for the opening's own steps. */
const LOOK_MS = 400;

/** `name` holds the lease of an opening; `beacon` is mixed into draws. */
export type ClockDeps = Pick<Deps, 'db' | 'redis' | 'line' | 'log'> & {
  readonly name?: string;
  readonly beacon?: Beacon | undefined;
};

export function startSaleClock(deps: ClockDeps): Running {
  const openings = new Openings(deps);
  const clock = repeat('sale clock', LOOK_MS, () => look(deps, openings), deps.log);
  return {
    stop: async () => {
      await clock.stop();
      await openings.settled();
    },
  };
}

/** One look, and all that follows from it. */
export async function turnClock(deps: ClockDeps): Promise<void> {
  const openings = new Openings(deps);
  await look(deps, openings);
  await openings.settled();
  openings.throwFault();
}

async function look(deps: ClockDeps, openings: Openings): Promise<void> {
  for (const { id } of await closeOver(deps.db)) {
    deps.log.info({ saleId: id }, 'sale closed by the clock');
    await notify(deps.redis, id, { type: 'sale' }).catch(() => {}); // A hint; everybody looks within a second.
  }
  for (const { id } of await rafflesToDraw(deps.db)) openings.start(id, drawRaffle);
  for (const { id } of await salesDue(deps.db)) openings.start(id, openSale);
  openings.throwFault();
}

/** Draws and openings under way here, one a sale: a lobby of a million takes seconds, and others open meanwhile. */
class Openings {
  readonly #deps: ClockDeps;
  readonly #running = new Map<string, Promise<void>>();
  #fault: unknown = null;

  constructor(deps: ClockDeps) {
    this.#deps = deps;
  }

  start(saleId: string, act: (deps: ClockDeps, saleId: string) => Promise<unknown>): void {
    if (this.#running.has(saleId)) return;
    const running = act(this.#deps, saleId).then(
      () => this.#end(saleId, null),
      (fault: unknown) => this.#end(saleId, fault),
    );
    this.#running.set(saleId, running);
  }

  #end(saleId: string, fault: unknown): void {
    this.#running.delete(saleId);
    this.#fault ??= fault;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  /** What failed since the last look, for the clock's log. */
  throwFault(): void {
    const fault = this.#fault;
    this.#fault = null;
    if (fault !== null) throw fault;
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
