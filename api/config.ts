/** Settings of the API process. */
import { z } from 'zod';
import { openProviders, paymentShape } from '../payment/providers.ts';
import { commaList, commonShape, portNumber, readConfig } from '../runtime/config.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { shippingShape } from '../runtime/shipping-days.ts';

const twoStepPolicies = ['off', 'warn', 'require'] as const;
export type TwoStepPolicy = (typeof twoStepPolicies)[number];

export const settingsShape = {
  ...commonShape,
  ...paymentShape,
  ...shippingShape,
  /** PRIVATE_HOST where it is not set: the gateway is the one who calls. */
  API_HOST: z.string().min(1).optional(),
  /** Two-step sign-in of owners and operators. */
  STAFF_TWO_STEP: z.enum(twoStepPolicies).default('require'),
  /** 0 = any free one, found through the registry. */
  API_PORT: portNumber.default(0),
  /** Origins besides PUBLIC_URL's own whose pages may use our cookies. */
  ALLOWED_ORIGINS: commaList
    .refine(
      (origins) => origins.every(isOrigin),
      'expected a comma list of origins like https://shop.example',
    )
    .transform((origins) => origins.map((origin) => new URL(origin).origin))
    .default([]),
};

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && pathname === '/' && search === '' && hash === '';
}

/** The settings and what is made of them alone. Ends the process with every mistake named, before anything is opened. */
export function readSettings() {
  const config = readConfig(settingsShape);
  try {
    return { config, ring: parseKeyRing(config.USHER_KEYS), providers: openProviders(config) };
  } catch (fault) {
    console.error(
      `Cannot start: settings are wrong or missing\n  ${fault instanceof Error ? fault.message : fault}`,
    );
    process.exit(78); // EX_CONFIG: starting again will not help.
  }
}
