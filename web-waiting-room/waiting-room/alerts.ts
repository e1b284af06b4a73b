/** What is worth calling a visitor back for who has asked to be told, from the change of state alone. */
import type { BoardState } from '../words/line-words.ts';

export type Alert = 'called' | 'near' | 'moves' | 'opens';

const standing: readonly (BoardState | null)[] = ['paused', 'allHeld'];
const moving: readonly BoardState[] = ['waiting', 'near'];
const called: readonly BoardState[] = ['called', 'calledAgain', 'backCalled', 'asked', 'drawn'];

export function alertFor(before: BoardState | null, now: BoardState): Alert | null {
  if (before === now) return null;
  if (called.includes(now)) return 'called';
  if (standing.includes(before) && moving.includes(now)) return 'moves';
  return now === 'near' && before !== null ? 'near' : null;
}

const remindMs = 60_000;

/** True once, in the tick that passes the last minute before the opening. */
export const opensSoon = (opensAtMs: number | null, beforeMs: number, nowMs: number): boolean =>
  opensAtMs !== null && opensAtMs - beforeMs > remindMs && opensAtMs - nowMs <= remindMs && nowMs < opensAtMs;
