/**
 * The baseline: visitors who poll. Each asks every few seconds, spread by a fifth; the answer of a poll is the whole of
 * what they know. It is spared what it would cost in life: no HTTP, no cookie, no PostgreSQL.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** As often as such pages commonly poll. */
export const POLL_MS = 3_000;
const INSIDE_MS = 600_000;
const SILENT_MS = 30_000;

/** `front`: a free place goes to the one in front. `any`: to everybody who stands within the free places. */
export type Rule = 'front' | 'any';

export interface Polling {
  setCapacity(capacity: number): void;
  /** Since the last call of it: when each came in, on performance's clock. */
  takeAdmissions(): number[];
  stop(): Promise<void>;
}

/** Resolves once everybody has polled for the first time. */
export async function startPolling(redisUrl: string, count: number, rule: Rule): Promise<Polling> {
  const redis = new Redis(redisUrl);
  const lua = readFileSync(new URL('try-admit.lua', import.meta.url), 'utf8');
  const sha = String(await redis.script('LOAD', lua));
  const keys = ['line', 'active', 'seen', 'counter'].map((name) => `peer:{${rule}}:${name}`);
  await redis.del(...keys);
  const ending = new AbortController();
  let capacity = 1;
  const admissions: number[] = [];

  const poll = async (visitor: string): Promise<boolean> => {
    const args = [visitor, Date.now(), capacity, INSIDE_MS, SILENT_MS, rule];
    const ahead = Number(await redis.evalsha(sha, keys.length, ...keys, ...args));
    if (ahead === -1) admissions.push(performance.now());
    return ahead === -1;
  };
  const visit = async (visitor: string): Promise<void> => {
    try {
      for (;;) {
        await wait(POLL_MS * (0.9 + Math.random() * 0.2), undefined, { signal: ending.signal });
        if (await poll(visitor)) return;
      }
    } catch (fault) {
      if (!ending.signal.aborted) throw fault;
    }
  };
  const visits: Promise<void>[] = [];
  for (let at = 0; at < count; at += 1) {
    const visitor = `visitor-${at}`;
    if (!(await poll(visitor))) visits.push(visit(visitor));
    if (at % 100 === 0) await wait((POLL_MS * 100) / count); // They come spread over one interval.
  }
  return {
    setCapacity: (wanted) => {
      capacity = wanted;
    },
    takeAdmissions: () => admissions.splice(0),
    stop: async () => {
      ending.abort();
      await Promise.all(visits);
      await redis.del(...keys);
      redis.disconnect();
    },
  };
}
