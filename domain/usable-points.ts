/**
 * How many points an order can really be paid with (PNT-7): a provider takes no payment below some amount, so what points
 * leave is either nothing or at least that. Pure; amounts in minor units of one currency, as points are.
 */

/** Of so many points, the most that may pay for what costs `amount`. `least`: what a payment has to come to. */
export function usablePoints(amount: number, points: number, least: number): number {
  const wanted = Math.min(amount, points);
  return leavesTooLittle(amount - wanted, least) ? Math.max(0, amount - least) : wanted;
}

export const leavesTooLittle = (left: number, least: number): boolean => left > 0 && left < least;
