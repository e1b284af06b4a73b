/**
 * What the bank's journal holds: every fact that changed something, and which webhooks need no more sending.
 */
import { z } from 'zod';
import { sandboxAsk, sandboxCapture } from '../payment/sandbox-wire.ts';

const fact = { at: z.iso.datetime(), ref: z.string(), eventId: z.string().nullable() };

export const bankEntry = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('created'), ...fact, ask: sandboxAsk }),
  z.strictObject({
    type: z.literal('settled'),
    ...fact,
    state: z.enum(['succeeded', 'declined', 'cancelled']),
    /** Left out: what was asked for. */
    captured: sandboxCapture.optional(),
  }),
  z.strictObject({ type: z.literal('refunded'), ...fact, key: z.string(), amount: z.int() }),
  z.strictObject({
    type: z.literal('disputed'),
    ...fact,
    state: z.enum(['open', 'won', 'lost']),
    amount: z.int(),
    reason: z.string().nullable(),
  }),
  /** The webhook arrived, was dropped on purpose, or was given up. */
  z.strictObject({ type: z.literal('told'), eventId: z.string() }),
]);
export type BankEntry = z.infer<typeof bankEntry>;
/** An entry that a webhook tells of. */
export type BankFact = Exclude<BankEntry, { type: 'told' }>;
export type SettledState = Extract<BankEntry, { type: 'settled' }>['state'];
