/** A Redis of a test's own, for what would hurt the others: restarting, killing, emptying. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findRedis } from '../scripts/launch/find-program.ts';
import { freePorts } from '../scripts/launch/ports.ts';
import { startRedis } from '../scripts/launch/redis.ts';

export interface PrivateRedis {
  readonly url: string;
  /** Kills it, forgets its data if told, and starts it on the same port. */
  restart(how?: { forget: boolean }): Promise<void>;
  stop(): Promise<void>;
}

export async function startPrivateRedis(): Promise<PrivateRedis> {
  const root = mkdtempSync(path.join(tmpdir(), 'usher-redis-'));
  const folder = path.join(root, 'redis');
  const [port = 0] = await freePorts(1);
  const start = () =>
    startRedis({
      binary: findRedis() ?? 'redis-server',
      folder,
      port,
      logFile: path.join(root, 'redis.log'),
    });
  let store = await start();
  return {
    url: store.url,
    restart: async ({ forget } = { forget: false }) => {
      await store.stop();
      if (forget) rmSync(folder, { recursive: true, force: true });
      store = await start();
    },
    stop: async () => {
      await store.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
