/** Ticks against real stores: order, floor, rate, absence, unanswered calls, and dying between any two steps. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { claimAdmissions, latestAdmissions, leaveAdmissions, recordCalls } from '../../db/admissions.ts';
import { lineKeys, metaKey, seenKey } from '../../redis/keys.ts';
import { askAgain } from '../../redis/line/ask-again.ts';
import { callNext } from '../../redis/line/call-next.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { markPresent } from '../../redis/line/mark-present.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { openTestLine } from '../../test/line.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import type { AdmissionDeps } from './call-waiting.ts';
import { reconcile } from './reconcile.ts';
import { tell } from './tell.ts';
import { tick } from './tick.ts';

type Settings = Parameters<typeof openTestLine>[2];

/** A line of `count` present visitors with a full bucket. */
async function standing(
  { db, redis }: { db: AdmissionDeps['db']; redis: AdmissionDeps['redis'] },
  count: number,
  settings: Settings = {},
) {
  const { line, saleId } = await openTestLine(db, redis, settings);
  await reserveNumbers(line, db, saleId);
  const entryIds = Array.from({ length: count }, newEntryId);
  await joinLine(line, { saleId, entryIds });
  const deps: AdmissionDeps = { db, redis, line, log: testLog };
  const statesOf = async () =>
    (await readStandings(line, { saleId, entryIds })).standings.map((it) => it.state);
  return { line, saleId, entryIds, deps, statesOf };
}

test('ADM-2: ticks at once share one floor, and call in the order of the line', async ({ db, redis }) => {
  const { deps, saleId, entryIds } = await standing({ db, redis }, 30, { floor_max: 10 });
  await Promise.all([1, 2, 3, 4].map(() => tick(deps, saleId)));
  const called = await db.selectFrom('admission').selectAll().orderBy('number').execute();
  expect(called.map((row) => row.visitor_id)).toEqual(entryIds.slice(0, 10));
  expect(called.every((row) => row.state === 'called')).toBe(true);
});

test('ADM-2: no credit is saved up in a lull', async ({ db, redis }) => {
  const { deps, saleId } = await standing({ db, redis }, 100, { admit_per_minute: 600 });
  // The last tick was an hour ago.
  await redis.hset(metaKey(saleId), 'bucket_at', Date.now() - 3_600_000, 'owed', 0);
  expect(await tick(deps, saleId)).toBe(15); // 600 a minute for BURST_MS_MAX.
});

test('PAC-2: a rate below one visitor a tick still calls, by carrying over what is owed', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await standing({ db, redis }, 5, { admit_per_minute: 20 });
  const askAfterMs = async (ms: number) => {
    const at = Number(await redis.hget(metaKey(saleId), 'bucket_at'));
    await redis.hset(metaKey(saleId), 'bucket_at', at - ms);
    return (await callNext(line, { saleId, wantMax: 100, ratePerMinute: 20 })).calling.length;
  };
  await redis.hset(metaKey(saleId), 'bucket_at', Date.now(), 'owed', 0);
  const inHand = [];
  for (const _ of Array(7)) inHand.push(await askAfterMs(1_000));
  expect(inHand.at(-1)).toBe(2); // 7 s at 20 a minute: 2.33.
});

test('ADM-5: paused calls nobody and keeps the order', async ({ db, redis }) => {
  const { deps, saleId, entryIds } = await standing({ db, redis }, 5);
  await redis.hset(metaKey(saleId), 'phase', 'paused');
  expect(await tick(deps, saleId)).toBe(0);
  await redis.hset(metaKey(saleId), 'phase', 'open');
  await tick(deps, saleId);
  const called = await db.selectFrom('admission').select('visitor_id').orderBy('number').execute();
  expect(called.map((row) => row.visitor_id)).toEqual(entryIds);
});

test('ADM-7: absent visitors are passed over within the tick, keep their number, and are called first on return', async ({
  db,
  redis,
}) => {
  const { deps, line, saleId, entryIds } = await standing({ db, redis }, 1_300, {
    units: 10_000,
    floor_max: 5,
  });
  const absent = entryIds.slice(0, 1_200);
  for (let from = 0; from < absent.length; from += 500) {
    await redis.zrem(seenKey(saleId), ...absent.slice(from, from + 500));
  }
  expect(await tick(deps, saleId)).toBe(5);
  const first = absent.slice(0, 2);
  const back = await markPresent(line, { saleId, entryIds: first });
  expect(back.standings.map(({ state, number }) => [state, number])).toEqual([
    ['returned', 1],
    ['returned', 2],
  ]);
  await leaveAdmissions(db, saleId, entryIds.slice(1_200, 1_205));
  await reconcile(deps, saleId);
  await redis.hset(metaKey(saleId), 'bucket_at', 0);
  await tick(deps, saleId);
  const returned = await db.selectFrom('admission').selectAll().where('lane', '=', 'returned').execute();
  expect(returned.map((row) => row.number).sort()).toEqual([1, 2]);
});

test('ADM-8: a call that nobody answers is made once more; after two the visitor has to ask', async ({
  db,
  redis,
}) => {
  const { deps, line, saleId, entryIds, statesOf } = await standing({ db, redis }, 1);
  const letGoBy = async () => {
    await sql`update admission set claim_by = now() - interval '1 s' where state = 'called'`.execute(db);
    await redis.hset(metaKey(saleId), 'bucket_at', 0);
    await tick(deps, saleId);
    return (await statesOf())[0];
  };
  await tick(deps, saleId);
  expect(await statesOf()).toEqual(['called']);
  await markPresent(line, { saleId, entryIds });
  await sql`update admission set claim_by = now() - interval '1 s'`.execute(db);
  await tick(deps, saleId); // Missed, and back at the front; not seen since, so passed over.
  await markPresent(line, { saleId, entryIds });
  await redis.hset(metaKey(saleId), 'bucket_at', 0);
  await tick(deps, saleId);
  expect(await statesOf()).toEqual(['called']);
  expect(await letGoBy()).toBe('passedOver');
  await markPresent(line, { saleId, entryIds });
  expect(await letGoBy()).toBe('passedOver');
  await askAgain(line, { saleId, entryIds });
  expect(await letGoBy()).toBe('called');
  const calls = await db.selectFrom('admission').select(['call_no', 'state']).orderBy('call_no').execute();
  expect(calls).toEqual([
    { call_no: 1, state: 'missed' },
    { call_no: 2, state: 'missed' },
    { call_no: 3, state: 'called' },
  ]);
});

test('ADM-1: a tick that dies after marking is driven on by the next one, once', async ({ db, redis }) => {
  const { deps, line, saleId, entryIds, statesOf } = await standing({ db, redis }, 3, { floor_max: 3 });
  await callNext(line, { saleId, wantMax: 10, ratePerMinute: 600_000 }); // …and dies.
  expect(await statesOf()).toEqual(['calling', 'calling', 'calling']);
  await Promise.all([tick(deps, saleId), tick(deps, saleId)]);
  expect(await statesOf()).toEqual(['called', 'called', 'called']);
  expect(await db.selectFrom('admission').select('id').execute()).toHaveLength(entryIds.length);
});

test('ADM-1: a tick that dies after the INSERT is driven on by the next one, once', async ({ db, redis }) => {
  const { deps, line, saleId, statesOf } = await standing({ db, redis }, 3, { floor_max: 3 });
  const { calling } = await callNext(line, { saleId, wantMax: 10, ratePerMinute: 600_000 });
  await recordCalls(db, saleId, calling); // …and dies.
  await tick(deps, saleId);
  expect(await statesOf()).toEqual(['called', 'called', 'called']);
  expect(await db.selectFrom('admission').select('id').execute()).toHaveLength(3);
});

test('ADM-3: one live call or pass per visitor, whatever is driven twice', async ({ db, redis }) => {
  const { saleId, entryIds } = await standing({ db, redis }, 1);
  const [entryId = ''] = entryIds;
  const call = { entryId, number: 1, lane: 'ordinary' as const };
  await recordCalls(db, saleId, [{ ...call, callNo: 1 }]);
  const [fact] = await recordCalls(db, saleId, [{ ...call, callNo: 2 }]);
  expect(fact?.callNo).toBe(1);
  expect(await db.selectFrom('admission').select('id').execute()).toHaveLength(1);
});

test('ADM-4: a claim is answered the same again; too late or uncalled it is not', async ({ db, redis }) => {
  const { deps, saleId, entryIds } = await standing({ db, redis }, 3, { floor_max: 2 });
  await tick(deps, saleId);
  await sql`update admission set claim_by = now() - interval '1 s' where number = 2`.execute(db);
  const [first] = await claimAdmissions(db, { saleId, entryIds });
  expect(await claimAdmissions(db, { saleId, entryIds })).toEqual([first]);
  expect(first).toMatchObject({ entryId: entryIds[0], state: 'shopping' });
});

test('ADM-4: facts go forward only: an old one told late changes nothing', async ({ db, redis }) => {
  const { deps, saleId, entryIds, statesOf } = await standing({ db, redis }, 1);
  await tick(deps, saleId);
  const called = await latestAdmissions(db, saleId, entryIds);
  await tell(deps, saleId, await claimAdmissions(db, { saleId, entryIds }));
  await tell(deps, saleId, called);
  expect(await statesOf()).toEqual(['shopping']);
});

test('ADM-4: what PostgreSQL decided and the line was never told is told by reconciling, ghosts included', async ({
  db,
  redis,
}) => {
  const { deps, saleId, entryIds, statesOf } = await standing({ db, redis }, 2);
  await tick(deps, saleId);
  await claimAdmissions(db, { saleId, entryIds: entryIds.slice(0, 1) });
  await leaveAdmissions(db, saleId, entryIds.slice(1));
  expect(await statesOf()).toEqual(['called', 'called']);
  await reconcile(deps, saleId);
  expect(await statesOf()).toEqual(['shopping', 'none']);
  const [, , , , , called = ''] = lineKeys(saleId);
  expect(await redis.zcard(called)).toBe(0);
});

test('PAC-1: no more are called than free stock can serve, counting who is inside undecided', async ({
  db,
  redis,
}) => {
  const { deps, saleId } = await standing({ db, redis }, 20, { units: 3 });
  await tick(deps, saleId);
  await redis.hset(metaKey(saleId), 'bucket_at', 0);
  await tick(deps, saleId);
  expect(await db.selectFrom('admission').select('id').execute()).toHaveLength(3);
});
