/** The states of an order, in the groups that invariants speak of; the lifecycle's own table decides. */
import { holdsUnits, keepsMoney, orderStates, soldUnits } from '../../domain/order-lifecycle.ts';

export const holdStates = orderStates.filter(holdsUnits);
export const soldStates = orderStates.filter(soldUnits);
/** Sold, and the money is here. */
export const moneyStates = orderStates.filter(keepsMoney);
/** Sold once: an order that somebody saw as paid is in one of these for ever. */
export const paidOrLaterStates = [...soldStates, 'returned', 'refund_pending', 'refunded'];
