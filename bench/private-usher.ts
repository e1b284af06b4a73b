/**
 * A private Usher for a measurement: durable PostgreSQL and Redis as `npm start` runs them, and those of its processes that
 * are asked for, in a folder of its own that goes away with it. Nobody restarts what dies here: a bench that loses a
 * process is no bench.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Child, endChild, lastLines } from '../scripts/launch/child.ts';
import { prepareData } from '../scripts/launch/data.ts';
import { openFolder } from '../scripts/launch/folder.ts';
import { openKeys } from '../scripts/launch/keys.ts';
import { freePort } from '../scripts/launch/ports.ts';
import { planProcesses } from '../scripts/launch/processes.ts';
import { parseLauncherSettings } from '../scripts/launch/settings.ts';
import { planStores } from '../scripts/launch/stores.ts';
import type { Unit } from '../scripts/launch/supervise.ts';
import { unitOfProcess } from '../scripts/launch/unit-of-process.ts';

export type ProcessFolder = 'gateway' | 'api' | 'queue-worker' | 'sandbox-provider' | 'mail-catcher';

export interface PrivateUsher {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly usherKeys: string;
  /** The gateway's, whether it runs or not. */
  readonly publicUrl: string;
  /** The sandbox bank's own address, whether it runs or not. It tells `publicUrl` of payments. */
  readonly bankUrl: string;
  /** By the names of run.json: `api-1`, `postgres`. */
  readonly pids: ReadonlyMap<string, number>;
  /** Those that have ended, with their last words: nobody starts them again here, and what is measured then is nothing. */
  lost(): string[];
  stop(): Promise<void>;
}

/** `env` goes to the processes: LOG_LEVEL, GATEWAYS and the like. */
export async function startPrivateUsher(
  folders: readonly ProcessFolder[],
  env: Record<string, string> = {},
): Promise<PrivateUsher> {
  const root = mkdtempSync(path.join(tmpdir(), 'usher-bench-'));
  chmodSync(root, 0o755); // PostgreSQL does not run as root: its own uid must get in.
  const usher = openFolder(root);
  const given = { QUEUE_WORKERS: '1', USHER_DEMO: 'off', LOG_LEVEL: 'warn', ...env };
  const parsed = parseLauncherSettings(given);
  if (!parsed.success) throw new Error(parsed.mistakes.join('\n'));
  const settings = parsed.settings;
  const started: { name: string; child: Child; signal: NodeJS.Signals }[] = [];
  const start = async (unit: Unit | null) => {
    await unit?.start((child) => started.push({ name: unit.name, child, signal: unit.stopSignal }));
  };
  const lost = () =>
    started
      .filter(({ child }) => child.hasEnded())
      .map(({ name }) => `${name} has ended: ${lastLines(usher.logOf(name))}`);
  const stop = async () => {
    for (const { child, signal } of started.toReversed()) await endChild(child, signal);
    rmSync(root, { recursive: true, force: true });
  };
  try {
    const keys = openKeys(usher.keys);
    const { postgres, redis } = await planStores(settings, usher, keys, () => {});
    await Promise.all([start(postgres.unit), start(redis.unit)]);
    await prepareData(settings, keys, postgres.url);
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const stores = { databaseUrl: postgres.url, redisUrl: redis.url };
    const addresses = { port, publicUrl, ...stores, sandboxFolder: usher.sandbox };
    const plans = await planProcesses(settings, keys, addresses, given);
    const wanted = plans.filter((plan) => (folders as readonly string[]).includes(plan.folder));
    await Promise.all(wanted.map((plan) => start(unitOfProcess(plan, usher))));
    const bankPort = plans.find(({ folder }) => folder === 'sandbox-provider')?.env.SANDBOX_PORT;
    const bankUrl = `http://127.0.0.1:${bankPort}`;
    const pids = new Map(started.map(({ name, child }) => [name, child.pid]));
    return { ...stores, usherKeys: keys.usherKeys, publicUrl, bankUrl, pids, lost, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
