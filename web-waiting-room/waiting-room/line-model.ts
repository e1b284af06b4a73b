/**
 * What the page knows about this visitor's place, folded from the gateway's messages. Pure: the same messages at the
 * same times give the same knowledge, over a socket or by polling.
 *
 * PAG-1: the number ahead is the contract's arithmetic and never rises while the place is the same. PAG-2: neither
 * does the aisle go back. PAG-31: who changes the lane counts other people, and begins anew; who lets others pass keeps
 * what the page knew. A message that comes twice, late or out of order changes nothing for the worse.
 */
import {
  aheadAfter,
  type FrameMessage,
  type GatewayMessage,
  type PassMessage,
  type PlaceMessage,
  type RefusedMessage,
  type SaleMessage,
} from '../../domain/protocol.ts';
import type { BestPlace } from '../browser-storage/kept-line.ts';
import { nextEstimate, scaledTo, type WaitEstimate } from './wait-estimate.ts';

export interface LineModel {
  readonly place: PlaceMessage | null;
  readonly sale: SaleMessage | null;
  readonly best: BestPlace | null;
  readonly waiting: number | null;
  /** While others are let pass: how many still go before this visitor. */
  readonly passing: number | null;
  readonly estimate: WaitEstimate | null;
  /** The range that stood when the line was paused. */
  readonly estimateAtPause: WaitEstimate | null;
  readonly claimBy: string | null;
  readonly pass: PassMessage | null;
  /** The turn was broken by our own failure, and this place has not had another one since. */
  readonly wasGivenBack: boolean;
  readonly refused: RefusedMessage | null;
  /** When the server last said something, by its clock. */
  readonly heardAtMs: number | null;
  readonly leftAtMs: number | null;
}

export const knowing = (best: BestPlace | null): LineModel => ({
  place: null,
  sale: null,
  best,
  waiting: null,
  passing: null,
  estimate: null,
  estimateAtPause: null,
  claimBy: null,
  pass: null,
  wasGivenBack: false,
  refused: null,
  heardAtMs: null,
  leftAtMs: null,
});

/** The number ahead to show, or null where there is no order. */
export const aheadOf = ({ place, best }: LineModel): number | null =>
  place === null || place.ahead === null ? null : (best?.ahead ?? place.ahead);

/** The estimate for where the visitor stands now. */
export function estimateOf(model: LineModel): WaitEstimate | null {
  const ahead = model.passing ?? aheadOf(model);
  return model.estimate === null || ahead === null ? model.estimate : scaledTo(model.estimate, ahead);
}

export function hear(model: LineModel, message: GatewayMessage, nowMs: number): LineModel {
  const heard = { ...model, heardAtMs: nowMs };
  switch (message.type) {
    case 'place':
      return hearPlace(heard, message, nowMs);
    case 'frame':
      return hearFrame(heard, message);
    case 'sale':
      return hearSale(heard, message);
    case 'call':
      return { ...heard, claimBy: message.claimBy, refused: null };
    case 'pass':
      return { ...heard, pass: message, refused: null };
    case 'refused':
      return { ...heard, refused: message };
    default:
      return heard; // A gateway newer than this page may say more than it understands.
  }
}

function hearPlace(model: LineModel, place: PlaceMessage, nowMs: number): LineModel {
  const best = bestOf(model.best, place);
  const passing = place.state === 'snoozed' ? (place.letPass ?? null) : null;
  // Another lane, or others let pass, count other people: no range to compare with.
  const isCountedAlike =
    laneOf(model.best) === laneOf(best) && (model.passing === null) === (passing === null);
  return {
    ...model,
    place,
    best,
    refused: null,
    waiting: place.waiting,
    passing,
    estimate: nextEstimate(isCountedAlike ? estimateOf(model) : null, place.eta, passing ?? best?.ahead ?? 0),
    wasGivenBack: place.givenBack ?? (place.state === 'called' && model.wasGivenBack),
    claimBy: place.state === 'called' ? (place.claimBy ?? model.claimBy) : null,
    pass: ['shopping', 'called', 'won'].includes(place.state) ? model.pass : null,
    leftAtMs: place.state === 'left' ? (model.leftAtMs ?? nowMs) : null,
  };
}

const laneOf = (best: BestPlace | null) => best?.lane;

/** Another number is another place: who joined again starts anew. */
function bestOf(known: BestPlace | null, place: PlaceMessage): BestPlace | null {
  const number = place.number ?? null;
  const isNumber = number === null || known?.number == null || known.number === number;
  const same = known !== null && isNumber && laneOf(known) === place.lane;
  if (place.state === 'snoozed') return same ? known : null;
  if (place.ahead === null) return null;
  const ahead = same ? Math.min(known.ahead, place.ahead) : place.ahead;
  const began = place.aheadAtJoin ?? (same ? known.aheadAtJoin : place.ahead);
  return {
    number: number ?? (same ? known.number : null),
    ahead,
    aheadAtJoin: Math.max(began, ahead, same ? known.aheadAtJoin : 0),
    ...(place.lane && { lane: place.lane }),
  };
}

/** A frame only moves a place on: one from before the place, or from another generation of the line, says nothing. */
function hearFrame(model: LineModel, frame: FrameMessage): LineModel {
  const { place, best, passing } = model;
  if (place?.state === 'snoozed' && passing !== null) {
    const left = aheadAfter({ ahead: place.letPass ?? passing, moved: place.moved }, frame);
    return { ...model, waiting: frame.waiting, passing: Math.min(passing, left) };
  }
  if (place === null || place.ahead === null || best === null) return { ...model, waiting: frame.waiting };
  const ahead = aheadAfter({ ahead: place.ahead, moved: place.moved }, frame);
  return {
    ...model,
    waiting: frame.waiting,
    best: { ...best, ahead: Math.min(best.ahead, ahead) },
  };
}

function hearSale(model: LineModel, sale: SaleMessage): LineModel {
  const [was, is] = [model.sale?.state === 'paused', sale.state === 'paused'];
  if (is && !was) return { ...model, sale, estimateAtPause: estimateOf(model) };
  // Whoever was told of the pause knows why the wait is longer: the range begins anew.
  if (was && !is) return { ...model, sale, estimate: null, estimateAtPause: null };
  return { ...model, sale };
}
