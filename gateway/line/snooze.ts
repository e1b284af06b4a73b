/**
 * "Let others go first" and "I am ready now" (LIN-30): the place keeps its number and is called next once so many have
 * passed. As often as the visitor likes; each time is logged first, so that nobody can say that a place was lost
 * and nothing says why.
 */
import { Refused } from '../../domain/refusals.ts';
import type { StandingState } from '../../domain/standing.ts';
import type { Deed } from './deed.ts';

/** Who is called, inside, or not in line has nobody to let pass; the lobby has no order yet. */
const maySnooze: ReadonlySet<StandingState> = new Set(['waiting', 'returned', 'snoozed']);

export const snooze: Deed<{ readonly letPass: number }> = async (_deps, hall, { entryId }, { letPass }) => {
  const { standing } = await hall.ask.read.add(entryId);
  if (!maySnooze.has(standing.state)) throw new Refused('invalid_request', { detail: 'Nobody to let pass.' });
  if (standing.lane !== 'ordinary' && standing.lane !== 'returned')
    throw new Refused('invalid_request', { detail: 'Only the ordinary line lets others pass.' });
  return await hall.ask.snooze.add({ entryId, letPass });
};

/** Awake already, it changes nothing. */
export const wake: Deed<unknown> = async (_deps, hall, { entryId }) => await hall.ask.wake.add(entryId);
