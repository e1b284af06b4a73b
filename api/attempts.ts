/**
 * A budget of failed attempts a key: enough to make guessing a password hopeless (API-4). It counts over all APIs, in Redis
 * (ACC-16). While Redis is away each process counts by itself: staff can still sign in and act, and a guesser gains no more
 * than the number of processes.
 */
import { Refused } from '../domain/refusals.ts';
import type { Budgets } from '../redis/budgets.ts';
import type { Clock } from '../runtime/clock.ts';
import { isStoreAway } from './store-away.ts';

export interface Attempts {
  /** Takes one from the budget before the attempt is made, so that a thousand at once are not a thousand free ones. */
  take(key: string): Promise<void>;
  /** It was no guess: the budget is whole again. */
  forgive(key: string): Promise<void>;
}

export interface AttemptsOptions {
  readonly attemptsMax: number;
  readonly windowMs: number;
  readonly keysMax: number;
  readonly clock: Clock;
}

/** `kind` keeps the budgets of one purpose apart from those of another. */
export function shareAttempts(budgets: Budgets, options: AttemptsOptions, kind = 'sign-in'): Attempts {
  const alone = countAttempts(options);
  const { attemptsMax, windowMs } = options;
  const budget = { most: attemptsMax, perMinute: (attemptsMax * 60_000) / windowMs };
  return {
    async take(key) {
      try {
        const { isTaken, retryAfterMs } = await budgets.take(kind, key, budget);
        if (!isTaken) throw new Refused('too_many_requests', { retryAfterMs });
      } catch (fault) {
        if (!isStoreAway(fault)) throw fault;
        await alone.take(key);
      }
    },
    async forgive(key) {
      await alone.forgive(key);
      try {
        await budgets.clear(kind, key);
      } catch (fault) {
        if (!isStoreAway(fault)) throw fault;
      }
    },
  };
}

/** In this process' memory. */
export function countAttempts({ attemptsMax, windowMs, keysMax, clock }: AttemptsOptions): Attempts {
  const spent = new Map<string, { count: number; readonly untilMs: number }>();
  return {
    async take(key) {
      const nowMs = clock();
      const known = spent.get(key);
      if (known && known.untilMs > nowMs) {
        if (known.count >= attemptsMax)
          throw new Refused('too_many_requests', { retryAfterMs: known.untilMs - nowMs });
        known.count += 1;
        return;
      }
      spent.delete(key); // So that a new window also stands last in the order of age.
      spent.set(key, { count: 1, untilMs: nowMs + windowMs });
      const [oldest] = spent.size > keysMax ? spent.keys() : [];
      if (oldest !== undefined) spent.delete(oldest);
    },
    forgive: async (key) => void spent.delete(key),
  };
}
