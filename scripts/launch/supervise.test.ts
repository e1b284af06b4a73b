/** A child that ends is started again; a stopped one is not; a first start that fails is told. */
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { scratchFolder } from '../../test/scratch.ts';
import { startChild } from './child.ts';
import { isAlive } from './pids.ts';
import { supervise, type Unit } from './supervise.ts';

/** Supervises `command`; `next()` settles with the pid of the next child that is started. */
function supervising(command: string, args: readonly string[]) {
  const logFile = path.join(scratchFolder(), 'unit.log');
  const pids: number[] = [];
  const words: string[] = [];
  let arrived = Promise.withResolvers<number>();
  const unit: Unit = {
    name: 'unit',
    stopSignal: 'SIGTERM',
    stopTimeMs: 5_000,
    start: async (onChild) => onChild(await startChild({ command, args, logFile })),
  };
  const supervised = supervise(unit, {
    say: (word) => words.push(word),
    onChild: (_, pid) => {
      pids.push(pid);
      arrived.resolve(pid);
      arrived = Promise.withResolvers();
    },
  });
  onTestFinished(() => supervised.stop());
  return { supervised, pids, words, next: () => arrived.promise };
}

test('RUN-12: a child that is killed is started again, with a word', async () => {
  const { supervised, words, next } = supervising('sleep', ['60']);
  await supervised.started;
  const first = supervised.pid();
  const another = next();
  process.kill(first, 'SIGKILL');
  expect(await another).not.toBe(first);
  expect(words).toEqual(['unit ended by SIGKILL: starting it again']);
});

test('RUN-12: one that keeps ending is tried again after longer and longer waits', async () => {
  const { supervised, pids, next } = supervising('true', []);
  await supervised.started;
  const since = performance.now();
  for (let count = 0; count < 3; count += 1) await next();
  // At least half of 200, 400 and 800 ms.
  expect(performance.now() - since).toBeGreaterThan(700);
  expect(new Set(pids).size).toBe(4);
});

test('RUN-13: a stopped one stays stopped', async () => {
  const { supervised, pids } = supervising('sleep', ['60']);
  await supervised.started;
  const pid = supervised.pid();
  await supervised.stop();
  expect(isAlive(pid)).toBe(false);
  expect(pids).toEqual([pid]);
});

test('RUN-13: stopping while it is about to be started again starts nothing more', async () => {
  const { supervised, pids, words } = supervising('true', []);
  await supervised.started;
  while (words.length === 0) await new Promise((done) => setImmediate(done));
  const started = pids.length;
  await supervised.stop();
  expect(pids.length).toBe(started);
});

test('RUN-12: a first start that fails is told to who asked, and not tried again', async () => {
  let starts = 0;
  const start = async () => {
    starts += 1;
    throw new Error('no port left');
  };
  const events = { say: () => {}, onChild: () => {} };
  const supervised = supervise({ name: 'unit', stopSignal: 'SIGTERM', stopTimeMs: 5_000, start }, events);
  await expect(supervised.started).rejects.toThrow('no port left');
  await supervised.stop();
  expect(starts).toBe(1);
});
