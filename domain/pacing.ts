/**
 * Pacing: how many visitors a tick proposes to call (PAC-1, PAC-3). The line's script decides with floor, rate and
 * pause.
 *
 * Whoever is called should find something to buy. So no more are called than the free stock can serve,
 * counting those who are inside and have not chosen yet; fewer buy than are called, so some more are
 * called, within a bound: after ten visitors who bought nothing in a row the eleventh still should not meet
 * an empty shelf. What the reserve list is owed is not the line's (PAC-5).
 */
import assert from 'node:assert/strict';

/** What of the visitors called so far came of it: the measure of how many of the next will buy. */
export interface Track {
  /** Calls that ended with a paid order, or have one in hand. */
  readonly bought: number;
  /** Those, and calls that ended in any other way. */
  readonly settled: number;
  /** Units of paid and held orders, and how many orders. */
  readonly units: number;
  readonly orders: number;
}

export interface Proposal extends Track {
  /** Units free to be held. */
  readonly available: number;
  /** Called or shopping, without an order; those of the reserve list aside. */
  readonly undecided: number;
  /** Visitors of the reserve list who were asked and have not decided, or are to be asked. */
  readonly promised: number;
}

/**
 * Conversion is never taken for lower than this, whatever was measured: at most four are called for one
 * unit.
 */
export const CONVERSION_MIN = 0.25;
/** Weight of the assumption that everybody buys, in visitors: a few no-shows at the start change little. */
const PRIOR_VISITORS = 20;

export function proposeCalls({ available, undecided, promised, ...track }: Proposal): number {
  assert(Number.isInteger(available) && available >= 0);
  assert(Number.isInteger(undecided) && undecided >= 0);
  assert(Number.isInteger(promised) && promised >= 0);
  const free = freeUnits({ available, promised, ...track });
  if (free <= 0) return 0;
  const served = Math.ceil(free / unitsPerOrder(track) / conversion(track));
  return Math.max(0, served - undecided);
}

/** What is left for the line once the reserve list has had what it is owed. */
export const freeUnits = ({ available, promised, ...track }: Omit<Proposal, 'undecided'>): number =>
  available - Math.ceil(promised * unitsPerOrder(track));

/** Between CONVERSION_MIN and 1. */
export const conversion = ({ bought, settled }: Pick<Track, 'bought' | 'settled'>): number =>
  Math.max(CONVERSION_MIN, Math.min(1, (bought + PRIOR_VISITORS) / (settled + PRIOR_VISITORS)));

/**
 * At least 1; one until there are orders to go by, because too few called are called a tick later, too many
 * wait in vain.
 */
export const unitsPerOrder = ({ units, orders }: Pick<Track, 'units' | 'orders'>): number =>
  orders === 0 ? 1 : Math.max(1, units / orders);
