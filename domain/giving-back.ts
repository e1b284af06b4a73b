/**
 * Until when a buyer may take an order back (ORD-34). What is only held may always be released; what was paid until it is
 * sent, or, where tickets are sold, until what they are for begins: an order whose tickets may already be at the doors, or
 * behind them with a scanner that is offline, is for the staff to refund.
 */
import type { OrderState } from './order-lifecycle.ts';
import type { Fulfilment } from './sale.ts';

/** Of goods the parcel decides; a sale that does not say when it takes place has no such end. */
export const hasBegun = (
  { fulfilment, startsAtMs }: { readonly fulfilment: Fulfilment; readonly startsAtMs: number | null },
  nowMs: number,
): boolean => fulfilment === 'ticket' && startsAtMs !== null && startsAtMs <= nowMs;

/** `isTooLate`: it has begun, or one of its tickets was used. The writer has the last word. */
export const isCancellable = (state: OrderState, isTooLate: boolean): boolean =>
  ['held', 'paying', 'expiring'].includes(state) ||
  (!isTooLate && ['paid', 'issued', 'preparing'].includes(state));
