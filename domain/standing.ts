/** Where an entry stands in a line, as the scripts of `redis/` answer it. The page's words come later, in place.ts. */
import type { EntryId } from './entry-id.ts';
import type { AdmissionLane, WaitingLane } from './lane.ts';

export const standingStates = [
  'none', // Not in this line: never joined, left, or forgotten by a Redis that lost its memory.
  'lobby', // Before the opening, without an order; `number` is the lobby index.
  'waiting',
  'calling', // Taken from the head, not yet recorded in PostgreSQL: to the visitor still waiting, with nobody ahead.
  'called',
  'shopping',
  'returned', // Passed over or unanswered before, here again: called before the line.
  'passedOver',
  'snoozed', // Lets others pass; `ahead` says how many of them still may.
  'reserve', // On the reserve list; `number` is the place in it.
  'finished',
] as const;
export type StandingState = (typeof standingStates)[number];

/** `finished` by what was bought, `ended` without it; `missed` where it lasted for hours and is not called again. */
export const turnEnds = ['finished', 'ended', 'missed'] as const;
export type TurnEnd = (typeof turnEnds)[number];

export interface Standing {
  readonly entryId: EntryId;
  readonly state: StandingState;
  /** The place's number, or the lobby index; 0 where there is none. */
  readonly number: number;
  /** Visitors in front; null where there is no order. */
  readonly ahead: number | null;
  /** claimBy while called, the pass' end while shopping; null otherwise. On PostgreSQL's clock. */
  readonly deadlineMs: number | null;
  /** Calls so far for this place. */
  readonly callNo: number;
  readonly admissionId: string | null;
  /** The lane of the place; of the call where there is one. */
  readonly lane: AdmissionLane;
  /** How a turn that is over came to its end; absent otherwise. */
  readonly end?: TurnEnd;
  /** While `snoozed`: the number of the last one that is let pass; absent otherwise. */
  readonly letsPassTo?: number;
}

/** Nowhere in the line. */
export const noStanding = (entryId: EntryId): Standing => ({
  entryId,
  state: 'none',
  number: 0,
  ahead: null,
  deadlineMs: null,
  callNo: 0,
  admissionId: null,
  lane: 'ordinary',
});

export const linePhases = ['lobby', 'drawing', 'open', 'paused', 'soldOut', 'closed'] as const;
/** What the line does as a whole. `resuming` after a loss: places return, nobody is called yet. */
export type LinePhase = (typeof linePhases)[number];

export interface LineHead {
  readonly phase: LinePhase;
  /** Entries that left the head of the ordinary line so far; never goes back within a generation. */
  readonly moved: number;
  readonly waiting: number;
  readonly lobbyCount: number;
  readonly generation: number;
  /** The lanes beside the ordinary line, each with a counter of its own. */
  readonly priority: LaneHead;
  readonly slow: LaneHead;
}
export interface LaneHead {
  readonly moved: number;
  readonly waiting: number;
}

/** A line that nobody has read yet. */
export const unreadHead: LineHead = {
  phase: 'open',
  moved: 0,
  waiting: 0,
  lobbyCount: 0,
  generation: 0,
  priority: { moved: 0, waiting: 0 },
  slow: { moved: 0, waiting: 0 },
};

/** What the arithmetic of positions goes by, for somebody who stands in this lane. */
export const laneHeadOf = (head: LineHead, lane: AdmissionLane): LaneHead =>
  isBeside(lane) ? head[lane] : head;
/** A lane beside the ordinary line, with an order of its own. */
export const isBeside = (lane: AdmissionLane): lane is Exclude<WaitingLane, 'ordinary'> =>
  lane === 'priority' || lane === 'slow';
