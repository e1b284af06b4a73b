/** A flag on an account as its owner and the staff see it; the staff also see whose it is. */
import { z } from '@hono/zod-openapi';
import type { Flag } from '../db/account-flags.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { openAppeal } from '../tokens/sealed-appeal.ts';

export const flagStates = ['flagged', 'appealed', 'kept', 'lifted'] as const;

export const flagShape = z
  .object({
    id: z.string(),
    state: z.enum(flagStates),
    reason: z.string(),
    flaggedAt: z.string(),
    appeal: z.string().nullable(),
    appealedAt: z.string().nullable(),
    answer: z.string().nullable(),
    answeredAt: z.string().nullable(),
  })
  .openapi('AccountFlag');

export const flagView = (ring: KeyRing, flag: Flag) => ({
  id: flag.id,
  state: flag.state,
  reason: flag.reason,
  flaggedAt: flag.flaggedAt.toISOString(),
  appeal: flag.appealSealed === null ? null : openAppeal(ring, flag.id, flag.appealSealed),
  appealedAt: flag.appealedAt?.toISOString() ?? null,
  answer: flag.answer,
  answeredAt: flag.answeredAt?.toISOString() ?? null,
});
