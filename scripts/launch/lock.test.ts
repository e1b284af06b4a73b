/** One launcher a data folder, whatever a killed one left. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch.ts';
import { dropLock, lockHolder, takeLock } from './lock.ts';
import { birthOf } from './pids.ts';

const newLock = () => path.join(scratchFolder(), 'launcher.lock');

test('RUN-9: who comes second is told who has it', () => {
  const file = newLock();
  expect(takeLock(file)).toEqual({ taken: true });
  expect(takeLock(file)).toEqual({ taken: false, pid: process.pid });
  dropLock(file);
  expect(existsSync(file)).toBe(false);
});

test('RUN-9: the lock of a process that is gone is nobody’s', () => {
  const file = newLock();
  const { pid } = spawnSync('true');
  writeFileSync(file, JSON.stringify({ pid, birth: '1' }));
  expect(lockHolder(file)).toBeNull();
  expect(takeLock(file)).toEqual({ taken: true });
});

test('RUN-9: a process number that was given out again holds nothing', () => {
  const file = newLock();
  writeFileSync(file, JSON.stringify({ pid: process.pid, birth: `${birthOf(process.pid)}0` }));
  expect(takeLock(file)).toEqual({ taken: true });
});

test('RUN-9: half a lock holds nothing, and nothing stays beside the lock', () => {
  const file = newLock();
  writeFileSync(file, '{"pid":');
  expect(takeLock(file)).toEqual({ taken: true });
  expect(readdirSync(path.dirname(file))).toEqual(['launcher.lock']);
});

test('RUN-9: the lock of somebody else is not dropped', () => {
  const file = newLock();
  writeFileSync(file, JSON.stringify({ pid: process.ppid, birth: birthOf(process.ppid) }));
  dropLock(file);
  expect(lockHolder(file)).toBe(process.ppid);
});
