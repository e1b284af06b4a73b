/**
 * The range of the wait that the page shows (PAG-3): it shrinks as the line moves, and grows only when the server
 * says why. A range that grew without a word would make the next one worth nothing.
 */
import type { Eta } from '../../domain/protocol.ts';

export interface WaitEstimate {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly reason: string | null;
  /** Since when that is so. */
  readonly reasonAt?: string;
  /** How many were ahead when this was so. */
  readonly atAhead: number;
}

/** The estimate for `ahead` people instead of `atAhead`: who stands half as far back waits half as long. */
export function scaledTo(estimate: WaitEstimate, ahead: number): WaitEstimate {
  if (estimate.atAhead <= 0 || ahead >= estimate.atAhead) return estimate;
  const share = ahead / estimate.atAhead;
  return {
    ...estimate,
    fromSeconds: estimate.fromSeconds * share,
    toSeconds: estimate.toSeconds * share,
    atAhead: ahead,
  };
}

/** What to show once the server sent `eta` for a place with `ahead` people in front. */
export function nextEstimate(
  shown: WaitEstimate | null,
  eta: Eta | null,
  ahead: number,
): WaitEstimate | null {
  if (eta === null) return null;
  const told = { ...eta, reason: eta.reason ?? null, atAhead: ahead };
  if (shown === null || told.reason !== null) return told;
  const before = scaledTo(shown, ahead);
  return {
    ...told,
    fromSeconds: Math.min(before.fromSeconds, told.fromSeconds),
    toSeconds: Math.min(before.toSeconds, told.toSeconds),
  };
}
