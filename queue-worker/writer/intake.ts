/**
 * Reads the streams of the sales that this process writes, on one blocking connection, into their writers.
 *
 * A writer with enough at hand is left out until it has room, so a crowd waits in Redis and not here. After a reconnect
 * every stream is read from its beginning: the Redis that answers may have lost its last second, and count from below what
 * was read before.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { BATCH_COMMANDS_MAX } from '../../domain/limits.ts';
import { readEntry } from '../../redis/command-stream.ts';
import { commandsKey } from '../../redis/keys.ts';
import type { Log } from '../../runtime/log.ts';
import type { SaleWriter } from './sale-writer.ts';

/** A sale taken over meanwhile, or a writer that has room again, waits at most this long. */
const BLOCK_MS = 50;
/** All writers have enough: a batch is done within some of these. */
const FULL_MS = 5;
const AGAIN_MS = 200;

export interface Intake {
  stop(): Promise<void>;
}

/** `redis` is a connection of its own (openBlockingRedis); stop() closes it. */
export function startIntake(redis: Redis, writers: () => Iterable<SaleWriter>, log: Log): Intake {
  let isStopped = false;
  // Closing a connection that is just trying to come back leaves what was asked on it unanswered for ever.
  const stopped = Promise.withResolvers<null>();
  let connections = 0;
  redis.on('ready', () => {
    connections += 1;
    if (connections > 1) for (const writer of writers()) writer.rewind();
  });

  const round = async (): Promise<void> => {
    const open = [...writers()].filter((writer) => writer.hasRoom);
    if (open.length === 0) return await pause([...writers()].length === 0 ? BLOCK_MS : FULL_MS);
    const before = connections;
    const keys = open.map(({ lease }) => commandsKey(lease.saleId));
    const cursors = open.map(({ cursor }) => cursor);
    const asked = redis.xread(
      'COUNT', BATCH_COMMANDS_MAX, 'BLOCK', BLOCK_MS, 'STREAMS', ...keys, ...cursors,
    ); // biome-ignore format: one command
    const reply = await Promise.race([asked, stopped.promise]);
    if (before !== connections) return;
    for (const [key, entries] of (reply ?? []) as [string, [string, string[]][]][]) {
      open[keys.indexOf(key)]?.offer(entries.map(readEntry));
    }
  };

  const running = (async () => {
    while (!isStopped) {
      try {
        await round();
      } catch (err) {
        if (isStopped) return;
        log.warn({ err }, 'reserves cannot be read');
        await pause(AGAIN_MS);
      }
    }
  })();
  return {
    async stop() {
      isStopped = true;
      stopped.resolve(null);
      redis.disconnect();
      await running;
    },
  };
}
