/**
 * "Yes, I go in" (GWY-14): PostgreSQL decides, and only what it has committed is answered. A repeat gets
 * the same pass; somebody who let two calls go by asks by claiming to be called again.
 */
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { mustAsk } from '../../domain/place.ts';
import { Refused } from '../../domain/refusals.ts';
import type { Standing } from '../../domain/standing.ts';
import type { Hall } from './hall.ts';
import type { Reading } from './hall-batches.ts';

/**
 * Where the visitor stands after the claim. Refuses with `pass_required` who was not called, or answered
 * too late.
 */
export async function claimTurn(hall: Hall, entryId: string): Promise<Reading> {
  if (hall.sale.mode === 'passthrough') return insideOnly(await hall.ask.join.add({ entryId }));
  const fact = await hall.ask.claim.add(entryId);
  if (fact) {
    const standing = insideOf(fact);
    hall.settle(standing);
    return { standing, head: hall.lastHead };
  }
  const reading = await hall.ask.read.add(entryId);
  if (!mustAsk(reading.standing)) throw new Refused('pass_required');
  return await hall.ask.ask.add(entryId);
}

/** Where somebody stands whose turn PostgreSQL has committed, whether or not the line could be told. */
export function insideOf(fact: AdmissionFact): Standing {
  const { entryId, number, callNo, deadlineMs, admissionId, lane } = fact;
  return { entryId, state: 'shopping', number, ahead: 0, deadlineMs, callNo, admissionId, lane };
}

function insideOnly(reading: Reading): Reading {
  if (reading.standing.state !== 'shopping') throw new Refused('pass_required');
  return reading;
}
