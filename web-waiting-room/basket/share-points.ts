/**
 * Points over the orders that a basket falls into (BAS-14): the first order takes what it costs, then the next. So as many
 * orders as possible have nothing left to pay, and as few payments as possible are left. Of each is left nothing, or as
 * much as can be paid (PNT-7): what an order cannot take, the next one may. Pure.
 */
import type { BasketPart } from '../../domain/basket-standing.ts';
import { usablePoints } from '../../domain/usable-points.ts';

/**
 * What each part is paid with, in their order; `points` are those of all parts of a currency together, `least` is what a
 * payment in it has to come to.
 */
export function sharePoints(
  parts: readonly Pick<BasketPart, 'total'>[],
  points: (currency: string) => number,
  least: (currency: string) => number,
): number[] {
  const left = new Map<string, number>();
  return parts.map(({ total: { amount, currency } }) => {
    const before = left.get(currency) ?? points(currency);
    const taken = usablePoints(amount, before, least(currency));
    left.set(currency, before - taken);
    return taken;
  });
}
