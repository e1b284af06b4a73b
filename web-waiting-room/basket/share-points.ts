/**
 * Points over the orders that a basket falls into (BAS-14): the first order takes what it costs, then the next. So as many
 * orders as possible have nothing left to pay, and as few payments as possible are left. Pure.
 */
import type { BasketPart } from '../../domain/basket-standing.ts';

/** What each part is paid with, in their order; `points` are those of all parts of a currency together. */
export function sharePoints(
  parts: readonly Pick<BasketPart, 'total'>[],
  points: (currency: string) => number,
): number[] {
  const left = new Map<string, number>();
  return parts.map(({ total: { amount, currency } }) => {
    const before = left.get(currency) ?? points(currency);
    const taken = Math.min(before, amount);
    left.set(currency, before - taken);
    return taken;
  });
}
