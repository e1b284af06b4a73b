/** What the receipt of a standing says, before it is signed; null where there is no place to prove. */
import type { AdmissionFact } from '../../domain/admission-fact.ts';
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
  const { state, number, lane, letsPassTo, callNo } = standing;
  return {
    ...{ saleId, entryId, number, generation, secretHash },
    lobby: state === 'lobby',
    ...(isBeside(lane) && { lane }),
    ...(letsPassTo !== undefined && { snooze: { letsPassTo, callNo } }),
  };
}

/** Of the same entry: nothing has to be signed anew. */
export const saysTheSame = (one: Receipt | null, other: Receipt | null): boolean =>
  one?.number === other?.number &&
  one?.lobby === other?.lobby &&
  one?.lane === other?.lane &&
  one?.snooze?.letsPassTo === other?.snooze?.letsPassTo &&
  one?.generation === other?.generation;

/** Who let others pass after a call goes on doing so, if that call is still the last. */
export const stillSnoozes = ({ number, snooze }: Receipt, fact: AdmissionFact | undefined): boolean =>
  (fact?.state === 'missed' || fact?.state === 'back') &&
  fact.number === number &&
  fact.callNo === snooze?.callNo;
