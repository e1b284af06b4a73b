/**
 * "Tell me when it is near" (MAI-30): puts an address to the place. It is sealed before it is kept; asking again replaces
 * it. The mail itself is the queue-worker's.
 */
import { keepContact } from '../../db/line-contacts.ts';
import { Refused } from '../../domain/refusals.ts';
import { addressOf } from './address-of.ts';
import type { Deed } from './deed.ts';

export interface RemindWish {
  readonly email: string;
  readonly language: 'ko' | 'en';
}

export const remind: Deed<RemindWish> = async ({ db, ring }, hall, { entryId }, { email, language }) => {
  const address = addressOf(email);
  const reading = await hall.ask.read.add(entryId);
  const { state } = reading.standing;
  // Where nobody waits for a turn none comes near, and nobody would write.
  const hasNoTurns = hall.sale.mode === 'passthrough';
  if (hasNoTurns || state === 'none' || state === 'finished' || state === 'shopping')
    throw new Refused('invalid_request', { detail: 'There is no turn to wait for.' });
  await keepContact(db, ring, { saleId: hall.sale.id, entryId, email: address, language });
  return { ...reading, reminded: true };
};
