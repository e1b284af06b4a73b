/**
 * Starting to pay an order: our row first, then the provider's payment, then the buyer is sent to its page
 * (PAY-3).
 *
 * A second tab gets the first one's page. Before it does, the provider is asked what became of that payment:
 * where it was declined and the webhook is late, the buyer may try again at once. If the provider is silent
 * the answer is `busy`; the row stays, and asking again finishes what was begun, with no second payment.
 */
import { beginPayment, type Payable } from '../db/begin-payment.ts';
import { Refused } from '../domain/refusals.ts';
import type { Money } from '../domain/sale.ts';
import { newId } from '../runtime/chance.ts';
import { askProvider, openAtProvider } from './ask-provider.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { PaymentNotTaken, ProviderFailed } from './provider.ts';

export interface StartedPayment {
  readonly id: string;
  readonly redirectUrl: string;
  readonly amount: Money;
}

/** Long enough for a provider to come back from a hiccup, short beside a hold. */
const RETRY_AFTER_MS = 2_000;

/**
 * Refuses with `invalid_request` for an unknown provider, `not_found`, `hold_lapsed`, `order_not_payable`,
 * `busy` where the provider does not answer, and `payment_not_taken` where it never takes this one. Whether
 * the asker may pay this order is the route's to decide.
 */
export async function startPayment(
  deps: PaymentDeps,
  ask: { readonly orderId: string; readonly provider: string },
): Promise<StartedPayment> {
  if (!deps.providers.has(ask.provider)) {
    throw new Refused('invalid_request', { errors: [{ path: 'provider', message: 'is not one of ours' }] });
  }
  try {
    return await start(deps, ask);
  } catch (fault) {
    if (!(fault instanceof ProviderFailed)) throw fault;
    if (fault instanceof PaymentNotTaken) throw new Refused('payment_not_taken', {}, { cause: fault });
    throw new Refused('busy', { retryAfterMs: RETRY_AFTER_MS }, { cause: fault });
  }
}

async function start(
  deps: PaymentDeps,
  { orderId, provider }: { orderId: string; provider: string },
): Promise<StartedPayment> {
  const paymentId = newId('pay', deps.chance);
  const begun = await beginPayment(deps.db, { orderId, provider, paymentId });
  const isOurs = begun.payment.id === paymentId;
  if (isOurs || (await isStillOpen(deps, begun))) return await open(deps, begun);
  // What the provider just said closed the earlier payment: the order takes another one, or refuses it.
  return await open(deps, await beginPayment(deps.db, { orderId, provider, paymentId }));
}

async function isStillOpen(deps: PaymentDeps, { payment }: Payable): Promise<boolean> {
  if (payment.provider_ref === null) return true;
  return (await askProvider(deps, payment, (provider, ref) => provider.read(ref))).isOpen;
}

async function open(deps: PaymentDeps, payable: Payable): Promise<StartedPayment> {
  const { id, amount, currency, redirect_url } = payable.payment;
  const redirectUrl = redirect_url ?? (await openAtProvider(deps, payable)).redirectUrl;
  return { id, redirectUrl, amount: { amount, currency } };
}
