/**
 * When somebody who polls should ask again: soon near the front, where presence counts, rarely far back
 * (GWY-17).
 */
import type { PlaceState } from '../../domain/protocol.ts';
import { spreadMs } from '../../runtime/backoff.ts';
import type { Chance } from '../../runtime/chance.ts';

export const POLL_MS_MIN = 2_000;
/** Presence lasts as long: somebody near the front is never told to stay away for longer. */
export const POLL_MS_MAX = 30_000;

export interface PollPace {
  /** Seats whose presence counts. */
  readonly near: number;
  /** More than 1 under overload. */
  readonly stretch: number;
}

export function nextPollMs(
  state: PlaceState,
  ahead: number | null,
  { near, stretch }: PollPace,
  chance: Pick<Chance, 'fraction'>,
): number {
  const ms = everyMs(state, ahead, near) * stretch;
  // Spread by a fifth, so that those who came together do not ask together.
  return Math.min(POLL_MS_MAX, Math.max(POLL_MS_MIN, spreadMs(ms * 0.9, ms * 1.1, chance)));
}

function everyMs(state: PlaceState, ahead: number | null, near: number): number {
  if (state === 'called') return POLL_MS_MIN;
  if (state === 'registered' || state === 'reserve' || state === 'notDrawn') return POLL_MS_MAX;
  if (state === 'shopping' || state === 'won' || state === 'lobby' || state === 'passedOver') return 5_000;
  if (state === 'finished' || state === 'soldOut' || state === 'closed' || state === 'left')
    return POLL_MS_MAX;
  if (ahead === null || ahead <= near) return 3_000;
  if (ahead <= 1_000) return 5_000;
  return ahead <= 10_000 ? 12_000 : POLL_MS_MAX;
}
