/** What an order's state means to its buyer, and what to say. Pure. */
import type { OrderState } from '../../domain/order-lifecycle.ts';
import type { OrderView } from '../../domain/order-view.ts';
import type { Language } from '../language/choose-language.ts';
import { type Facts, fill } from '../language/fill.ts';
import { count, price } from '../language/money.ts';
import { msOf, timeOfDayExactly, when } from '../language/time.ts';
import { chargedWords, endingWords, repaidWords, unpaidEndings } from './ending-words.ts';
import { goodsWords, type OrderMood, type OrderWords, orderWords } from './state-words.ts';

export function moodOf(order: OrderView): OrderMood {
  const { state, payments, takenBackBy, total } = order;
  switch (state) {
    case 'held':
      return payments.at(-1)?.state === 'declined' ? 'declined' : state;
    case 'cancelled':
      return takenBackBy === 'buyer' ? state : 'cancelledByHouse';
    case 'refund_pending':
    case 'refunded': {
      if (total.amount === 0) return 'undone';
      // What a bank or the provider took is back already, and so is what parts gave back.
      const isBack = takenBackBy === 'bank' || takenBackBy === 'provider' || moneyLeft(order) === 0;
      return isBack ? 'refunded' : state;
    }
    case 'written_off':
      if (total.amount === 0) return 'undone';
      return payments.some(isGoingBack) ? 'refund_pending' : 'refunded'; // To its buyer it is the same.
    default:
      return state;
  }
}

export function orderSays(order: OrderView, nowMs: number, language: Language): OrderWords {
  const mood = moodOf(order);
  const goods = order.sale.fulfilment === 'shipping' ? goodsWords[mood] : undefined;
  const { title, sentence } = (goods ?? orderWords[mood])[language];
  return { title, sentence: fill(sentence, factsOfOrder(order, mood, nowMs, language)).trim() };
}

function factsOfOrder(order: OrderView, mood: OrderMood, nowMs: number, language: Language): Facts {
  const heldUntilMs = msOf(order.holdExpiresAt);
  const atMs = msOf(order.closedAt);
  const closed = atMs && when(atMs, nowMs, language);
  const untilMs = msOf(order.returnableUntil);
  const isOnItsWay = mood === 'refund_pending';
  const amount = isOnItsWay ? moneyLeft(order) : order.total.amount;
  const gone = isOnItsWay ? pointsGone(order) : 0;
  return {
    time: order.state === 'held' ? heldUntilMs && timeOfDayExactly(heldUntilMs, language) : closed,
    until: untilMs !== null && untilMs > nowMs ? when(untilMs, nowMs, language) : null,
    total: price({ ...order.total, amount }, language),
    points: count(order.pointsSpent - gone, language).replace(/^0$/, ''),
    charged: chargedWords[language][order.payments.some(wasCaptured) ? 'late' : 'no'],
    why: fill(whyOf(order, language), { time: closed }).trim(),
  };
}

/** Nobody is known of orders that ended before it was written down. */
function whyOf({ state, sale, takenBackBy }: OrderView, language: Language): string {
  if (state === 'cancelled') return unpaidEndings[language][takenBackBy === 'staff' ? 'staff' : 'nobody'];
  if (state === 'written_off' && takenBackBy === 'staff') return repaidWords[language];
  return endingWords[sale.fulfilment][language][takenBackBy ?? 'nobody'];
}

/** Of what was paid in money, what parts did not give back. */
const moneyLeft = ({ total, refunded }: OrderView): number => total.amount - (refunded?.amount ?? 0);

/** A copy that this browser kept from before may lack its parts. */
const pointsGone = ({ partRefunds = [] }: OrderView): number =>
  partRefunds.reduce((sum, { points }) => sum + points, 0);

type Payment = OrderView['payments'][number];
const isGoingBack = ({ state }: Payment): boolean => state === 'refund_pending';

const wasCaptured = ({ state }: Payment): boolean =>
  ['succeeded', 'refund_pending', 'refunded'].includes(state);

/** Between the payment and what was paid for. */
export const isOnItsWay = (order: OrderView, ticketCount: number): boolean =>
  ['paying', 'paid'].includes(order.state) || waitsForTickets(order, ticketCount);

export const waitsForTickets = ({ state }: OrderView, ticketCount: number): boolean =>
  state === 'issued' && ticketCount === 0;

/** With these the buyer's next step is to pay. */
export const canBePaid = (state: OrderState): boolean => state === 'held' || state === 'paying';
