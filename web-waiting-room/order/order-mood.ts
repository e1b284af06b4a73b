/** What an order's state means to its buyer, how soon to look again, and what to say. Pure. */
import type { OrderState } from '../../domain/order-lifecycle.ts';
import type { OrderView } from '../../domain/order-view.ts';
import type { Language } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { price } from '../language/money.ts';
import { msOf, timeOfDayExactly, when } from '../language/time.ts';
import { type OrderMood, type OrderWords, orderWords } from './words.ts';

export function moodOf({ state, payments }: Pick<OrderView, 'state' | 'payments'>): OrderMood {
  return state === 'held' && payments.at(-1)?.state === 'declined' ? 'declined' : state;
}

export function orderSays(order: OrderView, nowMs: number, language: Language): OrderWords {
  const words = orderWords[moodOf(order)][language];
  const atMs = msOf(order.closedAt);
  const heldUntilMs = msOf(order.holdExpiresAt);
  const isHeld = order.state === 'held';
  const time = isHeld
    ? heldUntilMs && timeOfDayExactly(heldUntilMs, language)
    : atMs && when(atMs, nowMs, language);
  return {
    title: words.title,
    sentence: fill(words.sentence, { time, total: price(order.total, language) }),
  };
}

const moving: readonly OrderState[] = ['paying', 'expiring', 'paid', 'refund_pending'];
const second = 1_000;

/**
 * When to look again, in ms; null where nothing will change by itself. Each second right after the payment, when the
 * buyer looks at the page, then rarer: a provider may take minutes, and some take a day.
 */
export function lookAgainMs(order: OrderView, ticketCount: number, lookedForMs: number): number | null {
  const waitsForTickets = order.state === 'issued' && ticketCount === 0;
  // A buyer who came back from the provider may be faster than its webhook.
  if (!moving.includes(order.state) && !waitsForTickets && order.state !== 'held') return null;
  if (lookedForMs < 30 * second) return second;
  return lookedForMs < 300 * second ? 4 * second : 30 * second;
}

/** With these the buyer's next step is to pay. */
export const canBePaid = (state: OrderState): boolean => state === 'held' || state === 'paying';
