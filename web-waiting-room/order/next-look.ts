/** When an order's page looks again, and whether it leaves its question at the server until the order is another one. */
import type { OrderState } from '../../domain/order-lifecycle.ts';
import type { OrderView } from '../../domain/order-view.ts';
import { moodOf, waitsForTickets } from './order-mood.ts';

export interface NextLook {
  readonly afterMs: number;
  /** The server answers when the order is another one. */
  readonly isWaiting: boolean;
}

export interface LastLook {
  /** Since the page began to look. */
  readonly lookedForMs: number;
  /** How long its answer took. */
  readonly tookMs: number;
  /** It told another order than the one before. */
  readonly isNews: boolean;
}

const moving: readonly OrderState[] = ['paying', 'expiring', 'paid', 'refund_pending'];
const second = 1_000;
/** Whoever is told sooner that nothing has changed did not wait. */
const waitedMsMin = second / 2;
/** A provider may take minutes, and some take a day. */
const lookedForLongMs = 300 * second;
const seldomMs = 30 * second;

/**
 * Null where nothing will change by itself. For five minutes the server is asked to answer when the order is another one.
 * Where it does not, for too many wait already or it is an older one, the page asks each second right after the payment,
 * when the buyer looks at it, then rarer with what has passed.
 */
export function nextLook(order: OrderView, ticketCount: number, last: LastLook): NextLook | null {
  const { lookedForMs, tookMs, isNews } = last;
  if (isAtRest(order, ticketCount)) return null;
  if (lookedForMs >= lookedForLongMs) return { afterMs: seldomMs, isWaiting: false };
  const afterMs = Math.min(4 * second, Math.max(second, lookedForMs / 4));
  // Tickets are no part of the order: nobody says when they come.
  if (waitsForTickets(order, ticketCount)) return { afterMs, isWaiting: false };
  return { afterMs: isNews || tookMs >= waitedMsMin ? 0 : afterMs, isWaiting: true };
}

/** A buyer who came back from the provider may be faster than its webhook: what is held moves too. */
export const isAtRest = (order: OrderView, ticketCount: number): boolean =>
  ![...moving, 'held'].includes(order.state) &&
  moodOf(order) !== 'refund_pending' &&
  !waitsForTickets(order, ticketCount);
