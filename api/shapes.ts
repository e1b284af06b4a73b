/**
 * The shapes that several routes read, strict: an unknown field is a mistake of the caller's and is told, not dropped.
 * Control characters are refused everywhere (PostgreSQL cannot keep a null byte, and nobody has a tab in their name).
 */
import { z } from '@hono/zod-openapi';
import { isCountry } from '../domain/countries.ts';
import { isCurrency } from '../domain/currencies.ts';
import { LINE_QUANTITY_MAX, ORDER_LINES_MAX } from '../domain/limits.ts';

const printable = /^[^\p{Cc}\p{Cs}]*$/u;
const printableLines = /^[\n\t[^\p{Cc}\p{Cs}]]*$/v;

/** One line of text; blanks at its ends are taken off. */
export const lineText = (leastLength: number, mostLength: number) =>
  z
    .string()
    .max(mostLength)
    .regex(printable, 'holds a character that cannot be shown')
    .trim()
    .min(leastLength);
export const longText = (mostLength: number) =>
  z.string().max(mostLength).regex(printableLines, 'holds a character that cannot be shown');

export const password = z.string().min(1).max(200).regex(printable, 'holds a character that cannot be typed');

/** For a new one. Length is what counts; the words of rules about signs are not kept by people anyway. */
export const newPassword = z
  .string()
  .min(10, 'at least 10 characters')
  .max(200)
  .regex(printable, 'holds a character that cannot be typed');
/** With the country, as a phone writes it: +82101234567. */
export const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'expected + and the number with its country');

export const slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected small letters, digits and single hyphens')
  .openapi({ example: 'summer-night' });

/** Ids are opaque; this only keeps out what can be none. */
export const id = z
  .string()
  .max(64)
  .regex(/^[a-z]{2,5}_[A-Za-z0-9_-]+$/, 'expected an id');
export const slugParam = z.strictObject({ slug });
export const orderParam = z.strictObject({ id });

/** ISO 8601; an offset is understood, answers are UTC. */
export const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine(
    (at) => at.getUTCFullYear() >= 2000 && at.getUTCFullYear() < 2200,
    'expected a year from 2000 to 2199',
  )
  .openapi({ type: 'string', format: 'date-time' });

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'expected three capital letters, as in KRW')
  .refine(isCurrency, 'is not a currency that things may be sold in');

export const reason = lineText(1, 300);
export const reasonBody = z.strictObject({ reason: reason.optional() });
export const cursor = z
  .string()
  .max(200)
  .optional()
  .openapi({ description: '`nextCursor` of the page before' });
export const email = z.string().max(254).trim().pipe(z.email());

export const contactShape = z.strictObject({ email, name: lineText(1, 100) });
export const addressShape = z.strictObject({
  recipient: lineText(1, 100),
  line1: lineText(1, 200),
  line2: lineText(0, 200).optional(),
  city: lineText(1, 100),
  postalCode: lineText(1, 20),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected two capital letters, as in KR')
    .refine(isCountry, 'is not a country of ISO 3166-1'),
  phone: lineText(0, 40).optional(),
  note: lineText(0, 300).optional(),
});

export const orderLines = z
  .array(z.strictObject({ tierId: id, quantity: z.int().min(1).max(LINE_QUANTITY_MAX) }))
  .min(1)
  .max(ORDER_LINES_MAX);

const partQuantity = z
  .int()
  .min(1)
  .max(LINE_QUANTITY_MAX * ORDER_LINES_MAX);
/** Some units of an order: of a line, or of a tier whichever lines it stands on. */
export const orderParts = z
  .array(
    z.union([
      z.strictObject({ lineNo: z.int().min(1).max(ORDER_LINES_MAX), quantity: partQuantity }),
      z.strictObject({ tierId: id, quantity: partQuantity }),
    ]),
  )
  .min(1)
  .max(ORDER_LINES_MAX);

/** Headers are read by hand on the fast path; this documents and checks the one that names a request. */
export const idempotencyKeyPattern = /^[\x21-\x7e]{1,200}$/;
