/**
 * A budget of failed attempts a key, in this process' memory: enough to make guessing a password hopeless. Many APIs
 * multiply it by their number, and a restart forgets it; at ten in a quarter of an hour neither helps a guesser.
 */
import { Refused } from '../domain/refusals.ts';
import type { Clock } from '../runtime/clock.ts';

export interface Attempts {
  /** Takes one from the budget before the attempt is made, so that a thousand at once are not a thousand free ones. */
  take(key: string): void;
  /** It was no guess: the budget is whole again. */
  forgive(key: string): void;
}

export interface AttemptsOptions {
  readonly attemptsMax: number;
  readonly windowMs: number;
  readonly keysMax: number;
  readonly clock: Clock;
}

export function countAttempts({ attemptsMax, windowMs, keysMax, clock }: AttemptsOptions): Attempts {
  const spent = new Map<string, { count: number; readonly untilMs: number }>();
  return {
    take(key) {
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
    forgive: (key) => void spent.delete(key),
  };
}
