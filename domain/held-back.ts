/**
 * Why a tick of admission called no more than it did (PAC-18): the first thing that an operator asks when a line stands
 * still. The line's script names the bound that it met; of stock, pacing knows which kind it is.
 */
import { freeUnits, type Proposal } from './pacing.ts';

export const lineBounds = ['floor', 'want', 'away', 'opening'] as const;
/** What the script met first: `want` is what pacing proposed, `away` that nobody else who waits is there. */
export type LineBound = (typeof lineBounds)[number];

export const heldBacks = ['floor', 'allHeld', 'promised', 'undecided', 'away', 'opening'] as const;
export type HeldBack = (typeof heldBacks)[number];

/** Null where nothing but the rate held it back. */
export function heldBackBy(bound: LineBound | null, proposal: Proposal): HeldBack | null {
  if (bound !== 'want') return bound;
  if (proposal.available === 0) return 'allHeld';
  return freeUnits(proposal) <= 0 ? 'promised' : 'undecided';
}
