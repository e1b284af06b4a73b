/** What of the money and points that paid an order is still there: what comes back with all that is left of it. */
import type { OrderView } from '../../domain/order-view.ts';

export interface LeftPaid {
  /** Minor units of the order's currency. */
  readonly money: number;
  readonly points: number;
}

/** Money that went back in parts, or at the provider itself. A copy of older times in a browser may know of neither. */
export const moneyBack = ({ refunded, refundedByOthers }: OrderView): number =>
  (refunded?.amount ?? 0) + (refundedByOthers?.amount ?? 0);

export const leftPaid = (order: OrderView): LeftPaid => ({
  money: Math.max(0, order.total.amount - moneyBack(order)),
  points: (order.pointsSpent ?? 0) - (order.partRefunds ?? []).reduce((sum, { points }) => sum + points, 0),
});
