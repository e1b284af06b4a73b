/**
 * Redis' clock, asked once a second and carried on by this machine's monotonic one in between: a reserve's age is counted on
 * the clock that dated it, whatever the wall clock of this process says (WRT-7).
 */
import type { Redis } from 'ioredis';

export interface RedisClock {
  /** Asks again. Rejects when Redis is away; what was known goes on. */
  set(): Promise<void>;
  /** Null before Redis has been asked. */
  nowMs(): number | null;
}

export function openRedisClock(redis: Redis): RedisClock {
  let offsetMs: number | null = null;
  return {
    async set() {
      const askedAtMs = performance.now();
      const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number);
      const answeredAtMs = performance.now();
      offsetMs = seconds * 1_000 + microseconds / 1_000 - (askedAtMs + answeredAtMs) / 2;
    },
    nowMs: () => (offsetMs === null ? null : performance.now() + offsetMs),
  };
}
