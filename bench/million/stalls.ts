/**
 * For how long Redis was busy with one command at the longest: nobody else is answered meanwhile. Asked of Redis itself
 * (its slow log), because a clock on this side would measure this process and the machine as well.
 */
import type { Redis } from 'ioredis';

const NOTED_FROM_MICROS = 500;
const KEPT = 4_096;

export async function noteStalls(redis: Redis): Promise<void> {
  await redis.config('SET', 'slowlog-log-slower-than', NOTED_FROM_MICROS);
  await redis.config('SET', 'slowlog-max-len', KEPT);
  await redis.slowlog('RESET');
}

/** Milliseconds since noteStalls; 0 where nothing took half a millisecond. */
export async function longestStallMs(redis: Redis): Promise<number> {
  const noted = (await redis.slowlog('GET', KEPT)) as [id: number, at: number, micros: number][];
  return Math.max(0, ...noted.map(([, , micros]) => micros)) / 1_000;
}
