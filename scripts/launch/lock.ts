/**
 * One launcher a data folder. A lock whose holder is gone is nobody's, whatever its number belongs to by now.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { birthOf } from './pids.ts';

type Holder = { pid: number; birth: string };

/** The number of the live process that holds it, or null. */
export function lockHolder(file: string): number | null {
  const holder = read(file);
  return holder !== null && birthOf(holder.pid) === holder.birth ? holder.pid : null;
}

/** Takes it, or answers with the process that has it. Released by dropLock, and by the end of this process. */
export function takeLock(file: string): { taken: true } | { taken: false; pid: number } {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) } satisfies Holder));
  try {
    for (;;) {
      try {
        linkSync(mine, file); // Whole or not at all: nobody reads half a lock.
        return { taken: true };
      } catch (fault) {
        if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
      }
      const pid = lockHolder(file);
      if (pid !== null) return { taken: false, pid };
      setAside(file, `${mine}.stale`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

export function dropLock(file: string): void {
  if (lockHolder(file) === process.pid) rmSync(file, { force: true });
}

/** Two that find a stale lock must not remove each other's fresh one: what was moved is looked at once more. */
function setAside(file: string, aside: string) {
  try {
    renameSync(file, aside);
    if (lockHolder(aside) !== null) linkSync(aside, file);
  } catch (fault) {
    if (!['ENOENT', 'EEXIST'].includes((fault as NodeJS.ErrnoException).code ?? '')) throw fault;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // Not there, or not a lock: nobody holds it.
  }
}
