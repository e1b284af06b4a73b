/**
 * Opens Redis, in one of two tempers.
 *
 * The line's connection fails fast: while Redis is away a visitor is told so, and nothing waits. In particular nothing is
 * sent again by itself after a reconnect (LIN-5): the Redis that answers then may be another one, without memory.
 * BullMQ, blocking reads and subscriptions have connections of their own, which wait for ever.
 */
import { Redis } from 'ioredis';
import type { Log } from '../runtime/log.ts';

/** No answer within this is as good as none: the request it belongs to has a bound of its own. */
const COMMAND_MS_MAX = 2_000;
const RECONNECT_MS_MAX = 500;

/** `bundled`: what is sent in one turn of the event loop goes out in one write, and is answered in one. */
export function openRedis(url: string, log: Log, { bundled = false } = {}): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: COMMAND_MS_MAX,
    connectTimeout: COMMAND_MS_MAX,
    retryStrategy: (attempt) => Math.min(attempt * 50, RECONNECT_MS_MAX),
    enableAutoPipelining: bundled,
  });
  redis.on('error', (err: Error) => log.debug({ err: { message: err.message } }, 'redis connection lost'));
  return redis;
}

/** For XREAD BLOCK and subscriptions. */
export function openBlockingRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(attempt * 50, RECONNECT_MS_MAX),
  });
  redis.on('error', (err: Error) => log.debug({ err: { message: err.message } }, 'redis connection lost'));
  return redis;
}

/** Closes without waiting for an answer that may never come. */
export async function closeRedis(redis: Redis): Promise<void> {
  redis.disconnect();
}
