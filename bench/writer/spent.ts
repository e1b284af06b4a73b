/** Processor time a reservation, in microseconds, by who spends it: where the time goes. */
import type { PrivateUsher } from '../private-usher.ts';
import { processorMs } from '../processor-time.ts';

export type Spent = Readonly<Record<string, number>>;

/**
 * Begins to count; the answer is for `reservations`. Count while the processes, and PostgreSQL's connections, still live.
 * `self` is what this process does.
 */
export function countSpent(usher: PrivateUsher, self: string, others: Readonly<Record<string, number>> = {}) {
  const pids = Object.entries({
    PostgreSQL: usher.pids.get('postgres') ?? 0,
    Redis: usher.pids.get('redis') ?? 0,
    ...others,
  });
  const before = pids.map(([, pid]) => processorMs(pid));
  const own = process.cpuUsage();
  return (reservations: number): Spent => {
    const { user, system } = process.cpuUsage(own);
    const spent = pids.map(
      ([name, pid], i) => [name, (processorMs(pid) - (before[i] ?? 0)) * 1_000] as const,
    );
    return Object.fromEntries(
      [...spent, [self, user + system] as const].map(([name, microseconds]) => [
        name,
        microseconds / reservations,
      ]),
    );
  };
}

export const inWords = (spent: Spent): string =>
  Object.entries(spent)
    .filter(([, microseconds]) => microseconds >= 1)
    .map(([name, microseconds]) => `${name} ${microseconds.toFixed(0)}`)
    .join(', ');
