/** A Redis of a test's own, for what would hurt the others: restarting, killing, emptying. */
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findRedis } from '../scripts/launch/find-program.ts';
import { freePorts } from '../scripts/launch/ports.ts';
import { startRedis } from '../scripts/launch/redis.ts';

export interface PrivateRedis {
  readonly url: string;
  /** Ends it, forgets its data or the last bytes of its file if told, and starts it on the same port. */
  restart(how?: { forget?: boolean; cutBytes?: number }): Promise<void>;
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
    restart: async ({ forget = false, cutBytes = 0 } = {}) => {
      await store.stop();
      if (forget) rmSync(folder, { recursive: true, force: true });
      if (cutBytes > 0) cutTail(folder, cutBytes);
      store = await start();
    },
    stop: async () => {
      await store.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The append-only file loses its last bytes, in the middle of a command as a rule. */
function cutTail(folder: string, bytes: number): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const newest = files
    .filter((name) => name.endsWith('.incr.aof'))
    .sort((a, b) => serialOf(a) - serialOf(b))
    .at(-1);
  if (!newest) throw new Error(`no append-only file among ${files.join()}`);
  const file = path.join(folder, newest);
  truncateSync(file, Math.max(0, statSync(file).size - bytes));
}

const serialOf = (name: string): number => Number(/\.(\d+)\.incr\.aof$/.exec(name)?.[1] ?? 0);
