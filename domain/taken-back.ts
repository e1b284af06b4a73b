/** Who ended an order or took it back, as its buyer is told. */
import type { Act } from './writer/command.ts';

/** Its buyer, the staff, the buyer's bank, the payment provider without our asking; or it was sent back. */
export const takers = ['buyer', 'staff', 'bank', 'provider', 'return'] as const;
export type TakenBackBy = (typeof takers)[number];

/** Of an act that gives an order back, without goods on their way. */
export function takenBackBy({ by, reason }: Act): TakenBackBy {
  if (by === 'buyer') return 'buyer';
  if (by.startsWith('staff:')) return 'staff';
  return reason === 'dispute_lost' ? 'bank' : 'provider';
}
