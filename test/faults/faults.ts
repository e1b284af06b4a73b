/** The faults of a trial: who is killed, stopped or robbed, in the middle of a sale. */
import { renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrivateLaunch } from './private-launch.ts';
import { asking } from './watch-sale.ts';

export interface Fault {
  readonly name: string;
  /** Seconds within which calls and stock must move again. */
  readonly callsWithinSeconds: number;
  readonly stockWithinSeconds: number;
  /** Makes it; resolves once what was done to the process is undone or the launcher has it. */
  strike(launch: PrivateLaunch, slug: string): Promise<void>;
}

const STOPPED_MS = 10_000;

const kill =
  (name: string): Fault['strike'] =>
  async (launch) => {
    process.kill(launch.pidOf(name), 'SIGKILL');
  };

/** Rule 15: a writer is replaced within 8 s, admission goes on within 10 s; a restart of a store comes before both. */
export const faults: readonly Fault[] = [
  { name: 'gateway killed', callsWithinSeconds: 10, stockWithinSeconds: 10, strike: kill('gateway-1') },
  { name: 'api killed', callsWithinSeconds: 10, stockWithinSeconds: 10, strike: kill('api-1') },
  {
    name: 'writing queue-worker killed',
    callsWithinSeconds: 10,
    stockWithinSeconds: 8,
    strike: async (launch, slug) => {
      process.kill(launch.pidOf(await writerOf(launch, slug)), 'SIGKILL');
    },
  },
  {
    name: 'both queue-workers killed',
    callsWithinSeconds: 15,
    stockWithinSeconds: 15,
    strike: async (launch) => {
      for (const name of ['queue-worker-1', 'queue-worker-2']) process.kill(launch.pidOf(name), 'SIGKILL');
    },
  },
  { name: 'PostgreSQL killed', callsWithinSeconds: 20, stockWithinSeconds: 20, strike: kill('postgres') },
  { name: 'Redis killed', callsWithinSeconds: 20, stockWithinSeconds: 20, strike: kill('redis') },
  {
    name: "Redis' data deleted",
    callsWithinSeconds: 20,
    stockWithinSeconds: 20,
    strike: async (launch, slug) => {
      // Moved away first: the launcher starts a new Redis a moment after the kill.
      renameSync(path.join(launch.folder, 'redis'), path.join(launch.folder, `redis.gone-${slug}`));
      process.kill(launch.pidOf('redis'), 'SIGKILL');
    },
  },
  {
    name: 'writing queue-worker stopped for 10 s',
    callsWithinSeconds: 10,
    stockWithinSeconds: 8,
    strike: async (launch, slug) => {
      const pid = launch.pidOf(await writerOf(launch, slug));
      process.kill(pid, 'SIGSTOP');
      await sleep(STOPPED_MS);
      process.kill(pid, 'SIGCONT');
    },
  },
];

/** The name of the process that holds the sale's lease. */
async function writerOf(launch: PrivateLaunch, slug: string): Promise<string> {
  const { databaseUrl, processes } = launch.run();
  const lease = await asking(databaseUrl, (db) =>
    db
      .selectFrom('writer_lease')
      .innerJoin('sale', 'sale.id', 'writer_lease.sale_id')
      .select('holder')
      .where('slug', '=', slug)
      .executeTakeFirst(),
  );
  const found = processes.find(({ name }) => lease?.holder?.startsWith(name));
  if (!found) throw new Error(`nobody writes for ${slug}: the lease is held by ${lease?.holder}`);
  return found.name;
}
