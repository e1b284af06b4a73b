/**
 * Which providers are there, by PAYMENT_PROVIDERS; there is no default, because taking test money by mistake
 * is worse than not starting. The sandbox additionally wants ALLOW_SANDBOX=yes.
 */
import { z } from 'zod';
import { isCurrency } from '../domain/currencies.ts';
import { isPaymentBrand, paymentBrands } from '../domain/payment-brands.ts';
import type { Clock } from '../runtime/clock.ts';
import { systemClock } from '../runtime/clock.ts';
import { commaList, onOff, type SettingsOf, urlOf } from '../runtime/config.ts';
import { guardProvider } from './guard-provider.ts';
import type { PaymentProvider, Providers } from './provider.ts';
import { openSandbox } from './sandbox.ts';
import { isLive, openStripe } from './stripe.ts';

const known = ['sandbox', 'stripe'] as const;

/** The payment settings of API and queue-worker; what depends on one another is checked by openProviders. */
export const paymentShape = {
  PAYMENT_PROVIDERS: commaList
    .refine((names) => names.length > 0, 'names no provider')
    .refine((names) => names.every(isKnown), `expected a comma list of: ${known.join(', ')}`),
  ALLOW_SANDBOX: onOff.default(false),
  /** What buyers are told that the provider's page offers. The page itself is the provider's. */
  PAYMENT_BRANDS: z
    .string()
    .default('card')
    .transform((names) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    .refine(
      (names) => names.every(isPaymentBrand),
      `expected a comma list of: ${Object.keys(paymentBrands).join(', ')}`,
    )
    .transform((names) => names.filter(isPaymentBrand)),
  SANDBOX_URL: urlOf('http:', 'https:').optional(),
  SANDBOX_SECRET: z.string().min(32).optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[sr]k_(test|live)_\w+$/, 'expected sk_live_… or sk_test_…')
    .optional(),
  STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_').optional(),
  /** The least that the account takes, in minor units, where it differs from what Stripe tells of all accounts. */
  STRIPE_LEAST: commaList
    .refine((pairs) => pairs.every((pair) => isLeast(pair)), 'expected a comma list like KRW:1000,USD:50')
    .transform((pairs) => new Map(pairs.map((pair) => [pair.slice(0, 3), Number(pair.slice(4))])))
    .optional(),
  /** Another address than Stripe's own. */
  STRIPE_API_URL: urlOf('http:', 'https:').optional(),
};
export type PaymentSettings = SettingsOf<typeof paymentShape> & {
  /** Where the shop's pages are: what names it at a provider that serves others too. */
  readonly PUBLIC_URL: string;
};

/** Throws an Error that names every mistake. */
export function openProviders(settings: PaymentSettings, clock: Clock = systemClock): Providers {
  const providers = new Map<string, PaymentProvider>();
  for (const name of settings.PAYMENT_PROVIDERS.filter(isKnown))
    providers.set(name, guardProvider(openers[name](settings, clock)));
  return providers;
}

const openers: Record<(typeof known)[number], (settings: PaymentSettings, clock: Clock) => PaymentProvider> =
  {
    sandbox: ({ ALLOW_SANDBOX, SANDBOX_URL: url, SANDBOX_SECRET: secret, PAYMENT_BRANDS: brands }, clock) => {
      const mistakes = [
        ...(ALLOW_SANDBOX ? [] : ['ALLOW_SANDBOX: must be yes where PAYMENT_PROVIDERS names sandbox']),
        ...(url ? [] : ['SANDBOX_URL: is required where PAYMENT_PROVIDERS names sandbox']),
        ...(secret ? [] : ['SANDBOX_SECRET: is required where PAYMENT_PROVIDERS names sandbox']),
      ];
      if (mistakes.length > 0 || !url || !secret) throw new Error(mistakes.join('\n'));
      return openSandbox({ url, secret, clock, brands });
    },
    stripe: ({
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_URL: apiUrl,
      STRIPE_LEAST: least,
      ALLOW_SANDBOX,
      PUBLIC_URL,
      PAYMENT_BRANDS: brands,
    }) => {
      const mistakes = [
        // A shop that takes real money must not sell for test money beside it.
        ...(ALLOW_SANDBOX && secretKey && isLive(secretKey)
          ? ['STRIPE_SECRET_KEY: is a live key, and ALLOW_SANDBOX says yes: only one of them can be meant']
          : []),
        ...(secretKey ? [] : ['STRIPE_SECRET_KEY: is required where PAYMENT_PROVIDERS names stripe']),
        ...(webhookSecret ? [] : ['STRIPE_WEBHOOK_SECRET: is required where PAYMENT_PROVIDERS names stripe']),
      ];
      if (mistakes.length > 0 || !secretKey || !webhookSecret) throw new Error(mistakes.join('\n'));
      return openStripe({
        secretKey,
        webhookSecret,
        shop: new URL(PUBLIC_URL).origin,
        apiUrl,
        least,
        brands,
      });
    },
  };

/** What may be left to pay of an order in money, besides nothing: the least that one of them takes (PNT-7). */
export const leastToPay = (providers: Providers, currency: string): number =>
  [...providers.values()].map((provider) => provider.leastOf(currency)).toSorted((a, b) => a - b)[0] ?? 0;

const isLeast = (pair: string): boolean => /^[A-Z]{3}:\d{1,9}$/.test(pair) && isCurrency(pair.slice(0, 3));

function isKnown(name: string): name is (typeof known)[number] {
  return (known as readonly string[]).includes(name);
}
