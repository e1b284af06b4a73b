/**
 * Raffles and reserve lists, the pure part (RAF-1…): how long people register, when a list can be joined, and how many of
 * it are asked now.
 *
 * Whoever is asked is promised a unit until their time is over: nobody is asked without a free unit of their own, and the
 * writer keeps it for them (domain/writer/promises.ts).
 */
import { type SaleMode, type SaleState, stockSays } from './sale.ts';

/** Registration of a raffle ends here, and the draw takes place: null while nobody has said when it opens. */
export const registrationEndsAt = <At>(sale: {
  readonly registrationClosesAt: At | null;
  readonly opensAt: At | null;
}): At | null => sale.registrationClosesAt ?? sale.opensAt;

interface Stock {
  readonly state: SaleState;
  readonly tiers: readonly { readonly available: number; readonly held: number }[];
  /** Units that are the reserve list's. */
  readonly promised: number;
}

/**
 * What the stock says to who is not on the list: what has come back is promised to it, so that nobody waits in line for
 * what others will be asked for first.
 */
export function stockBeside({ tiers, promised }: Omit<Stock, 'state'>): 'some' | 'allHeld' | 'soldOut' {
  if (promised === 0) return stockSays(tiers);
  const sum = (name: 'available' | 'held') => tiers.reduce((units, tier) => units + tier[name], 0);
  const free = sum('available') - promised;
  if (free > 0) return 'some';
  return free + sum('held') > 0 ? 'allHeld' : 'soldOut';
}

/** Nothing is left, or nothing that is not promised to the list. */
export const isSoldOutBeside = (sale: Stock): boolean =>
  sale.state === 'soldOut' || (sale.state === 'open' && sale.promised > 0 && stockBeside(sale) === 'soldOut');

/** Who has no turn may ask to be written to when something comes back. */
export function isReserveOpen(sale: Stock & { readonly mode: SaleMode }): boolean {
  if (sale.mode === 'line') return isSoldOutBeside(sale);
  return (
    sale.mode === 'raffle' && (sale.state === 'open' || sale.state === 'paused' || sale.state === 'soldOut')
  );
}

/** Turns of the list are given while the sale sells: not in a pause, and not after its end. */
export const asksItsList = (state: SaleState): boolean => state === 'open' || state === 'soldOut';

export interface ListRoom {
  /** Units free to be held, over all tiers. */
  readonly available: number;
  /** Turns of the list that last and have put nothing into a basket: a unit each is theirs. */
  readonly promised: number;
  /** A raffle's `winners`; null where the list is not a raffle's. */
  readonly winners: number | null;
  /** Turns of a raffle that last or have bought. */
  readonly taken: number;
}

/** How many may be asked now. */
export function asksNow({ available, promised, winners, taken }: ListRoom): number {
  const free = Math.max(0, available - promised);
  return winners === null ? free : Math.min(free, Math.max(0, winners - taken));
}
