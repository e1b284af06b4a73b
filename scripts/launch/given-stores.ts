/** Stores that are somebody else's to run (DATABASE_URL, REDIS_URL): looked at before anything is started against them. */
import { Redis } from 'ioredis';
import pg from 'pg';
import type { LauncherSettings } from './settings.ts';

const patienceMs = 5_000;

/** What is wrong with them, by the name of the setting. */
export async function mistakesOfGivenStores(settings: LauncherSettings): Promise<string[]> {
  const { DATABASE_URL, REDIS_URL } = settings;
  const BULLMQ_REDIS_URL = settings.BULLMQ_REDIS_URL === REDIS_URL ? undefined : settings.BULLMQ_REDIS_URL;
  const found = await Promise.all([
    DATABASE_URL === undefined ? null : mistakeOf('DATABASE_URL', () => askPostgres(DATABASE_URL)),
    REDIS_URL === undefined ? null : mistakeOf('REDIS_URL', () => askRedis(REDIS_URL)),
    BULLMQ_REDIS_URL === undefined ? null : mistakeOf('BULLMQ_REDIS_URL', () => askRedis(BULLMQ_REDIS_URL)),
  ]);
  return found.filter((mistake) => mistake !== null);
}

async function mistakeOf(name: string, ask: () => Promise<void>): Promise<string | null> {
  try {
    await ask();
    return null;
  } catch (fault) {
    return `${name}: ${wordOf(fault)}`;
  }
}

async function askPostgres(url: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMs });
  client.on('error', () => {}); // The same fault rejects what is awaited below.
  try {
    await client.connect();
    const { rows } = await client.query("select current_setting('server_version_num')::integer as version");
    if (rows[0].version < 150_000) throw new Error('PostgreSQL must be 15 or newer');
  } finally {
    await client.end().catch(() => {}); // It may never have connected.
  }
}

async function askRedis(url: string) {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: patienceMs,
  });
  let lost: unknown;
  redis.on('error', (fault) => {
    lost = fault;
  });
  try {
    await redis.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1];
    if (policy !== 'noeviction') throw new Error(`maxmemory-policy must be noeviction, and is ${policy}`);
  } catch (fault) {
    throw lost ?? fault; // "Connection is closed" says less than why it is.
  } finally {
    redis.disconnect();
  }
}

/** A connection tried on several addresses fails with all of their faults, and without a word of its own. */
function wordOf(fault: unknown): string {
  const [first] = fault instanceof AggregateError ? fault.errors : [fault];
  return first instanceof Error ? first.message || String(first) : String(first);
}
