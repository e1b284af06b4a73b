/** The receipt of a standing, signed; null where there is no place to prove. */
import { isBeside, type Standing } from '../../domain/standing.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { signReceipt } from '../../tokens/receipt.ts';

export interface ReceiptOf {
  readonly saleId: string;
  readonly entryId: string;
  readonly standing: Standing;
  readonly secretHash: string | null;
  readonly generation: number;
}

export function receiptText(ring: KeyRing, place: ReceiptOf): string | null {
  const { saleId, entryId, standing, secretHash, generation } = place;
  if (standing.state === 'none') return null;
  const { state, number, lane } = standing;
  return signReceipt(ring, {
    ...{ saleId, entryId, number, generation, secretHash },
    lobby: state === 'lobby',
    ...(isBeside(lane) && { lane }),
  });
}
