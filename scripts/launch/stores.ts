/**
 * PostgreSQL and Redis for `npm start`: those of DATABASE_URL and REDIS_URL where given, else private ones on
 * ports of their own.
 */
import { turnLog, type UsherFolder } from './folder.ts';
import { needTool, redisTool } from './install-tool.ts';
import type { Keys } from './keys.ts';
import { freePorts } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import type { LauncherSettings } from './settings.ts';
import type { Unit } from './supervise.ts';

export type StorePlan = { name: 'postgres' | 'redis'; url: string; unit: Unit | null };

/** A unit is null where the store is somebody else's to run. */
export async function planStores(
  settings: LauncherSettings,
  usher: UsherFolder,
  keys: Keys,
  say: (line: string) => void,
): Promise<{ postgres: StorePlan; redis: StorePlan }> {
  const [postgresPort = 0, redisPort = 0] = await freePorts(2);
  return {
    postgres: settings.DATABASE_URL
      ? { name: 'postgres', url: settings.DATABASE_URL, unit: null }
      : privatePostgres(usher, keys, postgresPort, say),
    redis: settings.REDIS_URL
      ? { name: 'redis', url: settings.REDIS_URL, unit: null }
      : privateRedis(usher, keys, redisPort, say),
  };
}

function privatePostgres(
  usher: UsherFolder,
  keys: Keys,
  port: number,
  say: (line: string) => void,
): StorePlan {
  const logFile = usher.logOf('postgres');
  turnLog(logFile);
  const options = { folder: usher.postgres, port, password: keys.postgresPassword, logFile, say };
  return {
    name: 'postgres',
    url: `postgres://usher:${encodeURIComponent(keys.postgresPassword)}@127.0.0.1:${port}/usher`,
    unit: {
      name: 'postgres',
      stopTimeMs: 20_000, // Its last checkpoint.
      stopSignal: 'SIGINT', // The fast shutdown; SIGTERM would wait for the last client.
      start: (onChild) => startPostgres({ ...options, onChild }),
    },
  };
}

function privateRedis(usher: UsherFolder, keys: Keys, port: number, say: (line: string) => void): StorePlan {
  const logFile = usher.logOf('redis');
  turnLog(logFile);
  const binary = needTool(redisTool, say);
  const options = { binary, folder: usher.redis, port, password: keys.redisPassword, logFile, say };
  return {
    name: 'redis',
    url: `redis://:${keys.redisPassword}@127.0.0.1:${port}/0`,
    unit: {
      name: 'redis',
      stopSignal: 'SIGTERM',
      stopTimeMs: 20_000,
      start: (onChild) => startRedis({ ...options, onChild }),
    },
  };
}
