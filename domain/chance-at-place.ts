/**
 * The chance to find something of each tier left at one's place (ETA-4): from what is free, what is in baskets, who is
 * ahead, and what came of those called so far. Three words and no percentage: what is known does not carry more.
 *
 * "Likely" holds although everybody ahead buys as eagerly as the measure allows and no basket is given up; "unlikely"
 * although they buy as little as it allows and baskets come back. The demand fills the tiers in proportion to what was
 * bought of each; where one is empty, its demand goes to the others.
 */
import type { WaitingLane } from './lane.ts';
import { SLOW_LANE_SHARE } from './limits.ts';
import { CONVERSION_MIN, conversion, unitsPerOrder } from './pacing.ts';
import type { LineHead } from './standing.ts';

export type Chance = 'likely' | 'possible' | 'unlikely';

export interface TierStock {
  readonly capacity: number;
  readonly available: number;
  readonly held: number;
  readonly sold: number;
}

/** What admission measured last. */
export interface Measured {
  /** Inside, and not yet chosen. */
  readonly undecided: number;
  readonly turnsSettled: number;
  readonly turnsBought: number;
  /** Of those turns: orders that are no hold any more, those of them that were paid, and their units. */
  readonly holdsSettled: number;
  readonly holdsPaid: number;
  readonly unitsPaid: number;
}

/** People in front up to whom a tier is likely, or possible, to be there; -1 where nobody can count on it. */
export interface ChanceLimit {
  readonly likelyUpTo: number;
  readonly possibleUpTo: number;
}

/** Behind more people than this nothing is estimated any finer. */
const PEOPLE_MAX = 10_000_000;
/** What was measured is not better known than this: eager buyers by a tenth more, reluctant ones by a third less. */
const EAGER = 1.1;
const RELUCTANT = 0.67;
/** Weight of what is assumed before anything was measured, in visitors. */
const PRIOR_TURNS = 20;
const PRIOR_HOLDS = 10;
/** Two standard deviations: one visitor in fifty may be wrong by chance alone. */
const DEVIATIONS = 2;

export function chanceLimits(tiers: readonly TierStock[], measured: Measured): ChanceLimit[] {
  const weights = weightsOf(tiers);
  const returning = returningShare(measured);
  const sure = tiers.map(({ available }) => available);
  const hoped = tiers.map(({ available, held }) => available + held * returning);
  return tiers.map((_, tier) => {
    const sureDemand = demandUntilEmpty(sure, weights, tier);
    const hopedDemand = demandUntilEmpty(hoped, weights, tier);
    const possibleUpTo = mostPeople((people) => leastDemand(people, measured) < hopedDemand);
    const likelyUpTo = mostPeople((people) => mostDemand(people, measured) + 1 <= sureDemand);
    return { likelyUpTo: Math.min(likelyUpTo, possibleUpTo), possibleUpTo };
  });
}

export function chanceAt({ likelyUpTo, possibleUpTo }: ChanceLimit, people: number): Chance {
  if (people <= likelyUpTo) return 'likely';
  return people <= possibleUpTo ? 'possible' : 'unlikely';
}

/**
 * Limits that moved by less than a tenth stay, so that a word does not change with every basket. A limit that is gone, or
 * comes back, is told at once.
 */
export const steadyLimits = (
  before: readonly ChanceLimit[] | null,
  now: readonly ChanceLimit[],
): ChanceLimit[] =>
  now.map((limit, tier) => ({
    likelyUpTo: steady(before?.[tier]?.likelyUpTo, limit.likelyUpTo),
    possibleUpTo: steady(before?.[tier]?.possibleUpTo, limit.possibleUpTo),
  }));

const steady = (before: number | undefined, now: number): number =>
  before !== undefined && before > 0 && now > 0 && Math.abs(now - before) * 10 < before ? before : now;

/** Who goes in before somebody with `ahead` in front in this lane, those of the other lanes included. */
export function peopleBefore(
  lane: WaitingLane,
  ahead: number,
  line: { readonly head: Pick<LineHead, 'waiting' | 'priority' | 'slow'>; readonly priorityShare: number },
): number {
  const { waiting, priority, slow } = line.head;
  const besides = 100 - line.priorityShare - SLOW_LANE_SHARE;
  switch (lane) {
    case 'priority':
      return (
        ahead + Math.min(waiting + slow.waiting, shareOf(ahead, 100 - line.priorityShare, line.priorityShare))
      );
    case 'slow':
      return (
        ahead + Math.min(waiting + priority.waiting, shareOf(ahead, 100 - SLOW_LANE_SHARE, SLOW_LANE_SHARE))
      );
    default:
      return (
        ahead +
        Math.min(priority.waiting, shareOf(ahead, line.priorityShare, besides)) +
        Math.min(slow.waiting, shareOf(ahead, SLOW_LANE_SHARE, besides))
      );
  }
}

/** How many of others go while `ahead` go, where the batch is shared so; all of them where one's own share is none. */
const shareOf = (ahead: number, theirs: number, own: number): number =>
  own <= 0 ? PEOPLE_MAX : Math.ceil((ahead * theirs) / own);

/** The total demand at which this tier is empty: by then each has sold in proportion, or is empty itself. */
function demandUntilEmpty(stock: readonly number[], weights: readonly number[], tier: number): number {
  const own = stock[tier] ?? 0;
  const weight = weights[tier] ?? 1;
  if (own <= 0) return 0;
  return stock.reduce(
    (sum, units, other) => sum + Math.min(units, (own / weight) * (weights[other] ?? 0)),
    0,
  );
}

/** What was bought of each tier; at the start its size speaks for it, with the weight of a few visitors. */
function weightsOf(tiers: readonly TierStock[]): number[] {
  const capacity = Math.max(
    1,
    tiers.reduce((sum, tier) => sum + tier.capacity, 0),
  );
  return tiers.map((tier) => tier.sold + tier.held + (PRIOR_TURNS * Math.max(1, tier.capacity)) / capacity);
}

/** The most of what is in baskets that may come back. */
function returningShare({ holdsSettled, holdsPaid }: Measured): number {
  const lapsed = holdsSettled - holdsPaid;
  return Math.min(1, ((lapsed + PRIOR_HOLDS / 2) / (holdsSettled + PRIOR_HOLDS)) * EAGER);
}

function mostDemand(people: number, measured: Measured): number {
  const { turnsBought: bought, turnsSettled: settled, undecided } = measured;
  const share = Math.min(1, conversion({ bought, settled }) * EAGER);
  return unitsOf(measured) * spread(people + undecided, share, DEVIATIONS);
}

function leastDemand(people: number, measured: Measured): number {
  const { turnsBought, turnsSettled, undecided } = measured;
  // Before anything was measured as few may buy as pacing ever reckons with.
  const share = ((turnsBought + PRIOR_TURNS * CONVERSION_MIN) / (turnsSettled + PRIOR_TURNS)) * RELUCTANT;
  return unitsOf(measured) * spread(people + undecided, share, -DEVIATIONS);
}

/** Of `people` who each buy with this chance: how many at so many deviations from the mean. */
const spread = (people: number, share: number, deviations: number): number =>
  Math.max(0, people * share + deviations * Math.sqrt(people * share * (1 - share)));

const unitsOf = ({ unitsPaid: units, holdsPaid: orders }: Measured): number =>
  unitsPerOrder({ units, orders });

/** The most people for whom it is still so; -1 where it is not even so for none. */
function mostPeople(isSo: (people: number) => boolean): number {
  let [low, high] = [-1, PEOPLE_MAX];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isSo(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
