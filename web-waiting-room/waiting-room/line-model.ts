/**
 * What the page knows about this visitor's place, folded from the gateway's messages. Pure: the same messages at the
 * same times give the same knowledge, over a socket or by polling.
 *
 * PAG-1: the number ahead is the contract's arithmetic and never rises while the place is the same. PAG-2: neither
 * does the aisle go back. A message that comes twice, late or out of order changes nothing for the worse.
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
  readonly estimate: WaitEstimate | null;
  /** The range that stood when the line was paused. */
  readonly estimateAtPause: WaitEstimate | null;
  readonly claimBy: string | null;
  readonly pass: PassMessage | null;
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
  estimate: null,
  estimateAtPause: null,
  claimBy: null,
  pass: null,
  refused: null,
  heardAtMs: null,
  leftAtMs: null,
});

/** The number ahead to show, or null where there is no order. */
export const aheadOf = ({ place, best }: LineModel): number | null =>
  place === null || place.ahead === null ? null : (best?.ahead ?? place.ahead);

/** The estimate for where the visitor stands now. */
export function estimateOf(model: LineModel): WaitEstimate | null {
  const ahead = aheadOf(model);
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
  return {
    ...model,
    place,
    best,
    refused: null,
    waiting: place.waiting,
    estimate: nextEstimate(estimateOf(model), place.eta, best?.ahead ?? 0),
    claimBy: place.state === 'called' ? (place.claimBy ?? model.claimBy) : null,
    pass: ['shopping', 'called', 'won'].includes(place.state) ? model.pass : null,
    leftAtMs: place.state === 'left' ? (model.leftAtMs ?? nowMs) : null,
  };
}

/** Another number is another place: who joined again starts anew. */
function bestOf(known: BestPlace | null, place: PlaceMessage): BestPlace | null {
  if (place.ahead === null) return null;
  const number = place.number ?? null;
  const same = known !== null && (number === null || known.number === null || known.number === number);
  const ahead = same ? Math.min(known.ahead, place.ahead) : place.ahead;
  const began = place.aheadAtJoin ?? (same ? known.aheadAtJoin : place.ahead);
  return {
    number: number ?? (same ? known.number : null),
    ahead,
    aheadAtJoin: Math.max(began, ahead, same ? known.aheadAtJoin : 0),
  };
}

/** A frame only moves a place on: one from before the place, or from another generation of the line, says nothing. */
function hearFrame(model: LineModel, frame: FrameMessage): LineModel {
  const { place, best } = model;
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
