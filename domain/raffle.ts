/**
 * Raffles and reserve lists, the pure part (RAF-1…): how long people register, when a list can be joined, and how many of
 * it are asked now.
 *
 * Whoever is asked is promised a unit until their time is over: nobody is asked without a free unit of their own, and the
 * writer keeps it for them (domain/writer/promises.ts).
 */
import type { SaleMode, SaleState } from './sale.ts';

/** Registration of a raffle ends here, and the draw takes place: null while nobody has said when it opens. */
export const registrationEndsAt = <At>(sale: {
  readonly registrationClosesAt: At | null;
  readonly opensAt: At | null;
}): At | null => sale.registrationClosesAt ?? sale.opensAt;

/** Who has no turn may ask to be written to when something comes back. */
export function isReserveOpen(sale: { readonly mode: SaleMode; readonly state: SaleState }): boolean {
  if (sale.mode === 'line') return sale.state === 'soldOut';
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
