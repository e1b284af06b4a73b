/**
 * Asking a provider about one payment of ours and recording its answer. Webhooks, the reconciler, cancels and
 * refunds all learn this way: first the provider is asked, then its word is recorded by rank. Dying in
 * between loses nothing, for whoever asks next hears the same.
 *
 * A free order has nothing to ask: it counts as paid at once and as refunded at once (PAY-9).
 */
import { type Payable, payableOf, recordOpened } from '../db/begin-payment.ts';
import { type FactOutcome, type PaymentFact, recordPaymentFact } from '../db/payments.ts';
import type { PaymentRow } from '../db/schema.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { type PaymentProvider, ProviderFailed, type ProviderPayment } from './provider.ts';
import { returnUrlOf } from './return-url.ts';

/** Throws where a payment belongs to a provider that is no longer in PAYMENT_PROVIDERS. */
export function providerOf(deps: PaymentDeps, payment: PaymentRow): PaymentProvider {
  const provider = deps.providers.get(payment.provider);
  if (!provider) throw new ProviderFailed(`payment provider ${payment.provider} is not set up`, null);
  return provider;
}

/**
 * Makes sure that the provider knows the payment, and answers where the buyer pays. The same however often.
 */
export async function openAtProvider(deps: PaymentDeps, payable: Payable): Promise<OpenedPayment> {
  const { payment, order, saleTitle } = payable;
  const returnUrl = returnUrlOf(deps.publicUrl, order.id, payment.id);
  if (payment.amount === 0) {
    await recordFree(deps, payment, 'succeeded');
    return { ref: null, redirectUrl: returnUrl };
  }
  const { id: paymentId, amount, currency } = payment;
  const opened = await providerOf(deps, payment).create({
    paymentId,
    orderId: order.id,
    saleId: order.sale_id,
    amount,
    currency,
    returnUrl,
    description: `${saleTitle} (${order.units})`,
    expiresAt: order.hold_cap_at,
  });
  await recordOpened(deps.db, { paymentId, ...opened });
  return opened;
}

export interface OpenedPayment {
  /** null for a free order. */
  readonly ref: string | null;
  readonly redirectUrl: string;
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
): Promise<FactOutcome> {
  const ref = payment.provider_ref ?? (await refOf(deps, payment));
  if (ref === null) return 'known';
  const provider = providerOf(deps, payment);
  const said = await act(provider, ref);
  return await deps.db.transaction().execute((trx) => recordPaymentFact(trx, factOf(provider, said)));
}

/** A dispute that was lost is money that went back, whatever else the provider calls it. */
export function factOf(provider: PaymentProvider, said: ProviderPayment): PaymentFact {
  const { paymentId, ref, amount, currency, dispute } = said;
  const lost = dispute?.state === 'lost' ? dispute.amount : 0;
  const refundedAmount = Math.min(amount, said.refundedAmount + lost);
  const state = lost > 0 && refundedAmount === amount ? 'refunded' : said.state;
  return { paymentId, provider: provider.name, ref, state, amount, currency, refundedAmount, dispute };
}

/** No provider takes part in a payment of nothing. */
export async function recordFree(
  deps: PaymentDeps,
  payment: PaymentRow,
  state: 'succeeded' | 'refunded',
): Promise<FactOutcome> {
  const { id: paymentId, provider, amount, currency } = payment;
  const fact = { paymentId, provider, ref: null, state, amount, currency };
  return await deps.db.transaction().execute((trx) => recordPaymentFact(trx, fact));
}

async function refOf(deps: PaymentDeps, payment: PaymentRow): Promise<string | null> {
  const payable = await payableOf(deps.db, payment.id);
  return payable && (await openAtProvider(deps, payable)).ref;
}
