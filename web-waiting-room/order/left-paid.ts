/** What of the money and points that paid an order is still there: what comes back with all that is left of it. */
import { moneyBack } from '../../domain/money-back.ts';
import type { OrderView } from '../../domain/order-view.ts';

export interface LeftPaid {
  /** Minor units of the order's currency. */
  readonly money: number;
  readonly points: number;
}

export const leftPaid = (order: OrderView): LeftPaid => ({
  money: Math.max(0, order.total.amount - moneyBack(order)),
  points: (order.pointsSpent ?? 0) - (order.partRefunds ?? []).reduce((sum, { points }) => sum + points, 0),
});
