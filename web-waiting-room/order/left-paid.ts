/** What of the money and points that paid an order is still there: what comes back with all that is left of it. */
import type { OrderView } from '../../domain/order-view.ts';

export interface LeftPaid {
  /** Minor units of the order's currency. */
  readonly money: number;
  readonly points: number;
}

/** A copy of older times that a browser keeps may know of no parts. */
export const leftPaid = ({ total, pointsSpent, refunded, partRefunds }: OrderView): LeftPaid => ({
  money: total.amount - (refunded?.amount ?? 0),
  points: (pointsSpent ?? 0) - (partRefunds ?? []).reduce((sum, { points }) => sum + points, 0),
});
