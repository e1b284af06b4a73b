/**
 * Compares the line with the list, a page at a time (RAF-8): who waits on the list and is not in Redis is put there, who
 * is in Redis and does not wait is taken off. A process that died between its COMMIT and its script left them apart.
 *
 * Each page is a range of numbers, read in Redis first: somebody who came or left in between is put right by what
 * PostgreSQL says afterwards, which is the truth at any moment.
 */
import { latestAdmissions } from '../../db/admissions.ts';
import { listEntries, waitingAfter } from '../../db/reserve-list.ts';
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { reserveKey } from '../../redis/keys.ts';
import { settleReserve } from '../../redis/line/settle-reserve.ts';
import { notify } from '../../redis/notices.ts';
import { tell } from '../admission/tell.ts';
import type { ListDeps } from './tick.ts';

/** Below SCRIPT_ENTRIES_MAX, so that what Redis has too much still fits into the same script. */
const PAGE = SCRIPT_ENTRIES_MAX / 2;

/** Compares the page after this number; answers the number to go on from, 0 at the end of the list. */
export async function sweepList(deps: ListDeps, saleId: string, after: number): Promise<number> {
  const { db, redis } = deps;
  const inRedis = await redis.zrange(
    reserveKey(saleId),
    `(${after}`,
    '+inf',
    'BYSCORE',
    'LIMIT',
    0,
    PAGE,
    'WITHSCORES',
  );
  const waiting = await waitingAfter(db, saleId, after, PAGE);
  const listed = new Map<string, number>();
  for (let i = 0; i < inRedis.length; i += 2) listed.set(inRedis[i] ?? '', Number(inRedis[i + 1]));
  // Of two full pages only what both of them reach can be compared.
  const ends = [
    inRedis.length === 2 * PAGE ? Number(inRedis.at(-1)) : null,
    waiting.at(PAGE - 1)?.number ?? null,
  ];
  const end = Math.min(...ends.map((number) => number ?? Number.POSITIVE_INFINITY));

  const missing = waiting.filter(({ entryId, number }) => number <= end && listed.get(entryId) !== number);
  const isWaiting = new Set(waiting.map(({ entryId }) => entryId));
  const strange = [...listed].filter(([entryId, number]) => number <= end && !isWaiting.has(entryId));
  await settle(deps, saleId, [
    ...missing.map(({ entryId }) => entryId),
    ...strange.map(([entryId]) => entryId),
  ]);
  return Number.isFinite(end) ? end : 0;
}

/** By what PostgreSQL says now: the two sides were not read in the same moment. */
async function settle(
  { db, redis, line }: ListDeps,
  saleId: string,
  entryIds: readonly string[],
): Promise<void> {
  if (entryIds.length === 0) return;
  const known = new Map((await listEntries(db, saleId, entryIds)).map((entry) => [entry.entryId, entry]));
  const entries = entryIds.map((entryId) => {
    const entry = known.get(entryId);
    return { entryId, number: entry?.state === 'waiting' ? (entry.number ?? 0) : 0 };
  });
  await settleReserve(line, { saleId, entries });
  await tell({ redis, line }, saleId, await latestAdmissions(db, saleId, entryIds));
  await notify(redis, saleId, { type: 'standings', entryIds });
}
