/** What goes through BullMQ, and how: bundles, their order, and jobs that failed. */
import { afterAll, beforeAll, expect } from 'vitest';
import { markOutboxDone, stageOutbox } from '../../db/outbox.ts';
import { type PrivateRedis, startPrivateRedis } from '../../test/private-redis.ts';
import { test, testLog } from '../../test/stores.ts';
import { jobIdOf, openConsumers, openProducers } from './lanes.ts';
import { NotDone } from './not-done.ts';
import { relayAll } from './start.ts';

let redis: PrivateRedis;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
afterAll(() => redis.stop());

const letter = (key: string, kind: string) => ({
  saleId: null,
  topic: 'mail' as const,
  key,
  payload: { kind },
});

test('OUT-4: letters go in bundles, and a code that somebody waits for is not behind those to everybody', async ({
  db,
}) => {
  await stageOutbox(db, [
    ...Array.from({ length: 25 }, (_, n) => letter(`${n}`, 'opening')),
    letter('c', 'signup_code'),
  ]);
  const rows = await db.selectFrom('outbox').selectAll().orderBy('id').execute();
  const lane = { url: redis.url, prefix: `{letters-${rows[0]?.id}}`, log: testLog };
  const producers = openProducers(lane);
  await expect
    .poll(() =>
      producers.add(rows).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  const seen: (readonly number[])[] = [];
  const consumers = openConsumers(lane, async (ids) => void seen.push(ids));
  await expect.poll(() => seen.flat().length).toBe(26);
  expect(seen[0]).toEqual([rows.at(-1)?.id]);
  expect(seen.map((ids) => ids.length).toSorted((a, b) => a - b)).toEqual([1, 5, 20]);
  await consumers.close();
  await producers.close();
});

test('ORD-17: of a job that is given up those rows are kept that failed, each with its own cause', async ({
  db,
}) => {
  await stageOutbox(db, [
    letter('done', 'a'),
    letter('hard', 'b'),
    letter('harder', 'c'),
    letter('hardest', 'd'),
  ]);
  const lane = { url: redis.url, prefix: '{causes}', attempts: 1, log: testLog };
  const producers = openProducers(lane);
  const [, hard = 0, harder = 0, hardest = 0] = (
    await db.selectFrom('outbox').select('id').orderBy('id').execute()
  ).map(({ id }) => id);
  const kept: object[] = [];
  const consumers = openConsumers(
    lane,
    async () => {
      const faults = new Map([
        [hard, new Error('no such order')],
        [harder, new Error('no answer')],
        [hardest, new Error('no answer')],
      ]);
      throw new NotDone(faults);
    },
    async (ids, cause, tries) => void kept.push({ ids, cause, tries }),
  );
  await relayAll({ db }, producers);
  await expect.poll(() => kept.length).toBe(2);
  expect(kept).toEqual([
    { ids: [hard], cause: 'no such order', tries: 1 },
    { ids: [harder, hardest], cause: 'no answer', tries: 1 },
  ]);
  await consumers.close();
  await producers.close();
});

test('OUT-4: a job that was given up does not keep its row from being tried again', async ({ db }) => {
  await stageOutbox(db, [{ saleId: null, topic: 'mail', key: 'hard', payload: {} }]);
  const lane = { url: redis.url, prefix: '{given-up}', attempts: 1, log: testLog };
  const producers = openProducers(lane);
  let tries = 0;
  const consumers = openConsumers(lane, async (ids) => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
    await markOutboxDone(db, ids);
  });
  await relayAll({ db }, producers);
  await expect.poll(() => tries).toBe(1);
  await expect
    .poll(async () => {
      await relayAll({ db }, producers, 0);
      return (await db.selectFrom('outbox').select('id').where('done_at', 'is', null).execute()).length;
    })
    .toBe(0);
  await consumers.close();
  await producers.close();
});

test('OUT-4: a job has an id of its own rows: others of the same first, last and count are another job', () => {
  const ids = [[1, 2, 4], [1, 3, 4], [1, 2], [1, 4], [1, 24], [12, 4], [124]].map(jobIdOf);
  expect(new Set(ids).size).toBe(ids.length);
  expect(jobIdOf([1, 2, 4])).toBe(ids[0]);
  // BullMQ refuses an id that is a number, and splits its keys at colons.
  for (const id of ids) expect(id).toMatch(/^outbox-\d+-[\w-]{22}$/);
});
