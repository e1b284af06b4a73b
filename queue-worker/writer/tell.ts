/**
 * After COMMIT: answers, the stream's trim, notices, and the line. All of it may be lost, with Redis or
 * with this process, and nothing is wrong then: an unanswered visitor asks again and gets the stored
 * answer, a stream that was not trimmed is read again, and the line is reconciled with the admissions.
 */
import type { Committed } from '../../db/writer.ts';
import type { Reply } from '../../domain/writer/decision.ts';
import { publishAnswers } from '../../redis/answers.ts';
import { commandsKey } from '../../redis/keys.ts';
import { tellAdmissions } from '../../redis/line/settle-admissions.ts';
import { LineBusy } from '../../redis/line.ts';
import { notify } from '../../redis/notices.ts';
import type { WriterDeps } from './writer-deps.ts';

/** `lastEntryId`: everything of the stream up to it is answered, and goes. */
export async function tellAnswers(
  { redis, log }: WriterDeps,
  saleId: string,
  replies: readonly Reply[],
  lastEntryId: string | null,
): Promise<void> {
  try {
    await Promise.all([
      publishAnswers(redis, replies),
      lastEntryId && redis.xtrim(commandsKey(saleId), 'MINID', after(lastEntryId)),
    ]);
  } catch (err) {
    log.warn({ err, saleId, answers: replies.length }, 'answers were lost on their way; they are stored');
  }
}

export async function tellChanges(
  { redis, line, log }: WriterDeps,
  saleId: string,
  { decision, admissionsOver }: Committed,
): Promise<void> {
  try {
    if (admissionsOver.length > 0) await tellAdmissions(line, { saleId, facts: admissionsOver });
    const entryIds = admissionsOver.map(({ entryId }) => entryId);
    if (entryIds.length > 0) await notify(redis, saleId, { type: 'standings', entryIds });
    if (decision.isAvailabilityNew || decision.saleState) await notify(redis, saleId, { type: 'sale' });
  } catch (err) {
    const why = err instanceof LineBusy ? { why: err.message } : { err };
    log.warn({ ...why, saleId }, 'the line was not told; it is reconciled');
  }
}

/** The next id that a stream can have. */
function after(entryId: string): string {
  const [ms = '0', sequence = '0'] = entryId.split('-');
  return `${ms}-${BigInt(sequence) + 1n}`;
}
