/**
 * How often a promised range of waiting held (ETA-1): the first range that a visitor was told is held against when they
 * were called. Earlier than promised counts as missed too: somebody may have gone for a walk.
 */
import type { EtaScore } from './protocol.ts';

/** Fewer promises say nothing of the next one. */
export const PROMISES_SHOWN_MIN = 20;
/** Digits that are shown: of 1,234 promises the page says 1,200, and hears of it again at 1,300. */
const SHOWN_DIGITS = 2;

/** Seconds of one clock, whichever it is. */
export interface PromisedTurn {
  readonly fromAt: number;
  readonly toAt: number;
}

export const isHeld = ({ fromAt, toAt }: PromisedTurn, calledAt: number): boolean =>
  calledAt >= fromAt && calledAt <= toAt;

/**
 * What the sale message carries: rounded down, so that it changes seldom and is never better than what was counted. Null
 * while it says nothing.
 */
export function publicScore({ promised, held }: EtaScore): EtaScore | null {
  if (promised < PROMISES_SHOWN_MIN) return null;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(promised)) + 1 - SHOWN_DIGITS);
  const shown = Math.floor(promised / step) * step;
  return { promised: shown, held: Math.floor((held * shown) / promised) };
}
