/**
 * The least that Stripe takes, by currency (PAY-31), in Stripe's own units: "Minimum and maximum charge amounts" of
 * https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, where the list is by settlement currency. What is
 * charged in another one has to come to that much once Stripe has converted it, which depends on the account and on the day:
 * an operator whose account settles elsewhere says so (STRIPE_LEAST), and what Stripe refuses all the same is PAY-30's.
 *
 * A currency that is not in the list has no least of its own.
 */
import { stripeUnitsOf } from '../domain/currencies.ts';

const leastInStripesUnits: Readonly<Record<string, number>> = {
  ...{
    ARS: 50,
    AUD: 50,
    BRL: 50,
    CAD: 50,
    CHF: 50,
    COP: 50,
    EUR: 50,
    IDR: 50,
    ILS: 50,
    INR: 50,
    JPY: 50,
    KRW: 50,
  },
  ...{ NZD: 50, PHP: 50, RUB: 50, SGD: 50, USD: 50, ZAR: 50 },
  ...{ GBP: 30, BGN: 100, AED: 200, MYR: 200, PLN: 200, RON: 200, DKK: 250, NOK: 300, SEK: 300, HKD: 400 },
  ...{ MXN: 1_000, THB: 1_000, CZK: 1_500, HUF: 17_500 },
};

/** In our minor units: 50 for KRW and for USD, 175 for HUF. */
export const stripeLeastOf = (currency: string): number =>
  Math.ceil((leastInStripesUnits[currency] ?? 0) / stripeUnitsOf(currency));
