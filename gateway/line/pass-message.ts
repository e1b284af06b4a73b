/**
 * The pass of somebody inside. Signed from what PostgreSQL has committed, so the same claim gives the same
 * pass again.
 */
import type { PassMessage } from '../../domain/protocol.ts';
import type { Standing } from '../../domain/standing.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { signPass } from '../../tokens/pass.ts';
import { isoOf } from './place-message.ts';
import type { LiveSale } from './sale-book.ts';

/** Null where nobody is inside. */
export async function passMessage(
  ring: KeyRing,
  sale: Pick<LiveSale, 'id' | 'slug'>,
  standing: Standing,
  secretHash: string | null,
): Promise<PassMessage | null> {
  const { entryId, state, admissionId, deadlineMs } = standing;
  if (state !== 'shopping' || admissionId === null || deadlineMs === null) return null;
  const expiresAt = new Date(deadlineMs);
  const pass = await signPass(ring, {
    saleId: sale.id,
    visitorId: entryId,
    admissionId,
    secretHash,
    expiresAt,
  });
  return { type: 'pass', pass, expiresAt: isoOf(deadlineMs), url: `/sales/${sale.slug}/checkout` };
}
