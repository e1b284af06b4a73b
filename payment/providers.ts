/**
 * Which providers are there, by PAYMENT_PROVIDERS; there is no default, because taking test money by mistake
 * is worse than not starting. The sandbox additionally wants ALLOW_SANDBOX=yes.
 */
import { z } from 'zod';
import type { Clock } from '../runtime/clock.ts';
import { systemClock } from '../runtime/clock.ts';
import { commaList, onOff, type SettingsOf, urlOf } from '../runtime/config.ts';
import type { PaymentProvider, Providers } from './provider.ts';
import { openSandbox } from './sandbox.ts';

const known = ['sandbox'] as const;

/** The payment settings of API and queue-worker; what depends on one another is checked by openProviders. */
export const paymentShape = {
  PAYMENT_PROVIDERS: commaList
    .refine((names) => names.length > 0, 'names no provider')
    .refine((names) => names.every(isKnown), `expected a comma list of: ${known.join(', ')}`),
  ALLOW_SANDBOX: onOff.default(false),
  SANDBOX_URL: urlOf('http:', 'https:').optional(),
  SANDBOX_SECRET: z.string().min(32).optional(),
};
export type PaymentSettings = SettingsOf<typeof paymentShape>;

/** Throws an Error that names every mistake. */
export function openProviders(settings: PaymentSettings, clock: Clock = systemClock): Providers {
  const providers = new Map<string, PaymentProvider>();
  for (const name of settings.PAYMENT_PROVIDERS.filter(isKnown))
    providers.set(name, openers[name](settings, clock));
  return providers;
}

const openers: Record<(typeof known)[number], (settings: PaymentSettings, clock: Clock) => PaymentProvider> =
  {
    sandbox: ({ ALLOW_SANDBOX, SANDBOX_URL: url, SANDBOX_SECRET: secret }, clock) => {
      const mistakes = [
        ...(ALLOW_SANDBOX ? [] : ['ALLOW_SANDBOX: must be yes where PAYMENT_PROVIDERS names sandbox']),
        ...(url ? [] : ['SANDBOX_URL: is required where PAYMENT_PROVIDERS names sandbox']),
        ...(secret ? [] : ['SANDBOX_SECRET: is required where PAYMENT_PROVIDERS names sandbox']),
      ];
      if (mistakes.length > 0 || !url || !secret) throw new Error(mistakes.join('\n'));
      return openSandbox({ url, secret, clock });
    },
  };

function isKnown(name: string): name is (typeof known)[number] {
  return (known as readonly string[]).includes(name);
}
