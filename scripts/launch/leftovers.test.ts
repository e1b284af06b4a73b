/** What a killed launcher left is ended, and nobody else is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { scratchFolder } from '../../test/scratch.ts';
import { keepFile } from './keep-file.ts';
import { endLeftovers, recordChildren } from './leftovers.ts';
import { birthOf, isAlive } from './pids.ts';

async function sleeper() {
  const child = spawn('sleep', ['60']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return { pid: child.pid ?? 0, ended: once(child, 'exit') };
}

test('RUN-11: children that outlived their launcher are named and ended', async () => {
  const file = path.join(scratchFolder(), 'children.json');
  const { pid, ended } = await sleeper();
  recordChildren(file).started('gateway-1', pid);
  const words: string[] = [];
  await endLeftovers(file, (word) => words.push(word));
  await ended;
  expect(isAlive(pid)).toBe(false);
  expect(words.join()).toContain('gateway-1');
});

test('RUN-11: a number that belongs to another process by now is left alone', async () => {
  const file = path.join(scratchFolder(), 'children.json');
  const { pid } = await sleeper();
  keepFile(file, [{ name: 'gateway-1', pid, birth: `${birthOf(pid)}0` }]);
  const words: string[] = [];
  await endLeftovers(file, (word) => words.push(word));
  expect(isAlive(pid)).toBe(true);
  expect(words).toEqual([]);
});
