/** Redis restarted, emptied and rolled back under a line with visitors in every state. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect } from 'vitest';
import { claimAdmissions, leaveAdmissions } from '../../db/admissions.ts';
import { journalExits } from '../../db/line-exits.ts';
import { readGeneration } from '../../db/line-generation.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { restorePlaces } from '../../redis/line/restore-places.ts';
import { type Line, LineBusy, openLine } from '../../redis/line.ts';
import { openRedis } from '../../redis/open.ts';
import { insertSale } from '../../test/line.ts';
import { type PrivateRedis, startPrivateRedis } from '../../test/private-redis.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import type { AdmissionDeps } from '../admission/call-waiting.ts';
import { tell } from '../admission/tell.ts';
import { tick } from '../admission/tick.ts';
import { keepLines } from './start.ts';

let server: PrivateRedis;
beforeAll(async () => {
  server = await startPrivateRedis();
});
afterAll(() => server.stop());

/** One called, one shopping, one left, two waiting: in the order of their numbers 1 to 5. */
async function crowd(db: AdmissionDeps['db']) {
  const redis = openRedis(server.url, testLog);
  await ready(redis);
  await redis.flushall();
  const saleId = await insertSale(db, { floor_max: 3 });
  const line = openLine({ redis, db, log: testLog });
  const keeper = { db, redis, line, log: testLog, name: 'keeper' };
  await keepLines(keeper);
  await reserveNumbers(line, db, saleId);
  const entryIds = Array.from({ length: 5 }, newEntryId);
  await joinLine(line, { saleId, entryIds });
  await tick({ db, redis, line, log: testLog }, saleId);
  const [, second = '', third = ''] = entryIds;
  await tell({ redis, line }, saleId, await claimAdmissions(db, { saleId, entryIds: [second] }));
  await journalExits(db, saleId, [{ entryId: third, number: 3 }]);
  await tell({ redis, line }, saleId, await leaveAdmissions(db, saleId, [third]));
  await leaveLine(line, { saleId, exits: [{ entryId: third, number: 3 }] });
  return { redis, saleId, line, keeper, entryIds };
}

/** Not events.once: that rejects with the errors of the tries before. */
const ready = (redis: Redis) => new Promise<void>((resolve) => redis.once('ready', () => resolve()));

async function restarted(redis: Redis, how?: { forget: boolean }) {
  const back = ready(redis);
  await server.restart(how);
  await back;
}

const standingsOf = async (line: Line, saleId: string, entryIds: string[]) =>
  (await readStandings(line, { saleId, entryIds })).standings.map(({ state, number }) => [state, number]);

const before = [
  ['called', 1],
  ['shopping', 2],
  ['none', 0],
  ['waiting', 4],
  ['waiting', 5],
];

test('LIN-5: a restarted Redis is not touched until its line is rebuilt, and what it kept stays', async ({
  db,
}) => {
  const { redis, saleId, line, keeper, entryIds } = await crowd(db);
  expect(await standingsOf(line, saleId, entryIds)).toEqual(before);
  await restarted(redis);
  await expect(joinLine(line, { saleId, entryIds: [newEntryId()] })).rejects.toBeInstanceOf(LineBusy);
  await keepLines(keeper);
  expect(await readGeneration(db)).toMatchObject({ generation: 2, state: 'ready' });
  expect(await standingsOf(line, saleId, entryIds)).toEqual(before);
  redis.disconnect();
});

test('LIN-5: a command of the generation before finds the line closed to it', async ({ db }) => {
  const { redis, saleId, line, keeper, entryIds } = await crowd(db);
  const late = openLine({ redis, db, log: testLog });
  await late.refresh();
  await restarted(redis);
  await keepLines(keeper);
  await expect(joinLine(late, { saleId, entryIds: [newEntryId()] })).rejects.toBeInstanceOf(LineBusy);
  expect(await standingsOf(line, saleId, entryIds)).toEqual(before);
  redis.disconnect();
});

test('LIN-4, LIN-7: an emptied Redis costs nobody the place, and no number comes twice', async ({ db }) => {
  const { redis, saleId, line, keeper, entryIds } = await crowd(db);
  const [, , third = '', fourth = '', fifth = ''] = entryIds;
  await restarted(redis, { forget: true });
  await keepLines(keeper);
  // Before any receipt is shown, PostgreSQL's word stands.
  expect((await standingsOf(line, saleId, entryIds)).slice(0, 3)).toEqual(before.slice(0, 3));
  const stranger = newEntryId();
  await reserveNumbers(line, db, saleId);
  const joined = await joinLine(line, { saleId, entryIds: [stranger] });
  expect(joined.standings[0]?.number).toBeGreaterThan(5);
  await restorePlaces(line, {
    saleId,
    places: [
      { entryId: fifth, number: 5, lobby: false },
      { entryId: fourth, number: 4, lobby: false },
    ],
  });
  const { standings } = await readStandings(line, { saleId, entryIds: [fourth, fifth, stranger, third] });
  expect(standings.map(({ ahead }) => ahead)).toEqual([0, 1, 2, null]);
  redis.disconnect();
});

test('LIN-5: FLUSHALL keeps the run_id, and is noticed all the same', async ({ db }) => {
  const { redis, saleId, line, keeper, entryIds } = await crowd(db);
  await redis.flushall();
  await expect(joinLine(line, { saleId, entryIds: [newEntryId()] })).rejects.toBeInstanceOf(LineBusy);
  await keepLines(keeper);
  expect((await readGeneration(db)).generation).toBe(2);
  expect((await standingsOf(line, saleId, entryIds)).slice(0, 2)).toEqual(before.slice(0, 2));
  redis.disconnect();
});

test('LIN-5: two keepers at once begin one generation, and one that died is taken over', async ({ db }) => {
  const { redis, keeper, line } = await crowd(db);
  await redis.flushall();
  await Promise.all([keepLines(keeper), keepLines({ ...keeper, name: 'other' })]);
  expect(await readGeneration(db)).toMatchObject({ generation: 2, state: 'ready' });
  // A keeper that dies after its first step leaves `rebuilding` and a lease that runs out.
  await db
    .updateTable('line_generation')
    .set({ state: 'rebuilding', rebuilder: 'dead', lease_until: new Date(0) })
    .execute();
  await keepLines(keeper);
  expect(await readGeneration(db)).toMatchObject({ generation: 3, state: 'ready' });
  expect(await line.refresh()).toBe(3);
  redis.disconnect();
});
