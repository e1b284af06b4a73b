/** What has gone wrong in other waiting rooms when the line was empty for a while, or its front asleep. */
import { expect } from 'vitest';
import { recordCalls } from '../../db/admissions.ts';
import { BURST_MS_MAX } from '../../domain/limits.ts';
import { metaKey, seenKey } from '../../redis/keys.ts';
import { openCalledLine } from '../../test/called-line.ts';
import { untilSomebodyWaits } from '../../test/paying.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import { tick } from './tick.ts';

const RATE = 1_200;

test('ADM-2: after a lull with nobody in line the next crowd does not pass at once', async ({
  db,
  redis,
}) => {
  const opened = await openCalledLine(db, redis, { admit_per_minute: RATE, units: 10_000 });
  const { line, saleId, join, standings } = opened;
  const deps = { db, redis, line, log: testLog };
  for (let minute = 0; minute < 30; minute += 1) {
    const at = Number(await redis.hget(metaKey(saleId), 'bucket_at'));
    await redis.hset(metaKey(saleId), 'bucket_at', at - 60_000);
    expect(await tick(deps, saleId)).toBe(0);
  }
  const crowd = await join(400);
  const burst = (RATE * BURST_MS_MAX) / 60_000;
  expect(await tick(deps, saleId)).toBeLessThanOrEqual(burst);
  const last = (await standings(crowd.slice(-1)))[0];
  expect(last).toMatchObject({ state: 'waiting', number: 400 });
  expect(last?.ahead).toBeGreaterThanOrEqual(399 - burst);
});

test('ADM-7: a hundred silent ones at the front cost the next not one tick', async ({ db, redis }) => {
  const opened = await openCalledLine(db, redis, { admit_per_minute: 60, floor_max: 1 });
  const { line, saleId, join, standings } = opened;
  const silent = await join(100);
  const [next = ''] = await join(1);
  await redis.zrem(seenKey(saleId), ...silent);
  await redis.hset(metaKey(saleId), 'bucket_at', 0);
  expect(await tick({ db, redis, line, log: testLog }, saleId)).toBe(1);
  expect(await standings([next])).toMatchObject([{ state: 'called' }]);
});

test('ADM-5: two workers that record at once write the order of the calls down as it was', async ({
  db,
  redis,
}) => {
  const { saleId } = await openCalledLine(db, redis);
  const calls = [1, 2, 3].map((number) => ({
    ...{ entryId: newEntryId(), number, callNo: 1, lane: 'ordinary' as const },
  }));
  const [first, second] = calls;
  if (!first || !second) throw new Error('three calls');
  let recording: Promise<unknown> = Promise.resolve();
  let later: Promise<unknown> = Promise.resolve();
  const dying = db.transaction().execute(async (trx) => {
    await recordCalls(trx, saleId, [first]);
    recording = recordCalls(db, saleId, calls); // Has to wait.
    await untilSomebodyWaits(db);
    later = recordCalls(db, saleId, [second]); // Waits as well: it must not be done first.
    throw new Error('died before its COMMIT');
  });
  await expect(dying).rejects.toThrow('died');
  await Promise.all([recording, later]);
  const rows = await db.selectFrom('admission').select('number').orderBy('called_at').execute();
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 3]);
});
