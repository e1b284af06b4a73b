/** What has gone wrong in other waiting rooms when the line was empty for a while, or its front asleep. */
import { expect } from 'vitest';
import { BURST_MS_MAX } from '../../domain/limits.ts';
import { metaKey, seenKey } from '../../redis/keys.ts';
import { openCalledLine } from '../../test/called-line.ts';
import { test, testLog } from '../../test/stores.ts';
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
