/**
 * From who somebody is to where they stand: the place they have, the place their receipt gives back, or a
 * new one at the end (GWY-8, GWY-9). Repeating it, from any number of tabs and gateways, finds the same
 * place.
 */

import type { WaitingLane } from '../../domain/lane.ts';
import { CALLS_UNASKED_MAX } from '../../domain/limits.ts';
import type { LineCheck } from '../../domain/protocol.ts';
import { Refused } from '../../domain/refusals.ts';
import type { LineHead, Standing, StandingState } from '../../domain/standing.ts';
import type { Receipt } from '../../tokens/receipt.ts';
import type { Visitor } from './entry.ts';
import { giveUp, mergeAway } from './give-up.ts';
import type { Hall } from './hall.ts';
import type { Reading } from './hall-batches.ts';
import type { Candidate } from './identify.ts';

export interface Found {
  readonly candidate: Candidate;
  readonly head: LineHead;
  readonly standing: Standing;
  /** The place was taken just now, by this visitor. */
  readonly isNew: boolean;
  /** Of somebody in the slow lane. */
  readonly check?: LineCheck | null;
}

/** Smaller is better; two of the same rank go by who is further in front. */
const ranks: Readonly<Record<StandingState, number>> = {
  shopping: 0,
  called: 1,
  calling: 2,
  returned: 2,
  passedOver: 2,
  waiting: 3,
  lobby: 3,
  snoozed: 3,
  reserve: 4,
  finished: 4,
  none: 5,
};

/** A place at the end, or where this one stands already. */
export async function takePlace(
  hall: Hall,
  first: Candidate,
  lane: WaitingLane = 'ordinary',
): Promise<Found> {
  let reading = await hall.ask.join.add({ entryId: first.entryId, lane });
  if (hall.sale.mode === 'raffle') mustBeRegistered(hall, reading.standing);
  else if (reading.standing.state === 'finished' && mayJoinAgain(first)) {
    await giveUp(hall, reading.standing);
    reading = await hall.ask.join.add({ entryId: first.entryId, lane });
  }
  const isNew = reading.standing.state !== 'none' && mustLook(first);
  return { candidate: first, ...(await here(hall, reading)), isNew };
}

/** Joining a raffle is registering for it, and that ends (RAF-1). */
function mustBeRegistered({ sale }: Hall, { state }: Standing): void {
  const isOver = sale.state === 'soldOut' || sale.state === 'closed';
  if (state === 'none' && !isOver) throw new Refused('sale_not_open', { detail: 'Registration has ended.' });
}

/**
 * Whose turn is over may join again, at the end: asked by joining without the receipt, with the secret shown. A reload
 * brings the receipt along and is told that the turn is over.
 */
export const mayJoinAgain = ({ receipt, secretHash, isProven }: Candidate): boolean =>
  receipt === null && secretHash !== null && isProven;

export interface Looking {
  /** Looks although joining would find the place as well: something is to be asked before a new one is taken. */
  readonly looks?: boolean;
  /** The socket that asks. */
  readonly spare?: Visitor | undefined;
  /** Remembers that this place is the account's from now on, unless another one became it meanwhile. */
  readonly keep?: (accountId: string, was: string, entryId: string) => Promise<void>;
}

/** A place that a candidate has, or that a receipt gives back; null where there is none. Never joins. */
export function knownPlace(
  hall: Hall,
  candidates: readonly Candidate[],
  looking: Looking = {},
): Promise<Found | null> | null {
  const needsNone = !looking.looks && candidates.length === 1 && !candidates.some(mustLook);
  return needsNone ? null : bestPlace(hall, candidates, looking);
}

async function bestPlace(
  hall: Hall,
  candidates: readonly Candidate[],
  { spare, keep }: Looking,
): Promise<Found | null> {
  const places = await Promise.all(
    candidates.map(async (candidate) => ({ candidate, ...(await placeOf(hall, candidate)) })),
  );
  const [best, ...others] = places.filter(({ standing }) => standing.state !== 'none').sort(byPlace);
  if (!best) return null;
  const { candidate, ...reading } = best;
  const account = candidates.find(({ accountId }) => accountId !== null);
  if (account?.accountId && account.entryId !== candidate.entryId)
    await keep?.(account.accountId, account.entryId, candidate.entryId);
  // One visitor, one place: the better one stays. A turn that runs with the other one ends by itself.
  for (const { standing, candidate: other } of others) {
    const isWaiting = ranks[standing.state] === 2 || ranks[standing.state] === 3;
    if (isWaiting && other.isProven) await mergeAway(hall, standing, spare ?? null);
  }
  return { candidate, ...(await here(hall, reading)), isNew: false };
}

/**
 * A receipt may speak of a place the line forgot. And who names a secret without showing it must not pass
 * for the one who made the place: whether it exists already has to be known.
 */
const mustLook = ({ receipt, isProven }: Candidate): boolean => receipt !== null || !isProven;

/** Where one of them stands; what the line forgot is put back. */
export async function placeOf(hall: Hall, { entryId, receipt }: Candidate): Promise<Reading> {
  const reading = await hall.ask.read.add(entryId);
  return receipt && isForgotten(reading, receipt) ? await hall.ask.restore.add(receipt) : reading;
}

/** The line lost the place, or knows it from PostgreSQL alone, which does not know whom it lets pass. */
function isForgotten({ standing: { state }, head }: Reading, { snooze, generation }: Receipt): boolean {
  if (state === 'none') return true;
  const isKnownByCall = state === 'returned' || state === 'passedOver';
  return snooze !== undefined && isKnownByCall && generation < head.generation;
}

/** Whoever asks is here: somebody passed over returns to the front, unless two calls went by. */
export function here(hall: Hall, reading: Reading): Reading | Promise<Reading> {
  const { standing } = reading;
  const isAway = standing.state === 'passedOver' && standing.callNo < CALLS_UNASKED_MAX;
  return isAway ? hall.ask.present.add(standing.entryId) : reading;
}

const byPlace = (one: Reading, other: Reading): number =>
  ranks[one.standing.state] - ranks[other.standing.state] ||
  (one.standing.ahead ?? one.standing.number) - (other.standing.ahead ?? other.standing.number);
