/**
 * Asking a provider about one payment of ours and recording its answer. Webhooks, the reconciler, cancels and
 * refunds all learn this way: first the provider is asked, then its word is recorded by rank. Dying in
 * between loses nothing, for whoever asks next hears the same. Most answers say what is known; they cost PostgreSQL nothing.
 *
 * A free order has nothing to ask: it counts as paid at once and as refunded at once (PAY-9).
 */
import { type Payable, payableOf, recordOpened } from '../db/begin-payment.ts';
import { type FactOutcome, type PaymentFact, recordPaymentFact } from '../db/payments.ts';
import { recordSuccess } from '../db/record-success.ts';
import type { PaymentRow } from '../db/schema.ts';
import { isNews } from '../domain/payment-rank.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { PaymentNotTaken, type PaymentProvider, ProviderFailed, type ProviderPayment } from './provider.ts';
import { returnUrlOf } from './return-url.ts';

/** Throws where a payment belongs to a provider that is no longer in PAYMENT_PROVIDERS. */
export function providerOf(deps: PaymentDeps, payment: PaymentRow): PaymentProvider {
  const provider = deps.providers.get(payment.provider);
  if (!provider) throw new ProviderFailed(`payment provider ${payment.provider} is not set up`, null);
  return provider;
}

/**
 * Makes sure that the provider knows the payment, and answers where the buyer pays. The same however often. Throws
 * PaymentNotTaken where it never will: the payment is over then, and the order free for another way to pay (PAY-30).
 */
export async function openAtProvider(deps: PaymentDeps, payable: Payable): Promise<OpenedPayment> {
  const { payment, order, saleTitle } = payable;
  const returnUrl = returnUrlOf(deps.publicUrl, order.id, payment.id);
  if (payment.amount === 0) {
    await recordFree(deps, payment, 'succeeded');
    return { ref: null, redirectUrl: returnUrl };
  }
  const { id: paymentId, amount, currency } = payment;
  const opening = providerOf(deps, payment).create({
    paymentId,
    orderId: order.id,
    saleId: order.sale_id,
    amount,
    currency,
    returnUrl,
    description: `${saleTitle} (${order.units})`,
    expiresAt: order.hold_cap_at,
  });
  const opened = await opening.catch(async (fault) => {
    if (fault instanceof PaymentNotTaken) await recordNotTaken(deps, payment, fault);
    throw fault;
  });
  await recordOpened(deps.db, { paymentId, ...opened });
  return opened;
}

async function recordNotTaken(deps: PaymentDeps, payment: PaymentRow, err: PaymentNotTaken): Promise<void> {
  const { id: paymentId, provider, amount, currency } = payment;
  deps.log.warn({ err, paymentId, amount, currency }, 'a provider does not take a payment');
  await record(deps, payment, { paymentId, provider, ref: null, state: 'cancelled', amount, currency });
}

export interface OpenedPayment {
  /** null for a free order. */
  readonly ref: string | null;
  readonly redirectUrl: string;
}

export interface Heard {
  readonly outcome: FactOutcome;
  /** For all that the provider says, somebody may still pay. */
  readonly isOpen: boolean;
}

/**
 * Asks the provider to do `act` and records what it says. Where the answer to `create` was lost there is no
 * reference yet: creating it again brings the same one, so that a payment which somebody may hold the page of
 * is never overlooked.
 */
export async function askProvider(
  deps: PaymentDeps,
  payment: PaymentRow,
  act: (provider: PaymentProvider, ref: string) => Promise<ProviderPayment>,
): Promise<Heard> {
  const ref = payment.provider_ref ?? (await refOf(deps, payment));
  if (ref === null) return { outcome: 'known', isOpen: false };
  const provider = providerOf(deps, payment);
  const fact = factOf(provider, await act(provider, ref));
  const outcome = await record(deps, payment, fact);
  return { outcome, isOpen: outcome === 'unknown' || fact.state === 'pending' };
}

/** `payment` as it was before the provider was asked: it has only moved up since. */
async function record({ db }: PaymentDeps, payment: PaymentRow, fact: PaymentFact): Promise<FactOutcome> {
  if (saysWhatIsKnown(payment, fact)) return 'known';
  if (await recordSuccess(db, fact)) return 'applied';
  return await db.transaction().execute((trx) => recordPaymentFact(trx, fact));
}

const saysWhatIsKnown = (payment: PaymentRow, fact: PaymentFact): boolean =>
  payment.id === fact.paymentId &&
  payment.provider_ref === fact.ref &&
  !isNews(payment.state, fact.state) &&
  (fact.refundedAmount ?? 0) <= payment.refunded_amount &&
  !fact.failedRefunds?.length &&
  !fact.dispute;

/** A dispute that was lost is money that went back, whatever else the provider calls it. */
export function factOf(provider: PaymentProvider, said: ProviderPayment): PaymentFact {
  const { paymentId, ref, amount, currency, dispute } = said;
  const lost = dispute?.state === 'lost' ? dispute.amount : 0;
  const refundedAmount = Math.min(amount, said.refundedAmount + lost);
  const state = lost > 0 && refundedAmount === amount ? 'refunded' : said.state;
  const failedRefunds = said.refundsNotDone.filter((refund) => refund.state === 'failed');
  return {
    ...{ paymentId, provider: provider.name, ref, state, amount, currency },
    ...{ refundedAmount, failedRefunds, dispute },
  };
}

/** No provider takes part in a payment of nothing. */
export async function recordFree(
  deps: PaymentDeps,
  payment: PaymentRow,
  state: 'succeeded' | 'refunded',
): Promise<FactOutcome> {
  const { id: paymentId, provider, amount, currency } = payment;
  return await record(deps, payment, { paymentId, provider, ref: null, state, amount, currency });
}

async function refOf(deps: PaymentDeps, payment: PaymentRow): Promise<string | null> {
  const payable = await payableOf(deps.db, payment.id);
  try {
    return payable && (await openAtProvider(deps, payable)).ref;
  } catch (fault) {
    if (fault instanceof PaymentNotTaken) return null;
    throw fault;
  }
}
