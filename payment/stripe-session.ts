/**
 * What a Checkout Session of Stripe says of a payment: found by its own id or by that of its money, with the refunds and the
 * dispute of its charge.
 */
import type Stripe from 'stripe';
import {
  type ProviderDispute,
  ProviderFailed,
  type ProviderPayment,
  type RefundNotDone,
} from './provider.ts';
import { fromStripe } from './stripe-money.ts';

type Session = Stripe.Checkout.Session;

/** By its own id, or by that of its payment: events about refunds and disputes name the latter. */
export async function sessionOf(stripe: Stripe, ref: string): Promise<Session> {
  const expand = ['payment_intent.latest_charge.refunds'];
  if (!ref.startsWith('pi_')) return await stripe.checkout.sessions.retrieve(ref, { expand });
  const { data } = await stripe.checkout.sessions.list({
    payment_intent: ref,
    limit: 1,
    expand: expand.map((path) => `data.${path}`),
  });
  const [session] = data;
  if (!session) throw new ProviderFailed(`stripe knows no session of ${ref}`, 404);
  return session;
}

export async function paymentOf(stripe: Stripe, session: Session): Promise<ProviderPayment> {
  const intent = intentOf(session);
  const charge = intent && chargeOf(intent);
  const refunds = intent && charge ? await refundsOf(stripe, intent.id, charge) : [];
  const refundedAmount = sumOf(refunds.filter(({ status }) => status === 'succeeded'));
  const { amount, currency } = moneyOf(session, intent);
  return {
    ref: session.id,
    paymentId: session.client_reference_id ?? '',
    state: stateOf(session, refundedAmount >= amount && amount > 0),
    ...fromStripe({ amount, currency }),
    refundedAmount: fromStripe({ amount: refundedAmount, currency }).amount,
    refundsNotDone: refunds.filter(({ status }) => status !== 'succeeded').map(notDone),
    dispute: intent && charge?.disputed ? await disputeOf(stripe, intent.id) : null,
  };
}

/** A session says what was asked for; what came in for it stands in its money alone (PAY-25). */
function moneyOf(session: Session, intent: Stripe.PaymentIntent | null) {
  if (session.payment_status === 'paid' && intent)
    return { amount: intent.amount_received, currency: intent.currency };
  return { amount: session.amount_total ?? 0, currency: session.currency ?? '' };
}

export function intentOf({ payment_intent }: Session): Stripe.PaymentIntent | null {
  return payment_intent !== null && typeof payment_intent !== 'string' ? payment_intent : null;
}

function chargeOf({ latest_charge }: Stripe.PaymentIntent): Stripe.Charge | null {
  return latest_charge !== null && typeof latest_charge !== 'string' ? latest_charge : null;
}

/**
 * All refunds of a charge. Its own sum counts those on their way, which may fail after all. A charge brings its latest ones
 * along, and they are asked for only where there are more.
 */
async function refundsOf(
  stripe: Stripe,
  intent: string,
  { refunds }: Stripe.Charge,
): Promise<Stripe.Refund[]> {
  return refunds && !refunds.has_more ? refunds.data : await allRefunds(stripe, intent);
}

export async function allRefunds(stripe: Stripe, intent: string): Promise<Stripe.Refund[]> {
  const refunds: Stripe.Refund[] = [];
  for await (const refund of stripe.refunds.list({ payment_intent: intent, limit: 100 }))
    refunds.push(refund);
  return refunds;
}

const sumOf = (refunds: readonly Stripe.Refund[]): number =>
  refunds.reduce((sum, { amount }) => sum + amount, 0);

const notDone = (refund: Stripe.Refund): RefundNotDone => ({
  ref: refund.id,
  key: refund.metadata?.refundId ?? null,
  amount: fromStripe(refund).amount,
  state: isLost(refund) ? 'failed' : 'pending',
});

/** It never arrives, or was taken back before it did. */
export const isLost = ({ status }: Stripe.Refund): boolean => status === 'failed' || status === 'canceled';

/** A session that is complete but unpaid waits for a slow method, such as a bank transfer. */
function stateOf({ status, payment_status }: Session, isRefunded: boolean): ProviderPayment['state'] {
  if (isRefunded) return 'refunded';
  if (payment_status === 'paid') return 'succeeded';
  return status === 'expired' ? 'cancelled' : 'pending';
}

/** The latest one. An inquiry that was closed took no money. */
async function disputeOf(stripe: Stripe, intent: string): Promise<ProviderDispute | null> {
  const [dispute] = (await stripe.disputes.list({ payment_intent: intent, limit: 1 })).data;
  if (!dispute) return null;
  const { id: ref, status, reason } = dispute;
  const state = status === 'lost' ? 'lost' : isOver(status) ? 'won' : 'open';
  return { ref, state, amount: fromStripe(dispute).amount, reason };
}

const isOver = (status: Stripe.Dispute.Status): boolean => status === 'won' || status === 'warning_closed';

/**
 * A session names itself; charges, refunds and disputes name the payment they are about. Null for all that is neither, such
 * as a customer, or a charge that was made without a payment intent.
 */
export function refIn(object: unknown): string | null {
  const { id, payment_intent } = object as { readonly id?: unknown; readonly payment_intent?: unknown };
  const named = isNamed(id, 'cs_') ? id : (payment_intent ?? id);
  return isNamed(named, 'cs_') || isNamed(named, 'pi_') ? named : null;
}

const isNamed = (id: unknown, kind: 'cs_' | 'pi_'): id is string =>
  typeof id === 'string' && id.startsWith(kind);
