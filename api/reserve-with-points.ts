/**
 * A reserve that pays partly with points (PNT-2): they leave the balance before the writer is asked, under the reserve's own
 * id. What the writer refuses gives them back here; what nobody heard of is left to the sweep, and a repetition under the
 * same key finds them held.
 *
 * A stored answer wins before any point is touched, also where the balance is empty by now.
 */
import { holdPoints, releasePoints } from '../db/points-hold.ts';
import { findAnswer } from '../db/writer-answers.ts';
import { Refused } from '../domain/refusals.ts';
import type { ReserveCommand, WriterAnswer } from '../domain/writer/command.ts';
import type { Deps } from './deps.ts';
import { matching } from './reserve.ts';

type Command = Omit<ReserveCommand, 'replyTo'>;

/** Refuses with `not_signed_in` where nobody's points are meant, and with `not_enough_points`. */
export async function reserveWithPoints(
  { db, reserve }: Deps,
  currency: string,
  command: Command,
): Promise<WriterAnswer | null> {
  const { id: commandId, accountId, points: amount = 0 } = command;
  if (amount === 0) return await reserve(command);
  if (accountId === null) throw new Refused('not_signed_in');
  const stored = matching(await findAnswer(db, commandId), command.bodyHash);
  if (stored) return stored;
  await holdPoints(db, { commandId, accountId, currency, amount });
  const answer = await reserve(command);
  // `busy` is no answer to the request: another try of it may be on its way with these points.
  if (answer?.outcome === 'refused' && answer.code !== 'busy') await releasePoints(db, commandId);
  return answer;
}
