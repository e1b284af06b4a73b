/** What of an order's money went back, the same on its page and in the staff's file. Pure. */
import type { OrderView } from './order-view.ts';

/** In parts, or at the provider itself. A copy of older times in a browser may know of neither. */
export const moneyBack = ({ refunded, refundedByOthers }: OrderView): number =>
  (refunded?.amount ?? 0) + (refundedByOthers?.amount ?? 0);
