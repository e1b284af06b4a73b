/** A line for tests of its scripts, with what they ask most: join in a lane, call so many, who stands where. */
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { recordCalls } from '../db/admissions.ts';
import type { Database } from '../db/schema.ts';
import type { WaitingLane } from '../domain/lane.ts';
import { metaKey } from '../redis/keys.ts';
import { callNext } from '../redis/line/call-next.ts';
import { joinLine } from '../redis/line/join-line.ts';
import { readStandings } from '../redis/line/read-standings.ts';
import { reserveNumbers } from '../redis/line/reserve-numbers.ts';
import { tellAdmissions } from '../redis/line/settle-admissions.ts';
import { type insertSale, openTestLine } from './line.ts';
import { newEntryId } from './stores.ts';

export async function openCalledLine(
  db: Kysely<Database>,
  redis: Redis,
  settings: Parameters<typeof insertSale>[1] = {},
) {
  const { line, saleId } = await openTestLine(db, redis, { floor_max: 10_000, ...settings });
  await reserveNumbers(line, db, saleId);
  const join = async (count: number, lane: WaitingLane = 'ordinary'): Promise<string[]> => {
    const entryIds = Array.from({ length: count }, newEntryId);
    await joinLine(line, { saleId, entryIds, lanes: entryIds.map(() => lane) });
    return entryIds;
  };
  /** Calls and records; answers who was called, in order, with their lanes. */
  const call = async (wantMax: number) => {
    await redis.hset(metaKey(saleId), 'bucket_at', 0);
    const { calling } = await callNext(line, { saleId, wantMax, ratePerMinute: 600_000 });
    await tellAdmissions(line, { saleId, facts: await recordCalls(db, saleId, calling) });
    return calling;
  };
  const standings = async (entryIds: readonly string[]) =>
    (await readStandings(line, { saleId, entryIds })).standings;
  return { line, saleId, join, call, standings };
}
