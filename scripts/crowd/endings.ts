/**
 * The names of ends (CRW-1). In a raffle a name says first how the turn came, by the draw or by the list behind it, so that
 * the summary shows whether the list moved.
 */

/** How a visitor came to a turn. */
export type TurnOf = 'line' | 'draw' | 'list';

export const ENDS = {
  bought: 'bought 1',
  looked: 'let in, only looked',
  letGo: 'let go',
  left: 'left',
  neverClaimed: 'never claimed',
  soldOut: 'told sold out',
  closed: 'told closed',
  /** The rest of a raffle, once nobody in front of them has a turn to give back. */
  notDrawn: 'not drawn, on the reserve list',
  tooLate: 'told that registration has ended',
} as const;

const prefixes = { draw: 'won', list: 'reserve, asked' } as const;
const afterTurn: Readonly<Record<string, string>> = {
  [ENDS.bought]: 'and paid',
  [ENDS.looked]: 'and let go',
  [ENDS.letGo]: 'and let go',
};

export function endOf(turn: TurnOf, as: string): string {
  if (turn === 'line' || isUnexplained(as)) return as;
  const words = afterTurn[as];
  return words === undefined ? `${prefixes[turn]}, ${as}` : `${prefixes[turn]} ${words}`;
}

/** No end that Usher gave: the crowd was stopped before, or is at fault itself. */
export const isUnexplained = (as: string): boolean => /^(unfinished|the crowd)/.test(as);
