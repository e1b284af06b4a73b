/** What is worth calling a visitor back for who has asked to be told, from the change of state alone. */
import type { BoardState } from '../words/line-words.ts';

export type Alert = 'called' | 'near' | 'moves' | 'opens' | 'over';

const standing: readonly (BoardState | null)[] = ['paused', 'allHeld'];
const moving: readonly BoardState[] = ['waiting', 'near'];
const called: readonly BoardState[] = ['called', 'calledAgain', 'backCalled', 'asked', 'drawn'];

const over: readonly BoardState[] = ['soldOut', 'soldOutReserve', 'closed', 'noLineSoldOut'];
/** Whoever sees one of these does not wait for anything any more, or has just given it up. */
const done: readonly (BoardState | null)[] = [
  ...over, 'bought', 'turnMissed', 'finished', 'finishedForGood', 'reserved', 'left', 'withdrawn', 'noLineOver', null,
]; // biome-ignore format: a list of words reads best as a paragraph
/** Without a line nobody is called: whoever waits for the sale is let in. */
const unlined: readonly (BoardState | null)[] = ['noLineYet', 'noLinePaused', 'noLineSoldOut'];

export function alertFor(before: BoardState | null, now: BoardState): Alert | null {
  if (before === now) return null;
  if (called.includes(now) || (now === 'shopping' && unlined.includes(before))) return 'called';
  if (over.includes(now)) return done.includes(before) ? null : 'over';
  if (standing.includes(before) && moving.includes(now)) return 'moves';
  return now === 'near' && before !== null ? 'near' : null;
}

/** A connection that breaks is no news of the line: what stood before it still stands when it is back. */
export const keptBefore = (before: BoardState | null, now: BoardState): BoardState | null =>
  now === 'offline' || now === 'joining' ? before : now;

const remindMs = 60_000;

/** True once, in the tick that passes the last minute before the opening. */
export const opensSoon = (opensAtMs: number | null, beforeMs: number, nowMs: number): boolean =>
  opensAtMs !== null && opensAtMs - beforeMs > remindMs && opensAtMs - nowMs <= remindMs && nowMs < opensAtMs;
