/**
 * One tick of admission for one sale: who let a call go by goes back to the front, and the next visitors are called.
 *
 * Woken, not driven (ADM-2): running twice, late or not at all for a while lets nobody in twice and nobody out of order.
 * Calling is crash-safe (ADM-1): the script marks entries `calling` → one row records them → the line hears `called` → a
 * notice → each has its own row. Whatever stops in between stands in `calling` or in that one row, and the next tick drives
 * it on.
 */
import { missCalls } from '../../db/admissions.ts';
import { keepPace, readPace } from '../../db/pace.ts';
import { type AdmissionDeps, callWaiting, spreadCalls } from './call-waiting.ts';
import { tell } from './tell.ts';

/** Answers how many stand called because of this tick. */
export async function tick(deps: AdmissionDeps, saleId: string): Promise<number> {
  await spreadCalls(deps, saleId); // Of a tick that died.
  await tell(deps, saleId, await missCalls(deps.db, saleId));
  const pace = await readPace(deps.db, saleId);
  const { calledCount, heldBack } = await callWaiting(deps, saleId, pace);
  if (calledCount > 0) await spreadCalls(deps, saleId);
  await keepPace(deps.db, saleId, pace, heldBack);
  return calledCount;
}
