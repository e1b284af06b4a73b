/**
 * The doors of a sale without a wait: the same shape as those of a line, with PostgreSQL behind them and no
 * order. Who joins before the opening stands as waiting and is admitted when it opens.
 */
import type { Kysely } from 'kysely';
import { latestAdmissions } from '../../db/admissions.ts';
import { admitAtOnce } from '../../db/passthrough.ts';
import type { Database } from '../../db/schema.ts';
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { noStanding, type Standing, unreadHead } from '../../domain/standing.ts';
import type { LineReply } from '../../redis/line-reply.ts';
import type { LineDoors } from './doors.ts';

export function passthroughDoors(db: Kysely<Database>): LineDoors {
  const read = async (saleId: string, entryIds: readonly string[], absent: Standing['state']) =>
    replyOf(entryIds, await latestAdmissions(db, saleId, entryIds), absent);
  return {
    generation: () => 0,
    refresh: async () => 0,
    join: async ({ saleId, entryIds }) =>
      replyOf(entryIds, await admitAtOnce(db, saleId, entryIds), 'waiting'),
    read: ({ saleId, entryIds }) => read(saleId, entryIds, 'none'),
    present: ({ saleId, entryIds }) => read(saleId, entryIds, 'waiting'),
    ask: ({ saleId, entryIds }) => read(saleId, entryIds, 'waiting'),
    changeLane: ({ saleId, moves }) =>
      read(
        saleId,
        moves.map(({ entryId }) => entryId),
        'none',
      ),
    snooze: ({ saleId, snoozes }) =>
      read(
        saleId,
        snoozes.map(({ entryId }) => entryId),
        'waiting',
      ),
    wake: ({ saleId, entryIds }) => read(saleId, entryIds, 'waiting'),
    restore: ({ saleId, places }) =>
      read(
        saleId,
        places.map(({ entryId }) => entryId),
        'none',
      ),
    settleReserve: ({ saleId, entries }) =>
      read(
        saleId,
        entries.map(({ entryId }) => entryId),
        'none',
      ),
    leave: async ({ exits }) =>
      replyOf(
        exits.map(({ entryId }) => entryId),
        [],
        'none',
      ),
    settle: async ({ facts }) =>
      replyOf(
        facts.map(({ entryId }) => entryId),
        facts,
        'none',
      ),
  };
}

function replyOf(
  entryIds: readonly string[],
  facts: readonly AdmissionFact[],
  absent: Standing['state'],
): LineReply {
  const byEntry = new Map(facts.map((fact) => [fact.entryId, fact]));
  return {
    head: unreadHead,
    standings: entryIds.map((entryId) => standingOf(entryId, byEntry.get(entryId), absent)),
  };
}

function standingOf(entryId: string, fact: AdmissionFact | undefined, absent: Standing['state']): Standing {
  const none = { ...noStanding(entryId), lane: 'passthrough' as const };
  if (!fact || fact.state === 'left') return { ...none, state: absent };
  const { admissionId, deadlineMs } = fact;
  if (fact.state === 'shopping') return { ...none, state: 'shopping', ahead: 0, deadlineMs, admissionId };
  const end = fact.state === 'finished' ? 'finished' : 'ended';
  return { ...none, state: 'finished', admissionId, end };
}
