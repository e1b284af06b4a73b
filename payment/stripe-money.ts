/** Amounts as Stripe counts them, and as they are kept here; domain/currencies.ts says where they differ (PAY-29). */
import { stripeUnitsOf } from '../domain/currencies.ts';
import type { Money } from '../domain/sale.ts';

/** Ours, in Stripe's units. The currency may be written either way. */
export const toStripe = ({ amount, currency }: Money): number =>
  amount * stripeUnitsOf(currency.toUpperCase());

/** What others gave back of a unit of ours, less than all of it, is not counted: it is none that a refund could name. */
export function fromStripe({ amount, currency }: Money): Money {
  const named = currency.toUpperCase();
  return { amount: Math.floor(amount / stripeUnitsOf(named)), currency: named };
}
