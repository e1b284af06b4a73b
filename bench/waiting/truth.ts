/**
 * What the line really did: its counter, looked at every few milliseconds. A step is dated by the last look that did not
 * see it yet, so an age comes out a look too old rather than too young.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { metaKey } from '../../redis/keys.ts';
import type { Step } from './ages.ts';

const LOOK_MS = 10;

export function watchLine(redisUrl: string, saleId: string): { stop(): Promise<Step[]> } {
  const redis = new Redis(redisUrl);
  const steps: Step[] = [];
  let isOver = false;
  const watching = (async () => {
    let known: number | null = null;
    let lookedAtMs = Date.now();
    while (!isOver) {
      const nowMs = Date.now();
      const moved = Number(await redis.hget(metaKey(saleId), 'moved'));
      if (known !== null && moved > known) steps.push({ moved, atMs: lookedAtMs });
      known = moved;
      lookedAtMs = nowMs;
      await wait(LOOK_MS);
    }
    redis.disconnect();
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return steps;
    },
  };
}
