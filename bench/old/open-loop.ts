/**
 * Orders at a fixed rate, whether earlier ones are answered or not, each by another buyer and asked once. A latency is
 * counted from the moment at which the request was meant to go, so a server that stalls does not slow its questioner down
 * and look quick (no coordinated omission).
 */
import { codeOf, openOrigins, orderAsk } from './buyer.ts';
import type { Answer } from './http-answer.ts';
import { newSecret } from './shoppers.ts';
import { bump, curveOf, type Times, timesOf } from './tally.ts';
import type { Prepare } from './task.ts';

export interface OpenLoopTask {
  readonly kind: 'openLoop';
  readonly base: string;
  readonly slug: string;
  readonly tierId: string;
  readonly perSecond: number;
  readonly requests: number;
  /** Requests on their way at once; more wait in the client, and their time runs. */
  readonly connections: number;
  /** Who has no answer this long after the last request was meant to go is an error. */
  readonly patienceMs: number;
}

export interface OpenLoopReport {
  readonly kind: 'openLoop';
  readonly granted: number;
  /** Everything but a granted order, by code. */
  readonly errors: Record<string, number>;
  readonly seconds: number;
  /** Of all that were answered, refusals as well. */
  readonly answer: Times;
  readonly curve: [number, number][];
}

const LOOK_MS = 4;

export const openLoop: Prepare<OpenLoopTask> = async (task) => {
  const { base, slug, tierId, perSecond, requests, connections, patienceMs } = task;
  const origins = openOrigins(connections);
  const server = origins.to(base);
  const secrets = Array.from({ length: requests }, newSecret);

  return async () => {
    const errors: Record<string, number> = {};
    const tookMs: number[] = [];
    const grantedAtMs: number[] = [];
    const beganAtMs = performance.now();
    let isOver = false;
    const one = async (at: number): Promise<void> => {
      const meantAtMs = beganAtMs + (at * 1_000) / perSecond;
      const answer = await server.ask(orderAsk(slug, tierId, at, { 'usher-secret': secrets[at] ?? '' }));
      if (isOver) return;
      const nowMs = performance.now();
      if (answer.status === 201) grantedAtMs.push(nowMs - beganAtMs);
      else bump(errors, nameOf(answer));
      if (answer.status !== 0) tookMs.push(nowMs - meantAtMs);
    };
    const all: Promise<void>[] = [];
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const due = Math.min(requests, 1 + ((performance.now() - beganAtMs) * perSecond) / 1_000);
        while (all.length < Math.floor(due)) all.push(one(all.length));
        if (all.length < requests) return;
        clearInterval(timer);
        resolve();
      }, LOOK_MS);
    });
    await Promise.race([Promise.all(all), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
    isOver = true;
    const known = grantedAtMs.length + Object.values(errors).reduce((sum, count) => sum + count, 0);
    if (known < requests) errors['no answer'] = (errors['no answer'] ?? 0) + requests - known;
    origins.close();
    return {
      kind: 'openLoop',
      granted: grantedAtMs.length,
      errors,
      seconds: (performance.now() - beganAtMs) / 1_000,
      answer: timesOf(tookMs),
      curve: curveOf(grantedAtMs),
    };
  };
};

const nameOf = (answer: Answer): string => (answer.status === 0 ? 'no answer' : codeOf(answer));
