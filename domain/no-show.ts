/**
 * The correction for those who are called and do not come (PAC-4): the operator's rate is of visitors who come in, so
 * that many more are called as lately stayed away. Bounded, never of the floor, and shown to the operator.
 */
import { NO_SHOW_BOOST_MAX } from './limits.ts';

/** Of the latest calls whose time to claim is over; of younger ones those who are slow would be missing. */
export interface Shows {
  readonly settled: number;
  /** Nobody claimed: missed, or left. */
  readonly missed: number;
}

/** Weight of the assumption that everybody comes, in visitors: a few who miss the first calls change little. */
const PRIOR_VISITORS = 20;

/** By how much more are called than the rate says: 1 to NO_SHOW_BOOST_MAX. */
export function noShowBoost({ settled, missed }: Shows): number {
  const came = settled - missed + PRIOR_VISITORS;
  const boost = (settled + PRIOR_VISITORS) / came;
  // In hundredths, so that what is shown is what is done.
  return Math.min(NO_SHOW_BOOST_MAX, Math.floor(boost * 100) / 100);
}

/** The rate of calls for a target of visitors who come in. */
export const callsPerMinute = (targetPerMinute: number, shows: Shows): number =>
  Math.max(1, Math.floor(targetPerMinute * noShowBoost(shows)));
