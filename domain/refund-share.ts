/**
 * What goes back for some units of an order that was paid partly with points: money and points in the proportion in which
 * they paid (ORD-15, PNT-5).
 *
 * Shares are taken of everything given back so far and not of each part, so that rounding never adds up: all parts together
 * give back all of both, whatever they are and in whatever order.
 */
export interface Paid {
  /** Minor units of money. */
  readonly totalAmount: number;
  readonly pointsSpent: number;
}

export interface Share {
  readonly amount: number;
  readonly points: number;
}

/** Of units that cost `value` before points were taken off. */
export function shareOf({ totalAmount, pointsSpent }: Paid, value: number): Share {
  const gross = totalAmount + pointsSpent;
  if (gross === 0) return { amount: 0, points: 0 };
  // Both factors may be near 2^53.
  const amount = Number((BigInt(value) * BigInt(totalAmount)) / BigInt(gross));
  return { amount, points: value - amount };
}

/** Of a part that costs `value`, after parts that cost `before`. */
export function nextShare(paid: Paid, before: number, value: number): Share {
  const was = shareOf(paid, before);
  const is = shareOf(paid, before + value);
  return { amount: is.amount - was.amount, points: is.points - was.points };
}
