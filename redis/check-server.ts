/**
 * Refuses a Redis that would betray the line: one that evicts keys when memory runs out (a place would vanish), or one
 * older than 7, which keeps scripts in its file, so that a restart would go unnoticed (LIN-5).
 */
import type { Redis } from 'ioredis';

const VERSION_MIN = 7;

/** The mistakes, as sentences; empty where the server is fit. */
export async function mistakesOf(redis: Redis): Promise<string[]> {
  const server = await redis.info('server');
  const memory = await redis.info('memory');
  const version = /^redis_version:(\d+)/m.exec(server)?.[1] ?? '0';
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? 'unknown';
  const mistakes: string[] = [];
  if (Number(version) < VERSION_MIN)
    mistakes.push(`Redis ${version} is too old: at least ${VERSION_MIN} is needed`);
  if (policy !== 'noeviction') mistakes.push(`Redis' maxmemory-policy is ${policy}: it must be noeviction`);
  return mistakes;
}
