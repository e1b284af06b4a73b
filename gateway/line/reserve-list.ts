/**
 * Joining and leaving the reserve list of a sale that is sold out (RAF-3): `reserve`. The list keeps the order of the line,
 * so the place that somebody has is the place that they get. It is in PostgreSQL before it is answered; a repeat changes
 * the address and nothing else.
 */
import { joinList } from '../../db/reserve-list.ts';
import { isReserveOpen } from '../../domain/raffle.ts';
import { Refused } from '../../domain/refusals.ts';
import type { Standing } from '../../domain/standing.ts';
import { sealListAddress } from '../../tokens/list-address.ts';
import { addressOf } from './address-of.ts';
import type { Deed, DeedDone } from './deed.ts';
import { giveUp } from './give-up.ts';
import type { Hall } from './hall.ts';

export interface ReserveWish {
  /** Null leaves the list. */
  readonly email: string | null;
  readonly language: 'ko' | 'en';
}

export const reserve: Deed<ReserveWish> = async ({ db, ring }, hall, { entryId }, { email, language }) => {
  const { standing } = await hall.ask.read.add(entryId);
  if (email === null) return await leave(hall, standing);
  const address = addressOf(email);
  const isOnIt = standing.state === 'reserve';
  if (!isOnIt && (!isReserveOpen(hall.sale) || hasTurn(standing))) throw noList();
  const entry = await joinList(db, hall.sale.id, {
    entryId,
    placeNumber: placeOf(standing),
    contactSealed: sealListAddress(ring, hall.sale.id, entryId, address),
    language,
  });
  if (!entry) throw noList();
  return await hall.ask.list.add({ entryId, number: entry.number ?? 0 });
};

async function leave(hall: Hall, standing: Standing): Promise<DeedDone> {
  if (standing.state === 'reserve') await giveUp(hall, standing);
  return await hall.ask.read.add(standing.entryId);
}

const noList = () => new Refused('sale_not_open', { detail: 'There is no reserve list to join now.' });

const hasTurn = ({ state }: Standing): boolean =>
  state === 'called' || state === 'calling' || state === 'shopping' || state === 'lobby';

/** A turn that is over gives no place in the list. */
const placeOf = ({ state, number }: Standing): number =>
  state === 'waiting' || state === 'returned' || state === 'passedOver' || state === 'snoozed' ? number : 0;
