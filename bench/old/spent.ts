/** What something cost: processor time by process, and transactions and flushes of the log by PostgreSQL's own count. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { processorMs } from '../processor-time.ts';
import type { Side } from './side.ts';

export interface Spent {
  /** Until the crowd was done, by the names of run.json; `clients` is the crowd. */
  readonly processorMs: Readonly<Record<string, number>>;
  /** These three: with all that follows, tickets and mail. */
  readonly transactions: number;
  /** Times that the log was forced to the disk; null where PostgreSQL is too old to count them so. */
  readonly logFlushes: number | null;
  readonly logBytes: number;
}

interface Counted {
  readonly transactions: number;
  readonly log_flushes: number | null;
  readonly log_bytes: number;
}

/** A connection of PostgreSQL that does nothing tells what it did up to ten seconds later. */
export const TOLD_WITHIN_MS = 10_500;

/** Begins to count. `processor` is taken at once, `stores` after `settleMs`: below TOLD_WITHIN_MS it may miss some. */
export async function countSpent({ db, pids }: Side, clientsPid: number, settleMs: number) {
  const all = [...pids, ['clients', clientsPid] as const];
  const before = await counted(db);
  const msBefore = all.map(([, pid]) => processorMs(pid));
  return {
    processor: (): Spent['processorMs'] =>
      Object.fromEntries(all.map(([name, pid], at) => [name, processorMs(pid) - (msBefore[at] ?? 0)])),
    stores: async (): Promise<Omit<Spent, 'processorMs'>> => {
      await wait(settleMs);
      const after = await counted(db);
      return {
        transactions: after.transactions - before.transactions,
        logFlushes: after.log_flushes === null ? null : after.log_flushes - (before.log_flushes ?? 0),
        logBytes: after.log_bytes - before.log_bytes,
      };
    },
  };
}

async function counted(db: Kysely<Database>): Promise<Counted> {
  const { rows } = await sql<{ has: boolean }>`
    select current_setting('server_version_num')::int >= 180000 as has`.execute(db);
  const flushes = rows[0]?.has
    ? sql`(select sum(fsyncs) from pg_stat_io where object = 'wal')::float8`
    : sql`null::float8`;
  const { rows: found } = await sql<Counted>`
    select xact_commit::float8 as transactions, ${flushes} as log_flushes,
           (select wal_bytes from pg_stat_wal)::float8 as log_bytes
    from pg_stat_database where datname = current_database()`.execute(db);
  return found[0] ?? { transactions: 0, log_flushes: null, log_bytes: 0 };
}

/** `api-1 560 µs, PostgreSQL …`: processor time for one of `count`, the greatest first. */
export function costWords({ processorMs: byProcess }: Spent, count: number): string {
  return Object.entries(byProcess)
    .map(([name, ms]) => [name, (ms * 1_000) / Math.max(1, count)] as const)
    .filter(([, micros]) => micros >= 1)
    .sort(([, a], [, b]) => b - a)
    .map(([name, micros]) => `${name} ${micros.toFixed(0)} µs`)
    .join(', ');
}
