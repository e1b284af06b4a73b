/** Stores that somebody else runs, right and wrong. */
import path from 'node:path';
import { expect, inject } from 'vitest';
import { scratchFolder } from '../../test/scratch.ts';
import { test } from '../../test/stores.ts';
import { findRedis } from './find-program.ts';
import { mistakesOfGivenStores } from './given-stores.ts';
import { freePort } from './ports.ts';
import { startRedis } from './redis.ts';
import { parseLauncherSettings } from './settings.ts';

async function mistakesWith(env: Record<string, string>) {
  const parsed = parseLauncherSettings(env);
  if (!parsed.success) throw new Error(parsed.mistakes.join());
  return mistakesOfGivenStores(parsed.settings);
}

test('RUN-4: stores that answer are right, and so are none', async ({ databaseUrl }) => {
  expect(await mistakesWith({ DATABASE_URL: databaseUrl, REDIS_URL: inject('redisUrl') })).toEqual([]);
  expect(await mistakesWith({})).toEqual([]);
});

test('RUN-4: a store that does not answer, or not to us, is named with why', async ({ databaseUrl }) => {
  const nobody = `127.0.0.1:${await freePort()}`;
  const away = await mistakesWith({
    DATABASE_URL: `postgres://x@${nobody}/x`,
    REDIS_URL: `redis://${nobody}/0`,
  });
  expect(away.sort()).toEqual([
    expect.stringMatching(/^DATABASE_URL: .*ECONNREFUSED/),
    expect.stringMatching(/^REDIS_URL: .*ECONNREFUSED/),
  ]);
  const [stranger] = await mistakesWith({ DATABASE_URL: databaseUrl.replace('usher:test', 'usher:wrong') });
  expect(stranger).toMatch(/^DATABASE_URL: .*password/);
});

test('RUN-4: a Redis that may forget keys is refused', async ({ onTestFinished }) => {
  const folder = path.join(scratchFolder(), 'redis');
  const binary = findRedis() ?? 'redis-server';
  const store = await startRedis({
    binary,
    folder,
    port: await freePort(),
    logFile: `${folder}.log`,
    durable: false,
  });
  onTestFinished(() => store.stop());
  const { Redis } = await import('ioredis');
  const redis = new Redis(store.url);
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  redis.disconnect();
  const [forgetful] = await mistakesWith({ REDIS_URL: store.url });
  expect(forgetful).toBe('REDIS_URL: maxmemory-policy must be noeviction, and is allkeys-lru');
});
