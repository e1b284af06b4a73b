/**
 * The check of the slow lane, solved in the browser: `prove` (ACC-12). The solution is for this visitor of this sale alone;
 * showing it again after it was taken changes nothing.
 */
import { Refused } from '../../domain/refusals.ts';
import type { Deed } from '../line/deed.ts';
import { checkPurpose, clear, isSlow, withCheck } from './slow-lane.ts';

export const prove: Deed<{ readonly proof: string }> = async (deps, hall, { entryId }, { proof }) => {
  const reading = await hall.ask.read.add(entryId);
  if (!isSlow(reading.standing)) return reading;
  const purpose = checkPurpose(hall.sale.id, entryId);
  if (await deps.access.proofs.isSolved(proof, purpose, entryId))
    return await clear(deps, hall, entryId, 'work');

  // Wrong, or too late: with another one to solve, and the place as it was.
  const { check, ...now } = await withCheck(deps, hall, reading);
  if (!check) return now;
  const entry = hall.entries.get(entryId);
  if (entry) entry.check = check;
  throw new Refused('proof_required', check);
};
