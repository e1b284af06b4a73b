/**
 * How long to wait before trying again. Pure: chance is handed in. Spread, so that a crowd told "later" does
 * not come back at once.
 */
import type { Chance } from './chance.ts';

export type Backoff = { firstMs: number; mostMs: number };

/**
 * Doubles from `firstMs` to `mostMs`; `attempt` counts from 0. The upper half is left to chance: the wait is
 * never less than half of the full one, so that a thing that fails at once is not hammered.
 */
export function backoffMs(attempt: number, { firstMs, mostMs }: Backoff, chance: Pick<Chance, 'fraction'>) {
  const fullMs = Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(fullMs / 2 + (fullMs / 2) * chance.fraction());
}

/** A whole number of milliseconds in [fromMs, toMs): the word "come back then", spread over a crowd. */
export function spreadMs(fromMs: number, toMs: number, chance: Pick<Chance, 'fraction'>) {
  return Math.floor(fromMs + (toMs - fromMs) * chance.fraction());
}
