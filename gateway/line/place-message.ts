/** A standing in the words of the protocol, and whether what the visitor was told last still holds. */
import { type EtaWhy, etaOf, type Pace } from '../../domain/eta.ts';
import { isOnList, isOver, mustAsk, placeStateOf, type SaleWord, wordWithPhase } from '../../domain/place.ts';
import { aheadAfter, type Eta, type LineCheck, type PlaceMessage } from '../../domain/protocol.ts';
import type { SaleMode } from '../../domain/sale.ts';
import { isBeside, type LineHead, laneHeadOf, type Standing } from '../../domain/standing.ts';
import type { Told } from './entry.ts';

export interface Situation {
  readonly standing: Standing;
  /** As it looks from the visitor's lane: `moved` is that lane's. */
  readonly head: LineHead;
  readonly word: SaleWord;
  readonly mode: SaleMode;
  readonly opensAt: Date | null;
  readonly pace: Pace | null;
  /** Why the pace became slower lately. */
  readonly why: EtaWhy | null;
  /** Null where the place did not come through a draw. */
  readonly lobbyIndex: number | null;
}

export interface PlaceExtra {
  readonly receipt?: string;
  readonly aheadAtJoin?: number | null;
  /** Of somebody in the slow lane. */
  readonly check?: LineCheck | null;
  readonly reminded?: true;
}

/** Everybody who has not had their turn, in whichever lane, the lobby included. */
export const waitingOf = ({ waiting, lobbyCount, priority, slow }: LineHead): number =>
  waiting + lobbyCount + priority.waiting + slow.waiting;

/** The head of the line as somebody in this lane counts by it (GWY-13). */
export const headFor = (head: LineHead, lane: Standing['lane']): LineHead =>
  isBeside(lane) ? { ...head, moved: laneHeadOf(head, lane).moved } : head;

export function placeMessage(
  situation: Situation,
  extra: PlaceExtra = {},
  told = toldOf(situation),
): PlaceMessage {
  const { standing, head, word, opensAt } = situation;
  const { state } = told;
  // An index of the lobby is no place: coming early gives no better one.
  const isDrawn = standing.state !== 'lobby' && state !== 'registered';
  const number = isDrawn && standing.number > 0 && !isOver(state) ? standing.number : null;
  const { receipt, aheadAtJoin, reminded, check } = extra;
  return {
    type: 'place',
    state,
    ahead: told.ahead,
    moved: head.moved,
    waiting: waitingOf(head),
    eta: told.eta,
    ...(aheadAtJoin !== undefined && aheadAtJoin !== null && { aheadAtJoin }),
    ...(number !== null && { number }),
    ...(situation.lobbyIndex !== null && { lobbyIndex: situation.lobbyIndex }),
    ...(told.reserveNumber !== null && { reserveNumber: told.reserveNumber }),
    ...(receipt !== undefined && { receipt }),
    ...(reminded && { reminded }),
    ...(word === 'lobby' && opensAt && { opensAt: opensAt.toISOString() }),
    ...((state === 'called' || state === 'won') &&
      standing.deadlineMs !== null && { claimBy: isoOf(standing.deadlineMs) }),
    ...(standing.lane === 'reserve' && (state === 'called' || state === 'won') && { fromList: true }),
    ...(standing.callNo > 0 && !isOver(state) && { callNo: standing.callNo }),
    ...(mustAsk(standing) && state === 'passedOver' && { mustAsk: true }),
    ...(isBeside(standing.lane) && !isOver(state) && { lane: standing.lane }),
    ...(standing.lane === 'slow' && check && !isOver(state) && { check }),
    ...(state === 'snoozed' && { letPass: standing.ahead ?? 0 }),
    // A place before the line that still names its turn is a turn given back.
    ...(standing.state === 'returned' && standing.admissionId !== null && { givenBack: true }),
    ...(state === 'finished' && standing.end && { outcome: outcomes[standing.end] }),
  };
}

const outcomes = { finished: 'bought', ended: 'ended', missed: 'missed' } as const;

export const isoOf = (ms: number): string => new Date(ms).toISOString();

export function toldOf({ standing, head, word, mode, pace, why }: Situation): Told {
  const state = placeStateOf(standing.state, wordWithPhase(word, head.phase), { mode, lane: standing.lane });
  const isListed = isOnList(state);
  const ahead = isOver(state) || isListed || state === 'registered' ? null : standing.ahead;
  return {
    state,
    ahead,
    reserveNumber: isListed && standing.ahead !== null ? standing.ahead + 1 : null,
    moved: head.moved,
    eta: state === 'waiting' || state === 'snoozed' ? etaOf(ahead, pace, why) : null,
    callNo: standing.callNo,
    deadlineMs: standing.deadlineMs,
    lane: standing.lane,
  };
}

/**
 * True while the visitor, by the arithmetic of frames, already knows all of `now`: then nothing is sent. A
 * position that only moved as the frames said is known; an estimate is, while it shrinks in step with the
 * position.
 */
export function stillHolds(told: Told, now: Told): boolean {
  if (told.state !== now.state || told.callNo !== now.callNo || told.deadlineMs !== now.deadlineMs)
    return false;
  if (told.reserveNumber !== now.reserveNumber) return false;
  if (told.lane !== now.lane) return false; // Another lane counts by another counter.
  if (told.ahead === null || now.ahead === null)
    return told.ahead === now.ahead && sameEta(told.eta, now.eta, 1);
  if (aheadAfter({ ahead: told.ahead, moved: told.moved }, now) !== now.ahead) return false;
  return sameEta(told.eta, now.eta, (now.ahead + 1) / (told.ahead + 1));
}

/** An estimate may be off by a tenth, or ten seconds, before it is told again. */
function sameEta(told: Eta | null, now: Eta | null, share: number): boolean {
  if (told === null || now === null) return told === now;
  if (now.reason !== undefined && (told.reason !== now.reason || told.reasonAt !== now.reasonAt))
    return false;
  const expected = told.toSeconds * share;
  return Math.abs(expected - now.toSeconds) <= Math.max(10, expected / 10);
}
