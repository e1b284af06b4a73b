/** What the sandbox bank and its adapter say to each other, as schemas: both sides parse what comes in. */
import { z } from 'zod';
import { sandboxProfileName } from './sandbox-knobs.ts';

/** Minor units. */
const amount = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const currency = z.string().regex(/^[A-Z]{3}$/);

export const sandboxAsk = z.strictObject({
  id: z.string().min(1).max(64),
  /** Told back with what happened to the money. A book of older times does not have them. */
  orderId: z.string().max(64).optional(),
  /** What a profile may be set for. */
  saleId: z.string().max(64).optional(),
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
  dispute: z
    .object({
      ref: z.string(),
      state: z.enum(['open', 'won', 'lost']),
      amount,
      reason: z.string().nullable(),
    })
    .nullable()
    .default(null),
});
export type SandboxPayment = z.infer<typeof sandboxPayment>;

export const sandboxRefund = z.strictObject({ amount: amount.min(1), key: z.string().min(1).max(64) });
export type SandboxRefund = z.infer<typeof sandboxRefund>;

/** What the buyer's bank does, as whoever tries the sandbox says it. */
export const sandboxDispute = z.strictObject({
  state: z.enum(['open', 'won', 'lost']),
  reason: z.string().max(200).nullable().default(null),
});

/** What the buyer's bank really takes, where it is not what was asked for. */
export const sandboxCapture = z.strictObject({ amount: amount.min(1), currency });
export type SandboxCapture = z.infer<typeof sandboxCapture>;

export const sandboxProfileAsk = z.strictObject({ profile: sandboxProfileName.nullable() });

/** The bank's own account of what happened to money: oldest first, a page at a time. */
export const sandboxChanges = z.object({
  changes: z.array(
    z.object({
      ref: z.string().min(1),
      id: z.string(),
      orderId: z.string().nullable(),
      what: z.enum(['captured', 'refunded', 'disputed']),
      amount,
      currency,
    }),
  ),
  next: z.string().nullable(),
});
export type SandboxChanges = z.infer<typeof sandboxChanges>;
export const sandboxChangesAsk = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  after: z.coerce.number().int().min(0).default(0),
});

export const sandboxEvent = z.object({
  id: z.string().min(1).max(64),
  type: z.string(),
  createdAt: z.iso.datetime(),
  data: z.object({ ref: z.string().min(1) }),
});
export type SandboxEvent = z.infer<typeof sandboxEvent>;
