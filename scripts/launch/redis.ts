/**
 * A private Redis with an append-only file and `noeviction`. Redis is memory that can be rebuilt: a file that
 * it cannot read any more is set aside, and it starts empty; places come back from their receipts.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { type Child, endChild, lastLines, startChild } from './child.ts';
import type { Store } from './store.ts';

type Options = {
  /** redis-server or valkey-server. */
  binary: string;
  folder: string;
  port: number;
  logFile: string;
  password?: string;
  /** false: nothing is written to disk, for tests. */
  durable?: boolean;
  say?: (line: string) => void;
  /** Told of the child as soon as there is one. */
  onChild?: (child: Child) => void;
};

const startTimeMs = 60_000; // Reading a long append-only file.

export async function startRedis(options: Options): Promise<Store> {
  const folder = path.resolve(options.folder);
  const { say = () => {} } = options;
  try {
    return await tryStart(options, folder);
  } catch (fault) {
    const isUnreadable = /Bad file format|Unrecoverable error|Error (reading|opening)/.test(
      lastLines(options.logFile),
    );
    if (!isUnreadable || !existsSync(folder)) throw fault;
    const aside = `${folder}.broken-${Date.now()}`;
    say(
      `Redis cannot read its data: set aside as ${aside}. It starts empty; places come back from their receipts`,
    );
    renameSync(folder, aside);
    return tryStart(options, folder);
  }
}

async function tryStart(options: Options, folder: string): Promise<Store> {
  const { binary, port, logFile, password, durable = true } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const settings = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir "${folder}"`,
    'maxmemory-policy noeviction',
    'save ""',
    'daemonize no',
    'appendfsync everysec',
    `appendonly ${durable ? 'yes' : 'no'}`,
    ...(password ? [`requirepass ${password}`] : []),
  ];
  // The settings go through standard input: arguments are for every user of the machine to read.
  const child = await startChild({
    command: binary,
    args: ['-'],
    logFile,
    input: `${settings.join('\n')}\n`,
  });
  options.onChild?.(child);
  const url = `redis://${password ? `:${password}@` : ''}127.0.0.1:${port}/0`;
  try {
    await answering(url, child, logFile);
  } catch (fault) {
    await endChild(child, 'SIGTERM');
    throw fault;
  }
  return { name: 'redis', url, child, stop: () => endChild(child, 'SIGTERM') };
}

async function answering(url: string, child: Child, logFile: string) {
  for (const lastTryAt = Date.now() + startTimeMs; ; ) {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    redis.on('error', () => {}); // The same fault rejects what is awaited below.
    try {
      await redis.connect();
      const isOurs = (await redis.info('server')).includes(`process_id:${child.pid}\r`);
      const isLoading = (await redis.info('persistence')).includes('loading:1');
      if (isOurs && !isLoading) return;
      if (!isOurs) throw new Error('another Redis answers on this port');
    } catch (fault) {
      if (child.hasEnded()) throw new Error(`Redis ended ${await child.ended}:\n${lastLines(logFile)}`);
      if (Date.now() > lastTryAt) throw new Error(`Redis does not answer: ${fault}\n${lastLines(logFile)}`);
    } finally {
      redis.disconnect();
    }
    await new Promise((done) => setTimeout(done, 30));
  }
}
