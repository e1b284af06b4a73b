/**
 * A line without sockets: one sale in a durable Redis and PostgreSQL, and the gateway's and the queue-worker's own code at
 * it, in this process. No other process runs, so that what is measured is the line and nothing else.
 */
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { readGeneration } from '../../db/line-generation.ts';
import { type LiveSale, liveSales } from '../../db/live-sales.ts';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/schema.ts';
import { lineDoors } from '../../gateway/line/doors.ts';
import { Hall } from '../../gateway/line/hall.ts';
import { PolledPromises } from '../../gateway/line/polled-promises.ts';
import { rebuildLines } from '../../queue-worker/line-keeper/rebuild.ts';
import { type Line, openLine } from '../../redis/line.ts';
import { openRedis } from '../../redis/open.ts';
import { runIdOf } from '../../redis/run-id.ts';
import { systemClock } from '../../runtime/clock.ts';
import { type KeyRing, parseKeyRing } from '../../runtime/keyring.ts';
import { createLog } from '../../runtime/log.ts';
import type { PrivateUsher } from '../private-usher.ts';
import { closeSale, makeSale } from '../sales.ts';

/** More than a thousand calls in a tick, as far as the rate goes. */
const PACE = { floorMax: 100_000, admitPerMinute: 120_000, claimSeconds: 3_600, units: 9_000_000 };

export interface BenchLine {
  readonly db: Kysely<Database>;
  readonly redis: Redis;
  readonly line: Line;
  readonly log: ReturnType<typeof createLog>;
  readonly name: string;
  readonly ring: KeyRing;
  readonly sale: LiveSale;
  readonly hall: Hall;
  /** The next generation, as after a loss of memory: what PostgreSQL knows is told, and places may come back. */
  rebuild(): Promise<void>;
  close(): Promise<void>;
}

/** `state`: lobby, or open already. Redis is emptied first. */
export async function openBenchLine(
  usher: PrivateUsher,
  slug: string,
  state: 'lobby' | 'open',
): Promise<BenchLine> {
  const log = createLog('bench', 'error');
  // As a gateway and a queue-worker open it.
  const db = openDatabase(usher.databaseUrl, log, { connectionsMax: 12, isServing: true });
  const redis = openRedis(usher.redisUrl, log);
  await new Promise((resolve) => redis.once('ready', resolve));
  await redis.flushall();
  // A line that never had a lobby is one of arrival.
  const { id } = await makeSale(db, slug, { ...PACE, lobby: state === 'open' ? 'arrival' : 'shuffle' });
  await db.updateTable('sale').set({ state }).where('id', '=', id).execute();
  const line = openLine({ redis, db, log });
  const deps = { db, redis, line, log, name: 'bench' };
  const saleNow = async () => (await liveSales(db)).filter((sale) => sale.id === id);
  const rebuild = async () => {
    const found = { runId: await runIdOf(redis), seen: await readGeneration(db) };
    await rebuildLines(deps, await saleNow(), found);
  };
  await rebuild();
  const [sale] = await saleNow();
  if (!sale) throw new Error('the sale was made just now');
  const ring = parseKeyRing(usher.usherKeys);
  const told = { hint: () => {}, hintMerged: () => {} };
  const polled = new PolledPromises();
  const hall = new Hall({ db, ring, clock: systemClock, log, polled, ...told }, lineDoors(line, db), sale);
  const close = async () => {
    await closeSale(db, id);
    redis.disconnect();
    await db.destroy();
  };
  return { ...deps, ring, sale, hall, rebuild, close };
}
