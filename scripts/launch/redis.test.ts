/** Redis' folder in every state that a crash can leave it. */
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { scratchFolder } from '../../test/scratch.ts';
import { endChild } from './child.ts';
import { findRedis } from './find-program.ts';
import { commandOf } from './pids.ts';
import { freePort } from './ports.ts';
import { startRedis } from './redis.ts';

async function start(folder: string) {
  const words: string[] = [];
  const store = await startRedis({
    binary: findRedis() ?? 'redis-server',
    folder,
    port: await freePort(),
    password: 'secret-word',
    logFile: `${folder}.log`,
    say: (word) => words.push(word),
  });
  const redis = new Redis(store.url);
  redis.on('error', () => {}); // Killed on purpose below.
  onTestFinished(async () => {
    redis.disconnect();
    await store.stop();
  });
  return { ...store, redis, words };
}

const appendOnlyFile = (folder: string) => {
  const name =
    readdirSync(path.join(folder, 'appendonlydir')).find((file) => file.endsWith('.incr.aof')) ?? '';
  return path.join(folder, 'appendonlydir', name);
};

test('RUN-12: killed with -9 it comes back with what it was told', async () => {
  const folder = path.join(scratchFolder(), 'redis');
  const first = await start(folder);
  await first.redis.set('kept', 'yes');
  await endChild(first.child, 'SIGKILL');
  const second = await start(folder);
  expect(await second.redis.get('kept')).toBe('yes');
  expect(await second.redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
});

test('RUN-11: a file that ends in the middle of a command loses that command alone', async () => {
  const folder = path.join(scratchFolder(), 'redis');
  const first = await start(folder);
  await first.redis.set('kept', 'yes');
  await endChild(first.child, 'SIGKILL');
  appendFileSync(appendOnlyFile(folder), '*3\r\n$3\r\nSET\r\n$4\r\nlos');
  const second = await start(folder);
  expect(await second.redis.get('kept')).toBe('yes');
  expect(second.words).toEqual([]);
});

test('RUN-11: a file that cannot be read is set aside with a word, and Redis starts empty', async () => {
  const folder = path.join(scratchFolder(), 'redis');
  const first = await start(folder);
  await first.redis.set('lost', 'yes');
  await endChild(first.child, 'SIGKILL');
  const file = appendOnlyFile(folder);
  writeFileSync(file, Buffer.concat([Buffer.from('nonsense\r\n'), readFileSync(file)]));
  const second = await start(folder);
  expect(await second.redis.dbsize()).toBe(0);
  expect(second.words.join()).toContain('set aside');
  expect(readdirSync(path.dirname(folder)).some((name) => name.startsWith('redis.broken-'))).toBe(true);
});

test('RUN-12: with its folder deleted it starts empty', async () => {
  const folder = path.join(scratchFolder(), 'redis');
  const first = await start(folder);
  await endChild(first.child, 'SIGKILL');
  rmSync(folder, { recursive: true });
  const second = await start(folder);
  expect(await second.redis.dbsize()).toBe(0);
  expect(existsSync(folder)).toBe(true);
});

test('RUN-14: its password is not on its command line', async () => {
  const { child } = await start(path.join(scratchFolder(), 'redis'));
  expect(commandOf(child.pid)).toContain('redis');
  expect(commandOf(child.pid)).not.toContain('secret-word');
});
