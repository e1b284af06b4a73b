/** What the Stripe of tests keeps, how it shows it, and how it signs. */
import Stripe from 'stripe';

export interface Session {
  readonly id: string;
  readonly intent: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Record<string, string>;
  status: 'open' | 'complete' | 'expired';
  readonly refunds: FakeRefund[];
  dispute: { id: string; status: string; amount: number; currency: string; reason: string } | null;
  /** What came in for it; the session itself goes on saying what was asked for. */
  received: { amount: number; currency: string };
}
export interface FakeRefund {
  id: string;
  object: 'refund';
  payment_intent: string;
  amount: number;
  currency: string;
  metadata: Record<string, string>;
  status: string;
}
export interface Happened {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly data: { readonly object: object; readonly previous_attributes?: object };
}
export const stripeSecrets = {
  secretKey: 'sk_test_fake',
  webhookSecret: 'whsec_fake',
  shop: 'http://shop.test',
};

export const sessionView = (session: Session) => ({
  id: session.id,
  object: 'checkout.session',
  url: session.status === 'open' ? `http://stripe.test/pay/${session.id}` : null,
  status: session.status,
  payment_status: session.status === 'complete' ? 'paid' : 'unpaid',
  amount_total: session.amount,
  currency: session.currency,
  client_reference_id: session.reference,
  payment_intent: session.status === 'complete' ? intentView(session) : null,
});
/** As Stripe counts: those on their way too. */
export const refundedOf = ({ refunds }: Session) =>
  refunds.reduce((sum, { amount, status }) => (status === 'failed' ? sum : sum + amount), 0);
export const intentView = (session: Session) => ({
  id: session.intent,
  object: 'payment_intent',
  metadata: session.metadata,
  amount_received: session.received.amount,
  currency: session.received.currency,
  latest_charge: chargeView(session),
});
export const chargeView = (session: Session) => ({
  id: session.intent.replace('pi_', 'ch_'),
  object: 'charge',
  payment_intent: session.intent,
  metadata: session.metadata,
  amount_refunded: refundedOf(session),
  refunds: { object: 'list', has_more: false, data: session.refunds.toReversed() },
  currency: session.received.currency,
  disputed: session.dispute !== null,
});

/** As Stripe signs; `ageSeconds` makes it a recorded one. */
export function signed(payload: string, ageSeconds = 0): Headers {
  const signature = Stripe.webhooks.generateTestHeaderString({
    payload,
    secret: stripeSecrets.webhookSecret,
    timestamp: Math.floor(Date.now() / 1_000) - ageSeconds,
  });
  return new Headers({ 'stripe-signature': signature });
}

export const metadataIn = (form: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    [...form.entries()].flatMap(([name, value]) => {
      const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
      return key ? [[key, value]] : [];
    }),
  );
