/**
 * One long line with crashes between all steps of calling, several workers at once, absences, lanes and misses: nobody is
 * called out of order, twice, or above the floor. Small with the other tests; whole by command, in some minutes, and then
 * its counts are kept in bench/results/line-order.json, right or wrong:
 *
 *   LINE_ENTRIES=1000000 node_modules/.bin/vitest run test/line-million.test.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import type { Redis } from 'ioredis';
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { claimAdmissions, latestAdmissions, liveAdmissions } from '../db/admissions.ts';
import type { Database } from '../db/schema.ts';
import { type WaitingLane, waitingLanes } from '../domain/lane.ts';
import { SCRIPT_ENTRIES_MAX } from '../domain/limits.ts';
import { lineDoors } from '../gateway/line/doors.ts';
import { reconcile } from '../queue-worker/admission/reconcile.ts';
import { tell } from '../queue-worker/admission/tell.ts';
import { tick } from '../queue-worker/admission/tick.ts';
import { lineKeys, metaKey, seenKey } from '../redis/keys.ts';
import { markPresent } from '../redis/line/mark-present.ts';
import { dyingAfter } from './dying.ts';
import { openTestLine } from './line.ts';
import { test, testLog } from './stores.ts';

const ENTRIES = Number(process.env.LINE_ENTRIES ?? 30_000);
/** More than one round of a tick: those who are marked by two of them must be called in their order. */
const FLOOR_MAX = Math.max(1_200, Math.floor(ENTRIES / 100));
/** Steps of a tick that fills the floor, twice over: every other one dies. */
const STEPS_MAX = 16 + Math.ceil((8 * FLOOR_MAX) / SCRIPT_ENTRIES_MAX);
const ABSENT_SHARE = 0.05;
const MISSING_SHARE = 0.03;

/** The same history each time, whatever the size. */
function diceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const entryIdOf = (at: number): string => `e${String(at).padStart(15, '0')}`;
const atOf = (entryId: string): number => Number(entryId.slice(1));

test(`ADM-1, ADM-2, ADM-3, ADM-5, ADM-11: ${ENTRIES} entries and crashes between all steps of calling: no inversion, no double, nobody above the floor`, async ({
  db,
  redis,
}) => {
  const startedAt = new Date();
  const dice = diceOf(7);
  const { line, saleId } = await openTestLine(db, redis, {
    ...{ floor_max: FLOOR_MAX, admit_per_minute: 600_000, priority_share: 30, units: 10 * ENTRIES },
  });
  const deps = { db, redis, line, log: testLog };
  const lanes = await joinAll(deps, saleId, dice);
  await redis.del(seenKey(saleId)); // Joining was being here; some closed their tab since.
  // By the golden ratio: strewn evenly, so that there are always some at the head.
  const isAbsent = (at: number) => (Math.imul(at + 1, 2_654_435_761) >>> 0) / 2 ** 32 < ABSENT_SHARE;
  const numbers = { died: 0, ticks: 0, aboveFloor: 0 };
  const [, lineKey = '', , , callingKey = '', , , returnedKey = ''] = lineKeys(saleId);
  const [priorityKey = '', slowKey = ''] = lineKeys(saleId).slice(11, 13);

  for (let idle = 0; idle < 3; ) {
    // Gateways mark who is near, and here.
    const shares = [
      [lineKey, 1],
      [priorityKey, 0.4],
      [slowKey, 0.2],
      [returnedKey, 0.2],
    ] as const;
    for (const [key, share] of shares) {
      const near = (await redis.zrange(key, 0, Math.ceil(FLOOR_MAX * share * 1.2) + 100)).filter(
        (id) => !isAbsent(atOf(id)),
      );
      for (let from = 0; from < near.length; from += SCRIPT_ENTRIES_MAX)
        await markPresent(line, { saleId, entryIds: near.slice(from, from + SCRIPT_ENTRIES_MAX) });
    }
    await redis.hset(metaKey(saleId), 'bucket_at', 0);
    const workers = [1, 2].map(() => tick(dyingAfter(deps, Math.floor(dice() * STEPS_MAX)), saleId));
    const ended = await Promise.allSettled(workers);
    numbers.died += ended.filter(({ status }) => status === 'rejected').length;
    numbers.ticks += 2;

    const live = await liveAdmissions(db, saleId);
    const inside = new Set(live.map(({ entryId }) => entryId));
    for (const entryId of await redis.zrange(callingKey, 0, -1)) inside.add(entryId);
    if (inside.size > FLOOR_MAX) numbers.aboveFloor += 1;
    await moveOn(deps, saleId, dice);
    if (numbers.ticks % 4 === 0) await reconcile(deps, saleId);
    const waiting = await Promise.all(
      [lineKey, priorityKey, slowKey, returnedKey].map((key) => redis.zcard(key)),
    );
    idle = live.length === 0 && waiting.every((count) => count === 0) ? idle + 1 : 0;
  }

  const present = lanes.filter((_, at) => !isAbsent(at)).length;
  const figures = await figuresOf(db, saleId);
  if (process.env.LINE_ENTRIES !== undefined) keepResult({ ...numbers, ...figures, present, startedAt });
  expect(numbers.aboveFloor).toBe(0);
  expect(numbers.died).toBeGreaterThan(20);
  expect(figures).toEqual({ inversions: 0, doubles: 0, called: present });
  const { rows } = await sql<{ lane: WaitingLane; count: number }>`
    select lane, count(*)::int as count from admission where sale_id = ${saleId} and call_no = 1 group by lane`.execute(
    db,
  );
  expect(new Map(rows.map(({ lane, count }) => [lane, count]))).toEqual(
    new Map(
      waitingLanes.map((lane) => [lane, lanes.filter((one, at) => one === lane && !isAbsent(at)).length]),
    ),
  );
}, 3_600_000);

async function joinAll(
  { db, line }: { db: Kysely<Database>; line: Parameters<typeof lineDoors>[0] },
  saleId: string,
  dice: () => number,
): Promise<WaitingLane[]> {
  const doors = lineDoors(line, db);
  const lanes = Array.from({ length: ENTRIES }, (): WaitingLane => {
    const throw_ = dice();
    return throw_ < 0.1 ? 'priority' : throw_ < 0.15 ? 'slow' : 'ordinary';
  });
  for (let from = 0; from < ENTRIES; from += SCRIPT_ENTRIES_MAX) {
    const some = lanes.slice(from, from + SCRIPT_ENTRIES_MAX);
    await doors.join({ saleId, entryIds: some.map((_, at) => entryIdOf(from + at)), lanes: some });
  }
  return lanes;
}

/** Most claim and buy; some let the call go by. What was decided is told, or left to reconciling. */
async function moveOn(
  deps: { db: Kysely<Database>; redis: Redis; line: Parameters<typeof lineDoors>[0] },
  saleId: string,
  dice: () => number,
): Promise<void> {
  const { db } = deps;
  const called = (await liveAdmissions(db, saleId)).filter(({ state }) => state === 'called');
  const missing = called.filter(({ callNo }) => callNo === 1 && dice() < MISSING_SHARE);
  await sql`update admission set claim_by = now() - interval '1 s' where state = 'called'
    and id = any(${missing.map(({ admissionId }) => admissionId)}::text[])`.execute(db);
  const entryIds = called.map(({ entryId }) => entryId);
  await claimAdmissions(db, { saleId, entryIds });
  await sql`update admission set state = 'finished', ended_at = now()
    where sale_id = ${saleId} and state = 'shopping'`.execute(db);
  if (dice() < 0.8) await tell(deps, saleId, await latestAdmissions(db, saleId, entryIds));
}

/** In the folder of the benches; a run that is not whole goes to those that are not kept. */
function keepResult({ startedAt, ...counts }: { startedAt: Date; died: number } & Record<string, unknown>) {
  const folder = ENTRIES >= 1_000_000 ? 'bench/results' : 'bench/results/small';
  mkdirSync(folder, { recursive: true });
  const { died: crashes, ...others } = counts;
  const minutes = (Date.now() - startedAt.getTime()) / 60_000;
  const result = {
    at: startedAt.toISOString(),
    ...{ entries: ENTRIES, floorMax: FLOOR_MAX, crashes, ...others },
    minutes: Math.round(minutes * 10) / 10,
    machine: { cores: cpus().length, load: loadavg().map((load) => Math.round(load * 10) / 10) },
  };
  writeFileSync(`${folder}/line-order.json`, `${JSON.stringify(result, null, 2)}\n`);
}

/** What must be 0, and how many had their first call. */
async function figuresOf(db: Kysely<Database>, saleId: string) {
  const { rows } = await sql<{ inversions: number; doubles: number; called: number }>`
    with first_calls as (
      select visitor_id, number, lane, max(number) over (partition by lane order by called_at
        range between unbounded preceding and interval '1 microsecond' preceding) as before
      from admission where sale_id = ${saleId} and call_no = 1
    )
    select (select count(*)::int from first_calls where before > number) as inversions,
           (select count(*)::int from (select from admission where sale_id = ${saleId}
              group by visitor_id, call_no having count(*) > 1) as twice) as doubles,
           (select count(distinct visitor_id)::int from first_calls) as called`.execute(db);
  return rows[0];
}
