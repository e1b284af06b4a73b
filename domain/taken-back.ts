/** Who ended an order or took it back, as its buyer is told. */
import type { Act } from './writer/command.ts';

/** Its buyer, the staff, the buyer's bank, the payment provider without our asking; or it was sent back. */
export const takers = ['buyer', 'staff', 'bank', 'provider', 'return'] as const;
export type TakenBackBy = (typeof takers)[number];

/** What somebody wrote as their reason, apart from the codes that banks and providers leave. */
export interface ReasonGiven {
  readonly by: 'buyer' | 'staff';
  readonly reason: string;
}

/** Of an order's ending; null where nobody wrote any, or nobody is known to have. */
export function reasonGiven(
  takenBackBy: TakenBackBy | null | undefined,
  reason: string | null,
): ReasonGiven | null {
  if (reason === null) return null;
  if (takenBackBy === 'staff') return { by: 'staff', reason };
  return takenBackBy === 'buyer' || takenBackBy === 'return' ? { by: 'buyer', reason } : null;
}

/** Of an act that gives an order back, without goods on their way. */
export function takenBackBy({ by, reason }: Act): TakenBackBy {
  if (by === 'buyer') return 'buyer';
  if (by.startsWith('staff:')) return 'staff';
  return reason === 'dispute_lost' ? 'bank' : 'provider';
}
