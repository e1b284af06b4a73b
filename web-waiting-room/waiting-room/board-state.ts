/**
 * Which state the board shows (PAG-4, PAG-30), from what the line says, what the sale says and how we are connected.
 * Precedence: what cannot be undone, then whether we hear the server at all, then what the visitor may do now.
 */
import type { PlaceState } from '../../domain/protocol.ts';
import type { SaleMode, SaleState } from '../../domain/sale.ts';
import type { BoardState } from '../words/line-words.ts';
import { aheadOf, estimateOf, type LineModel } from './line-model.ts';
import { isAway, type Link } from './link.ts';

/** Near is two minutes or this many people: from here on presence counts. */
const nearAhead = 150;
const nearSeconds = 120;

export interface LineSituation {
  readonly model: LineModel;
  readonly link: Link;
  /** This very page has claimed the turn and is about to go in. */
  readonly goingIn: boolean;
  readonly mode: SaleMode;
  readonly lobbyMode: 'shuffle' | 'arrival';
  readonly opensAtMs: number | null;
  readonly nowMs: number;
}

const endings: Partial<Record<SaleState, 'soldOut' | 'closed'>> = { soldOut: 'soldOut', closed: 'closed' };

export function boardStateOf(situation: LineSituation): BoardState {
  const { model, link, nowMs, goingIn, mode } = situation;
  const state = model.place?.state;
  const ending = model.sale ? endings[model.sale.state] : undefined;
  if (state === 'left') return leftStates[mode] ?? 'left';
  if (mode === 'passthrough') {
    const withoutLine = noLineState(situation, ending);
    if (withoutLine !== null) return withoutLine;
  }
  if (state === 'soldOut' || state === 'closed') return endOf(state, model);
  if (state === 'finished') return finishedState(model, ending);
  if (goingIn) return 'goingIn';
  if (!model.place && model.refused) return doorkeepers[model.refused.code] ?? 'joining';
  if (isAway(link, nowMs)) return 'offline';
  if (!model.place || state === undefined) return 'joining';
  if (model.pass !== null) return 'shopping';
  if (model.place.fromList) return 'asked';
  return fixed[state] ?? calmState(situation, ending);
}

const leftStates: Partial<Record<SaleMode, BoardState>> = { raffle: 'withdrawn', passthrough: 'noLineOver' };

/**
 * Where nobody stands in line, what holds a visitor up is the sale alone; null where that is not so. Being let in takes a
 * moment after the sale goes on: until then the page looks for the pass.
 */
function noLineState({ model, link, nowMs }: LineSituation, ending: 'soldOut' | 'closed' | undefined) {
  const { place, sale } = model;
  const isWaiting = place !== null && waitingStates.includes(place.state);
  if (place?.state === 'soldOut' || (isWaiting && ending === 'soldOut')) return 'noLineSoldOut';
  if (place?.state === 'finished' && place.outcome !== 'bought' && !ending) return 'noLineOver';
  if (!isWaiting || ending || isAway(link, nowMs)) return null;
  if (sale?.state === 'paused' || place.state === 'paused') return 'noLinePaused';
  return place.state === 'lobby' ? 'noLineYet' : 'joining';
}

const waitingStates: readonly PlaceState[] = ['lobby', 'waiting', 'allHeld', 'paused'];

/** What has to be shown before there is a place. */
const doorkeepers: Readonly<Record<string, BoardState>> = {
  code_required: 'code',
  code_invalid: 'code',
  proof_required: 'proof',
};

const endOf = (state: 'soldOut' | 'closed', { sale }: LineModel): BoardState =>
  state === 'soldOut' && sale?.reserveOpen ? 'soldOutReserve' : state;

function finishedState({ place }: LineModel, ending: BoardState | undefined): BoardState {
  if (place?.outcome === 'bought') return 'bought';
  if (ending) return 'finishedForGood';
  return place?.outcome === 'missed' ? 'turnMissed' : 'finished';
}

/** States that say all there is to say, whatever the sale does meanwhile. */
const fixed: Partial<Record<PlaceState, BoardState>> = {
  shopping: 'shopping',
  registered: 'registered',
  won: 'drawn',
  reserve: 'reserved',
  notDrawn: 'notDrawn',
};

function calmState(situation: LineSituation, ending: 'soldOut' | 'closed' | undefined): BoardState {
  const { model, nowMs, opensAtMs, lobbyMode } = situation;
  const { place, sale } = model;
  if (place?.state === 'called') {
    if (model.wasGivenBack) return 'backCalled';
    return (place.callNo ?? 1) > 1 ? 'calledAgain' : 'called';
  }
  if (ending === 'soldOut') return endOf(ending, model);
  if (ending) return ending;
  if (place?.state === 'passedOver') return 'missed';
  // Whoever can do something about the place is told of that first; the rest the paper says as well.
  if (place?.check) return 'check';
  if (sale?.state === 'paused' || place?.state === 'paused') return 'paused';
  if (place?.state === 'snoozed') return 'snoozed';
  if (model.wasGivenBack) return 'backFirst';
  if (place?.state === 'lobby') {
    if (lobbyMode === 'arrival') return 'lobbyArrival';
    return sale?.state === 'open' || (opensAtMs !== null && nowMs >= opensAtMs) ? 'drawing' : 'lobby';
  }
  if (place?.state === 'allHeld') return 'allHeld';
  return isNear(model) ? 'near' : 'waiting';
}

function isNear(model: LineModel): boolean {
  const ahead = aheadOf(model);
  const estimate = estimateOf(model);
  if (ahead === null) return false;
  return ahead <= nearAhead || (estimate !== null && estimate.toSeconds <= nearSeconds);
}
