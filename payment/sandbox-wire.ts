/** What the sandbox bank and its adapter say to each other, as schemas: both sides parse what comes in. */
import { z } from 'zod';

/** Minor units. */
const amount = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const currency = z.string().regex(/^[A-Z]{3}$/);

export const sandboxAsk = z.strictObject({
  id: z.string().min(1).max(64),
  amount: amount.min(1),
  currency,
  description: z.string().max(300),
  returnUrl: z.url({ protocol: /^https?$/ }),
  expiresAt: z.iso.datetime(),
});
export type SandboxAsk = z.infer<typeof sandboxAsk>;

export const sandboxPayment = z.object({
  ref: z.string().min(1),
  id: z.string(),
  url: z.url(),
  state: z.enum(['pending', 'succeeded', 'declined', 'cancelled', 'refunded']),
  amount,
  currency,
  refundedAmount: amount,
});
export type SandboxPayment = z.infer<typeof sandboxPayment>;

export const sandboxRefund = z.strictObject({ amount: amount.min(1), key: z.string().min(1).max(64) });
export type SandboxRefund = z.infer<typeof sandboxRefund>;

export const sandboxEvent = z.object({
  id: z.string().min(1).max(64),
  type: z.string(),
  createdAt: z.iso.datetime(),
  data: z.object({ ref: z.string().min(1) }),
});
export type SandboxEvent = z.infer<typeof sandboxEvent>;

const percent = z.number().min(0).max(100);

/** How badly the bank behaves; all of it is off at first. */
export const sandboxKnobs = z.strictObject({
  /** Of the payments that the buyer wants to pay, so many the bank declines. */
  failPercent: percent,
  /**
   * Each answer of the bank comes this much later, after the act: with 4 s a caller who waits 3 s misses it.
   */
  delayMs: z.int().min(0).max(60_000),
  /** How often each webhook is sent besides the first time. */
  duplicates: z.int().min(0).max(20),
  /** Of the webhooks, so many are never sent. */
  dropPercent: percent,
  /** Each webhook is sent this much later. */
  lateMs: z.int().min(0).max(86_400_000),
  /** Tells of a payment's beginning too, and only after its end. */
  outOfOrder: z.boolean(),
  /** So many of the next calls of the API are answered 503 and do nothing. */
  failNextCalls: z.int().min(0).max(1_000),
});
export type SandboxKnobs = z.infer<typeof sandboxKnobs>;
