/**
 * What a screen reader is told, and when (PAG-9): at once when the state changes and when the number ahead passes
 * 1,000, 100 and 10; otherwise at most once a minute. More would make the page unusable by ear.
 */
import type { BoardState } from '../words/line-words.ts';

const milestones = [1_000, 100, 10];
const quietMs = 60_000;

export interface Announcement {
  readonly state: BoardState;
  readonly ahead: number | null;
  readonly atMs: number;
  readonly text: string;
}

/** The announcement that should stand now: `last` itself, when there is nothing to say yet. */
export function announce(last: Announcement | null, next: Announcement): Announcement {
  if (last === null || last.state !== next.state) return next;
  if (last.text === next.text) return last;
  const passed = milestones.some(
    (mark) => last.ahead !== null && next.ahead !== null && last.ahead > mark && next.ahead <= mark,
  );
  return passed || next.atMs - last.atMs >= quietMs ? next : last;
}
