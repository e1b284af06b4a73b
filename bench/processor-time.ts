/** Where the time goes: processor time of a process and its children, as Linux counts it; elsewhere nothing is known. */
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's unit of /proc/PID/stat on every common Linux. */
const TICK_MS = 10;

/**
 * Milliseconds since their start; 0 where there is no /proc. PostgreSQL works in children, one a connection; those that
 * have ended count as well.
 */
export function processorMs(pid: number): number {
  let ticks = 0;
  for (const name of pidsThere()) {
    const stat = statOf(name);
    if (stat === null || (stat.pid !== pid && stat.parent !== pid)) continue;
    ticks += stat.ticks + (stat.pid === pid ? stat.ofEnded : 0);
  }
  return ticks * TICK_MS;
}

function pidsThere(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fault;
  }
}

function statOf(pid: string) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // The name before it may hold spaces.
    const sum = (at: number) => Number(fields[at]) + Number(fields[at + 1]); // In programs, in the kernel.
    return { pid: Number(pid), parent: Number(fields[1]), ticks: sum(11), ofEnded: sum(13) };
  } catch (fault) {
    if (['ENOENT', 'ESRCH'].includes((fault as NodeJS.ErrnoException).code ?? '')) return null; // Ended meanwhile.
    throw fault;
  }
}
