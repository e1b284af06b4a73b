/**
 * How badly the sandbox bank behaves: knobs for all it does, and profiles, named sets of them, for everything, for one sale
 * or for one payment (SBX-6, SBX-9). Whatever a profile says wins over the knobs.
 */
import { z } from 'zod';

const percent = z.number().min(0).max(100);

const knobs = {
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
};

export const sandboxProfiles = {
  /** As two of the older shops simulated it. */
  fail20: { failPercent: 20 },
  fail10: { failPercent: 10 },
  /** Within what a caller waits for, and long for a buyer. */
  slow: { delayMs: 1_500 },
  duplicate: { duplicates: 4 },
  /** No webhook comes at all: only the reconciler finds the money. */
  lost: { dropPercent: 100 },
  /** After the reconciler's first look. */
  late: { lateMs: 30_000 },
  outOfOrder: { outOfOrder: true },
} as const satisfies Readonly<Record<string, Partial<SandboxKnobs>>>;

export type SandboxProfile = keyof typeof sandboxProfiles;
export const sandboxProfileName = z.enum(Object.keys(sandboxProfiles) as [SandboxProfile]);

/** All of it is off at first. */
export const sandboxKnobs = z.strictObject({ ...knobs, profile: sandboxProfileName.nullable() });
export type SandboxKnobs = z.infer<z.ZodObject<typeof knobs>> & { profile: SandboxProfile | null };

export const calmKnobs: SandboxKnobs = {
  failPercent: 0,
  delayMs: 0,
  duplicates: 0,
  dropPercent: 0,
  lateMs: 0,
  outOfOrder: false,
  failNextCalls: 0,
  profile: null,
};
