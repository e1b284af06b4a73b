/** The lists of all sales, looked at twice a second by every queue-worker: a second look at once asks nobody twice. */
import { salesWithLists } from '../../db/list-turns.ts';
import { LineBusy } from '../../redis/line.ts';
import { repeat } from '../../runtime/repeat.ts';
import { reconcile } from '../admission/reconcile.ts';
import type { Running } from '../deps.ts';
import { sweepList } from './sweep.ts';
import { type ListDeps, tickList } from './tick.ts';

const LOOK_MS = 500;
/** Looks between two comparisons of the line with the list, and of its turns. */
const SWEEP_LOOKS = 6;
const RECONCILE_LOOKS = 20;

export function startReserveLists(deps: ListDeps): Running {
  return repeat('reserve lists', LOOK_MS, openRound(deps), deps.log);
}

/** One look at every list. A sale whose look fails does not hold up the others. */
export function openRound(deps: ListDeps): () => Promise<void> {
  const sweptTo = new Map<string, number>();
  let look = 0;
  return async () => {
    look += 1;
    const faults: unknown[] = [];
    for (const { id } of await salesWithLists(deps.db)) {
      try {
        await tickList(deps, id);
        if (look % SWEEP_LOOKS === 0) sweptTo.set(id, await sweepList(deps, id, sweptTo.get(id) ?? 0));
        if (look % RECONCILE_LOOKS === 0) await reconcile(deps, id);
      } catch (fault) {
        if (!(fault instanceof LineBusy)) faults.push(fault);
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, 'lists failed');
  };
}
