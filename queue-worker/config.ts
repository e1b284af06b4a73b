/** Settings of the queue-worker process. */
import { z } from 'zod';
import { BATCH_COMMANDS_MAX } from '../domain/limits.ts';
import { paymentShape } from '../payment/providers.ts';
import { commonShape, urlOf, wholeNumber } from '../runtime/config.ts';
import { shippingShape } from '../runtime/shipping-days.ts';

export const settingsShape = {
  ...commonShape,
  ...paymentShape,
  ...shippingShape,
  SMTP_URL: urlOf('smtp:', 'smtps:'),
  /** Commands that the writer decides in one transaction. 1: each order takes the lock of its sale for itself. */
  WRITER_BATCH_MAX: wholeNumber(1, BATCH_COMMANDS_MAX).default(BATCH_COMMANDS_MAX),
  /** How long what names people is kept after it was needed. */
  PERSONAL_DATA_DAYS: wholeNumber(1, 3_650).default(30),
  MAIL_FROM: z.string().min(3),
  /** Where samples of all letters are shown: the mail catcher of a demo. */
  MAIL_SAMPLES_URL: urlOf('http:', 'https:').optional(),
  /** Signs mails as coming from this domain, with the key whose public half is at SELECTOR._domainkey.DOMAIN. */
  MAIL_DKIM_DOMAIN: z.string().min(3).optional(),
  MAIL_DKIM_SELECTOR: z.string().min(1).optional(),
  /** PEM; line ends may be written as \\n. */
  MAIL_DKIM_KEY: z
    .string()
    .transform((key) => key.replaceAll('\\n', '\n'))
    .refine((key) => key.startsWith('-----BEGIN'), 'expected a private key in PEM')
    .optional(),
  /** Of the money of an order of an account, so much comes back as points; 0: none. */
  POINTS_PERCENT: z.coerce.number().int().min(0).max(100).default(0),
  /** A public beacon in drand's shape, mixed into every draw; without one the page says so. */
  DRAW_BEACON_URL: urlOf('https:', 'http:').optional(),
  /** The drand chain that must have signed its rounds; left out where the address names it. */
  DRAW_BEACON_CHAIN: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected the hash of a drand chain, 64 characters of hex')
    .optional(),
};
