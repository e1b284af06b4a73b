/** The baseline's lock really locks: a comparison with a shop that sold things twice would be none. */
import { Redis } from 'ioredis';
import { expect, onTestFinished } from 'vitest';
import { newSaleId, test } from '../../../test/stores.ts';
import { RedisLock } from './redis-lock.ts';

test('RUN-32: the lock of the older shop has one holder at a time, and everybody gets it in turn', async ({
  redis,
  redisUrl,
}) => {
  const lock = await RedisLock.open(redis, earsAt(redisUrl), newSaleId());
  let holders = 0;
  const most: number[] = [];
  const held = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      lock.hold(async () => {
        holders += 1;
        most.push(holders);
        await redis.ping();
        holders -= 1;
        return at;
      }),
    ),
  );
  expect(held).toEqual(Array.from({ length: 50 }, (_, at) => at));
  expect(Math.max(...most)).toBe(1);
});

test('RUN-32: a lock that somebody else holds is given up in time, and is not let go by who never had it', async ({
  redis,
  redisUrl,
}) => {
  const key = newSaleId();
  await redis.set(key, 'somebody else', 'PX', 30_000);
  const lock = await RedisLock.open(redis, earsAt(redisUrl), key);
  expect(await lock.hold(async () => 'held')).toBe('busy');
  expect(await redis.get(key)).toBe('somebody else');
});

function earsAt(redisUrl: string): Redis {
  const ears = new Redis(redisUrl);
  onTestFinished(() => ears.disconnect());
  return ears;
}
