/**
 * Gives back points that are held for nothing (PNT-4): whoever asked for the order died, or heard no answer and did not ask
 * again. Every queue-worker looks; each hold is given back once, and never one that an order has.
 */
import { sweepPoints } from '../../db/points-hold.ts';
import { RESERVE_AGE_MS_MAX } from '../../domain/limits.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';

const LOOK_MS = 15_000;
/** Long after any reserve of theirs can be decided; a buyer who asks again meanwhile finds them held. */
export const HOLD_IDLE_MS = 24 * RESERVE_AGE_MS_MAX;

export function startPoints({ db, log }: Pick<Deps, 'db' | 'log'>): Running {
  return repeat(
    'points',
    LOOK_MS,
    async () => {
      await sweepPoints(db, HOLD_IDLE_MS);
    },
    log,
  );
}
