/**
 * Stripe's own account of what happened to money: its events, which it keeps for thirty days and lists whether or not a
 * webhook of them ever arrived (PAY-19). Newest first, a page at a time.
 *
 * An account may serve several shops, or be charged by hand: whose a payment is stands in its metadata, and what does not
 * name this shop is foreign.
 */
import type Stripe from 'stripe';
import type { ChangesAsk, ProviderChange } from './provider.ts';
import { fromStripe } from './stripe-money.ts';

const types = [
  'payment_intent.succeeded',
  'charge.refunded',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
];
const PAGE = 100;

export async function changesOf(
  stripe: Stripe,
  shop: string,
  { from, to, after }: ChangesAsk,
): Promise<{ readonly changes: readonly ProviderChange[]; readonly next: string | null }> {
  const page = await stripe.events.list({
    created: { gte: secondsOf(from), lt: secondsOf(to) },
    types,
    limit: PAGE,
    ...(after !== null && { starting_after: after }),
  });
  const changes: ProviderChange[] = [];
  for (const event of page.data) {
    const change = await changeOf(stripe, shop, event);
    if (change) changes.push(change);
  }
  return { changes, next: page.has_more ? (page.data.at(-1)?.id ?? null) : null };
}

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1_000);

/** Null for a charge without a payment intent: nothing this shop makes is one. */
async function changeOf(stripe: Stripe, shop: string, event: Stripe.Event): Promise<ProviderChange | null> {
  switch (event.type) {
    case 'payment_intent.succeeded': {
      const { id, metadata, amount_received, currency } = event.data.object;
      return { ref: id, ...whose(metadata, shop), what: 'captured', ...moneyOf(amount_received, currency) };
    }
    case 'charge.refunded': {
      const { payment_intent, metadata, amount_refunded, currency } = event.data.object;
      const ref = idOf(payment_intent);
      if (ref === null) return null;
      return { ref, ...whose(metadata, shop), what: 'refunded', ...moneyOf(amount_refunded, currency) };
    }
    case 'refund.updated':
    case 'refund.failed': {
      const { payment_intent, amount, currency } = event.data.object;
      const ref = idOf(payment_intent);
      // Most updates bring a reference of the bank alone.
      if (ref === null || (event.type === 'refund.updated' && !isStatusNew(event))) return null;
      const { metadata } = await stripe.paymentIntents.retrieve(ref);
      return { ref, ...whose(metadata, shop), what: 'refund_decided', ...moneyOf(amount, currency) };
    }
    case 'charge.dispute.created':
    case 'charge.dispute.closed': {
      const { payment_intent, amount, currency } = event.data.object;
      const ref = idOf(payment_intent);
      if (ref === null) return null;
      // A dispute carries none of our metadata; disputes are few.
      const { metadata } = await stripe.paymentIntents.retrieve(ref);
      return { ref, ...whose(metadata, shop), what: 'disputed', ...moneyOf(amount, currency) };
    }
    default:
      return null;
  }
}

const isStatusNew = ({ data }: Stripe.Event): boolean => 'status' in (data.previous_attributes ?? {});

const whose = (metadata: Stripe.Metadata, shop: string) => ({
  paymentId: metadata.paymentId ?? null,
  orderId: metadata.orderId ?? null,
  isForeign: metadata.shop !== shop,
});
const moneyOf = (amount: number, currency: string) => fromStripe({ amount, currency });
const idOf = (ref: string | { readonly id: string } | null): string | null =>
  typeof ref === 'string' ? ref : (ref?.id ?? null);
