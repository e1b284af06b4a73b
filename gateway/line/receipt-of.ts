/** What the receipt of a standing says, before it is signed; null where there is no place to prove. */
import { isBeside, type Standing } from '../../domain/standing.ts';
import type { Receipt } from '../../tokens/receipt.ts';

export interface ReceiptOf {
  readonly saleId: string;
  readonly entryId: string;
  readonly standing: Standing;
  readonly secretHash: string | null;
  readonly generation: number;
}

export function receiptOf(place: ReceiptOf): Receipt | null {
  const { saleId, entryId, standing, secretHash, generation } = place;
  if (standing.state === 'none') return null;
  const { state, number, lane } = standing;
  return {
    ...{ saleId, entryId, number, generation, secretHash },
    lobby: state === 'lobby',
    ...(isBeside(lane) && { lane }),
  };
}
