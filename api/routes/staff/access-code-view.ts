/** An access code as staff sees it after it was made: everything but the code. */
import { z } from '@hono/zod-openapi';
import type { AccessCode } from '../../../db/access-codes.ts';
import { codeLanes } from '../../../domain/lane.ts';

const time = z.string().openapi({ format: 'date-time' });

export const accessCode = z
  .object({
    id: z.string(),
    label: z.string(),
    lane: z.enum(codeLanes),
    usesMax: z.int(),
    uses: z.int(),
    endsAt: time.nullable(),
    withdrawnAt: time.nullable(),
    createdAt: time,
  })
  .openapi('AccessCode');

export const accessCodeView = ({ endsAt, withdrawnAt, createdAt, ...code }: AccessCode) => ({
  ...code,
  endsAt: endsAt?.toISOString() ?? null,
  withdrawnAt: withdrawnAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});
