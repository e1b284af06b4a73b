/** What one visitor of the crowd is going to do, drawn before they arrive. */
import type { CrowdOptions } from './options.ts';

export const ways = ['buy', 'look', 'leave', 'noClaim', 'tooMany', 'abandon', 'decline', 'letGo'] as const;
export type Way = (typeof ways)[number];

/**
 * `atOnce`: the same request two times side by side; `later`: again when the order is paid; `otherBody`:
 * must be refused.
 */
export type Repeat = 'never' | 'atOnce' | 'later' | 'otherBody';

export interface Behaviour {
  readonly way: Way;
  readonly repeat: Repeat;
  /**
   * Follows every frame and checks that the shown position never gets worse; the others only count frames.
   */
  readonly attentive: boolean;
}

/** In percent of all visitors. */
export type Shares = Pick<
  CrowdOptions,
  'buy' | 'leave' | 'noClaim' | 'tooMany' | 'abandon' | 'decline' | 'letGo' | 'twice'
>;

/**
 * One in this many follows each frame: enough to find a fault, few enough to leave the processor to Usher.
 */
const ATTENTIVE_ONE_IN = 50;

/**
 * `fraction` gives numbers in [0, 1). Shares are of all visitors; who only looks in may also leave or not
 * claim.
 */
export function drawBehaviour(shares: Shares, fraction: () => number): Behaviour {
  const repeats = fraction() * 100 < shares.twice;
  const kind = fraction();
  return {
    way: drawWay(shares, fraction() * 100),
    repeat: !repeats ? 'never' : kind < 0.5 ? 'atOnce' : kind < 0.85 ? 'later' : 'otherBody',
    attentive: fraction() * ATTENTIVE_ONE_IN < 1,
  };
}

const withoutOrder: readonly Way[] = ['leave', 'noClaim', 'letGo'];

function drawWay(shares: Shares, drawn: number): Way {
  let upTo = 0;
  for (const way of ['leave', 'noClaim', 'letGo', 'tooMany', 'abandon', 'decline'] as const) {
    upTo += shares[way];
    if (drawn < upTo) return withoutOrder.includes(way) || shares.buy ? way : 'look';
  }
  return shares.buy ? 'buy' : 'look';
}
