/**
 * Who is behind a process number. Numbers are given out again, so a number alone proves nothing: the time of
 * its start does.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** A zombie (ended, not yet collected by its parent) counts as gone. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM'; // It is there, and somebody else's.
  }
  return statOf(pid)?.[0] !== 'Z';
}

/**
 * The same for one process as long as it lives; another for the next one of that number; '' when there is
 * none.
 */
export function birthOf(pid: number): string {
  if (!isAlive(pid)) return '';
  return statOf(pid)?.[19] ?? ask(pid, 'lstart=');
}

/** The command line, or '' when there is none. */
export function commandOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  if (!existsSync('/proc/self')) return ask(pid, 'command=');
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ').trim() : '';
}

/** The fields of /proc/PID/stat from the state on; undefined where there is no /proc, or no such process. */
function statOf(pid: number): string[] | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  try {
    const text = readFileSync(file, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' '); // The name before it may hold spaces and brackets.
  } catch (fault) {
    if (['ENOENT', 'ESRCH'].includes((fault as NodeJS.ErrnoException).code ?? '')) return undefined; // Ended meanwhile.
    throw fault;
  }
}

function ask(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return ''; // ps says so by its exit code.
  }
}
