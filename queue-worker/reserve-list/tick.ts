/**
 * One look at the list of one sale (RAF-4, RAF-5): turns whose time is over end, and the next are asked as far as there is
 * something for them.
 *
 * PostgreSQL first, in one transaction each; then the line and the gateways hear it. Dying in between leaves the line
 * behind, and the sweep catches it up. Two workers at once ask nobody twice (db/list-turns.ts).
 */
import { missCalls } from '../../db/admissions.ts';
import { ASKS_MAX, askNext, closeTurns } from '../../db/list-turns.ts';
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { LineBusy } from '../../redis/line.ts';
import { tell } from '../admission/tell.ts';
import type { Deps } from '../deps.ts';

export type ListDeps = Pick<Deps, 'db' | 'redis' | 'line' | 'log'>;

/** Answers how many were asked. */
export async function tickList(deps: ListDeps, saleId: string): Promise<number> {
  await tellQuietly(deps, saleId, await missCalls(deps.db, saleId));
  await closeTurns(deps.db, saleId);
  let count = 0;
  for (;;) {
    const asked = await askNext(deps.db, saleId);
    await tellQuietly(deps, saleId, asked);
    count += asked.length;
    if (asked.length < ASKS_MAX) break;
  }
  if (count > 0) deps.log.info({ saleId, count }, 'asked the next of the list');
  return count;
}

/** A line that is away or being rebuilt holds up no list: it hears everything again. */
async function tellQuietly(deps: ListDeps, saleId: string, facts: readonly AdmissionFact[]): Promise<void> {
  try {
    await tell(deps, saleId, facts);
  } catch (fault) {
    if (!(fault instanceof LineBusy)) throw fault;
  }
}
