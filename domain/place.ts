/**
 * What a visitor is told about their place (GWY-10): from where the entry stands in the line and what the
 * sale says.
 *
 * A table rather than a chain of ifs, because every pair of the two must have an answer that is true:
 * somebody inside keeps their turn while the line is paused or sold out, somebody in front of a sold-out
 * sale is told so at once.
 */
import type { AdmissionLane } from './lane.ts';
import { CALLS_UNASKED_MAX } from './limits.ts';
import type { PlaceState } from './protocol.ts';
import type { SaleMode, SaleState } from './sale.ts';
import type { LinePhase, Standing, StandingState } from './standing.ts';

/**
 * What the sale says to those in line: its state, or `allHeld` while it is open with everything in baskets.
 */
export type SaleWord = 'lobby' | 'open' | 'allHeld' | 'paused' | 'soldOut' | 'closed';

export function saleWord(sale: { state: SaleState; stock: 'some' | 'allHeld' | 'soldOut' }): SaleWord {
  if (sale.state === 'draft') return 'lobby';
  return sale.state === 'open' && sale.stock === 'allHeld' ? 'allHeld' : sale.state;
}

type Row = Readonly<Record<SaleWord, PlaceState>>;
const always = (state: PlaceState): Row => ({
  lobby: state,
  open: state,
  allHeld: state,
  paused: state,
  soldOut: state,
  closed: state,
});
const inLine: Row = {
  lobby: 'lobby',
  open: 'waiting',
  allHeld: 'allHeld',
  paused: 'paused',
  soldOut: 'soldOut',
  closed: 'closed',
};
const ended = { soldOut: 'soldOut', closed: 'closed' } as const;

const table: Readonly<Record<StandingState, Row>> = {
  // Without a place in a sale that goes on: the place was given up.
  none: { ...always('left'), ...ended },
  // The drawing takes a moment after the opening: no order yet, so still the lobby.
  lobby: { ...always('lobby'), ...ended },
  waiting: inLine,
  calling: inLine,
  // Somebody who came back is called before the line: waiting, with nobody ahead.
  returned: inLine,
  passedOver: { ...always('passedOver'), ...ended },
  snoozed: { ...inLine, open: 'snoozed', allHeld: 'snoozed', paused: 'snoozed' },
  // Asked for when nothing was left, and what that state of the sale means to everybody else does not concern it.
  reserve: { ...always('reserve'), closed: 'closed' },
  // A turn that was given may be used while the line is paused; with nothing left it is worth nothing.
  called: { ...always('called'), ...ended },
  // Inside, a hold may be paid even when nothing is left to reserve.
  shopping: { ...always('shopping'), closed: 'closed' },
  finished: always('finished'),
};

/** A raffle has words of its own. Until it opens nobody hears what the draw gave, also where the line knows already. */
const raffleTable: typeof table = {
  ...table,
  lobby: { ...always('registered'), closed: 'closed' },
  reserve: { ...always('notDrawn'), lobby: 'registered', closed: 'closed' },
  called: { ...always('won'), lobby: 'registered', closed: 'closed' },
};
/** A unit is promised to it: whatever the sale says to everybody else, this turn finds something. */
const turnOfList: Row = { ...always('called'), closed: 'closed' };

export interface PlaceKind {
  readonly mode: SaleMode;
  readonly lane: AdmissionLane;
}

export function placeStateOf(standing: StandingState, word: SaleWord, kind?: PlaceKind): PlaceState {
  if (kind?.mode === 'raffle') return raffleTable[standing][word];
  return standing === 'called' && kind?.lane === 'reserve' ? turnOfList[word] : table[standing][word];
}

/** Told by a number of the list instead of a position in the line. */
export const isOnList = (state: PlaceState): boolean => state === 'reserve' || state === 'notDrawn';

/** Missed the calls that come unasked: is called again only after asking. */
export const mustAsk = (standing: Pick<Standing, 'state' | 'callNo'>): boolean =>
  standing.state === 'passedOver' && standing.callNo >= CALLS_UNASKED_MAX;

/** States in which nobody waits any more: one message for all, without a position. */
export const isOver = (state: PlaceState): boolean =>
  state === 'soldOut' || state === 'closed' || state === 'left';

/**
 * What the line itself says of a sale whose row was read a moment earlier: the later of the two ends
 * counts, so that nobody who comes in between is told to wait.
 */
export const wordWithPhase = (word: SaleWord, phase: LinePhase): SaleWord =>
  word === 'open' && (phase === 'closed' || phase === 'soldOut') ? phase : word;

/**
 * Up to which number somebody who leaves gives up their places (GWY-15). Who came through the lobby holds a
 * receipt with a lobby index beside the drawn number; both lie within the draw's size, so both end.
 */
export const exitNumber = (number: number, drawSize: number | null): number =>
  drawSize !== null && number <= drawSize ? drawSize : number;

/**
 * Seats of the line whose presence counts: those who could be called within half a minute, twice over, and
 * some.
 */
export const nearAhead = (pace: { floorMax: number; admitPerMinute: number }): number =>
  2 * pace.floorMax + Math.ceil(pace.admitPerMinute / 6) + 200;
