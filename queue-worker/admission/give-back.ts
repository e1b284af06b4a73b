/**
 * Whose turn our own failure broke is called again, at the front (ADM-12). PostgreSQL decides and journals it; whoever dies
 * before telling the line leaves that to the next one, who tells it again for some minutes.
 */
import { giveBackTurns, givenBackLately } from '../../db/checkout-failures.ts';
import type { AdmissionDeps } from './call-waiting.ts';
import { tell } from './tell.ts';

/** Answers how many turns were given back. */
export async function giveBack(deps: AdmissionDeps, saleId: string): Promise<number> {
  const facts = await giveBackTurns(deps.db, saleId);
  await tell(deps, saleId, facts);
  return facts.length;
}

/** Facts go forward only: who heard it, was called again or left is not moved by hearing it once more. */
export async function retellGivenBack(deps: AdmissionDeps, saleId: string): Promise<void> {
  await tell(deps, saleId, await givenBackLately(deps.db, saleId));
}
