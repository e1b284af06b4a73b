/**
 * Users who read the stock, each on a connection of its own and again as soon as the answer has come. They arrive evenly
 * over the ramp; what counts is the time after it, when all are there.
 */
import { Connections } from './connections.ts';
import { bump, type Times, timesOf } from './tally.ts';
import type { Prepare } from './task.ts';

export interface ReadersTask {
  readonly kind: 'readers';
  readonly base: string;
  readonly path: string;
  readonly users: number;
  readonly rampMs: number;
  readonly holdMs: number;
  /** What a right answer holds. */
  readonly expects: string;
}

export interface ReadersReport {
  readonly kind: 'readers';
  readonly reads: number;
  readonly perSecond: number;
  /** Answers that were not what they should be, by status. */
  readonly wrong: Record<string, number>;
  readonly answer: Times;
}

export const readers: Prepare<ReadersTask> = async ({ base, path, users, rampMs, holdMs, expects }) => {
  const server = new Connections(base, users);
  return async () => {
    const wrong: Record<string, number> = {};
    const tookMs: number[] = [];
    const beganAtMs = performance.now();
    const countsFromMs = beganAtMs + rampMs;
    const endsAtMs = countsFromMs + holdMs;
    const user = async (at: number): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, (rampMs * at) / users));
      for (let askedAtMs = performance.now(); askedAtMs < endsAtMs; askedAtMs = performance.now()) {
        const { status, body } = await server.ask({ method: 'GET', path });
        if (status !== 200 || !body.includes(expects))
          bump(wrong, status === 200 ? 'another body' : `${status}`);
        else if (performance.now() >= countsFromMs && performance.now() < endsAtMs)
          tookMs.push(performance.now() - askedAtMs);
      }
    };
    await Promise.all(Array.from({ length: users }, (_, at) => user(at)));
    server.close();
    return {
      kind: 'readers',
      reads: tookMs.length,
      perSecond: (tookMs.length * 1_000) / holdMs,
      wrong,
      answer: timesOf(tookMs),
    };
  };
};
