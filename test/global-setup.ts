/**
 * Once per run of the tests: a private PostgreSQL and a private Redis in a folder of the run's own, and a
 * database with every migration, which tests copy. All of it goes when the run ends; what a killed run left is
 * swept by the next.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateToLatest } from '../db/migrate.ts';
import { openDatabase } from '../db/open.ts';
import { createLog } from '../runtime/log.ts';
import { findRedis } from '../scripts/launch/find-program.ts';
import { isAlive } from '../scripts/launch/pids.ts';
import { freePorts } from '../scripts/launch/ports.ts';
import { startPostgres } from '../scripts/launch/postgres.ts';
import { startRedis } from '../scripts/launch/redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the database that tests copy. Nobody connects to it while tests run, or it could not be copied. */
    templateUrl: string;
    redisUrl: string;
  }
}

const prefix = 'usher-test-';
/** Memory, where there is plenty: copying the template takes 20 ms there and 400 ms on a disk. */
const shelves = ['/dev/shm', tmpdir()];
const bytesNeeded = 2 * 1024 ** 3;

export default async function setUp({ provide }: TestProject) {
  sweep();
  const folder = mkdtempSync(path.join(roomyShelf(), `${prefix}${process.pid}-`));
  chmodSync(folder, 0o755); // PostgreSQL does not run as root: its own uid must get in.

  const [postgresPort = 0, redisPort = 0] = await freePorts(2);
  const stores = await Promise.all([
    startPostgres({
      folder: path.join(folder, 'postgres'),
      port: postgresPort,
      password: 'test',
      database: 'template',
      durable: false,
      logFile: path.join(folder, 'postgres.log'),
    }),
    startRedis({
      binary: findRedis() ?? 'redis-server',
      folder: path.join(folder, 'redis'),
      port: redisPort,
      durable: false,
      logFile: path.join(folder, 'redis.log'),
    }),
  ]);
  const [postgres, redis] = stores;
  const tearDown = async () => {
    await Promise.all(stores.map((store) => store.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await migrate(postgres.url);
  } catch (fault) {
    await tearDown(); // vitest forgets a set-up that failed, and would wait for its servers.
    throw fault;
  }
  provide('templateUrl', postgres.url);
  provide('redisUrl', redis.url);
  return tearDown;
}

async function migrate(url: string) {
  const db = openDatabase(url, createLog('test', 'warn'));
  try {
    await migrateToLatest(db);
  } finally {
    await db.destroy();
  }
}

const roomyShelf = () =>
  shelves.find((shelf) => {
    if (!existsSync(shelf)) return false;
    const { bavail, bsize } = statfsSync(shelf);
    return bavail * bsize > bytesNeeded;
  }) ?? tmpdir();

function sweep() {
  for (const shelf of shelves.filter((folder) => existsSync(folder))) {
    for (const name of readdirSync(shelf).filter((entry) => entry.startsWith(prefix))) {
      const pid = Number(name.slice(prefix.length).split('-')[0]);
      if (!isAlive(pid)) rmSync(path.join(shelf, name), { recursive: true, force: true });
    }
  }
}
