/**
 * The doors of a sale without a wait (GWY-24): the same shape as those of a line, with PostgreSQL behind them and no
 * order. Whoever came while it was not open waits without a place: connected here, or by the receipt that they show.
 * Being looked at admits them as soon as the sale is open, so that no single moment decides: a notice that is lost, or a
 * store that was away at the opening, costs one round of the cadence.
 *
 * Who gave up and was seen nowhere else waits no longer; joining anew takes that back.
 */
import type { Kysely } from 'kysely';
import { latestAdmissions } from '../../db/admissions.ts';
import { exitsOf, forgetExits } from '../../db/line-exits.ts';
import { admitAtOnce } from '../../db/passthrough.ts';
import type { Database } from '../../db/schema.ts';
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { noStanding, type Standing, unreadHead } from '../../domain/standing.ts';
import type { LineReply } from '../../redis/line-reply.ts';
import type { LineDoors } from './doors.ts';

/** Is somebody connected here for this entry? */
export type IsHere = (saleId: string, entryId: string) => boolean;

export function passthroughDoors(db: Kysely<Database>, isHere: IsHere): LineDoors {
  /** Those who were never admitted wait where `waits` says so, and go in once the sale is open. */
  const look = async (
    saleId: string,
    entryIds: readonly string[],
    waits: (entryId: string) => boolean,
  ): Promise<LineReply> => {
    if (entryIds.length === 0) return replyOf([], [], new Set());
    const [facts, exits] = await Promise.all([
      latestAdmissions(db, saleId, entryIds),
      exitsOf(db, saleId, entryIds),
    ]);
    const hadTurn = new Set(facts.flatMap(({ entryId, state }) => (state === 'left' ? [] : [entryId])));
    const waiting = entryIds.filter((id) => !hadTurn.has(id) && !exits.has(id) && waits(id));
    if (waiting.length === 0) return replyOf(entryIds, facts, new Set());
    const admitted = await admitAtOnce(db, saleId, waiting);
    return replyOf(entryIds, [...facts, ...admitted], new Set(waiting));
  };
  const read = ({ saleId, entryIds }: { saleId: string; entryIds: readonly string[] }) =>
    look(saleId, entryIds, (entryId) => isHere(saleId, entryId));
  const readEach = (saleId: string, each: readonly { readonly entryId: string }[]) =>
    read({ saleId, entryIds: each.map(({ entryId }) => entryId) });

  return {
    generation: () => 0,
    refresh: async () => 0,
    join: async ({ saleId, entryIds }) => {
      await forgetExits(db, saleId, entryIds);
      return replyOf(entryIds, await admitAtOnce(db, saleId, entryIds), new Set(entryIds));
    },
    read,
    present: read,
    ask: read,
    changeLane: ({ saleId, moves }) => readEach(saleId, moves),
    snooze: ({ saleId, snoozes }) => readEach(saleId, snoozes),
    wake: read,
    restore: ({ saleId, places }) =>
      look(
        saleId,
        places.map(({ entryId }) => entryId),
        () => true, // The receipt says that they came.
      ),
    settleReserve: ({ saleId, entries }) => readEach(saleId, entries),
    leave: async ({ exits }) =>
      replyOf(
        exits.map(({ entryId }) => entryId),
        [],
        new Set(),
      ),
    settle: async ({ facts }) =>
      replyOf(
        facts.map(({ entryId }) => entryId),
        facts,
        new Set(),
      ),
  };
}

function replyOf(
  entryIds: readonly string[],
  facts: readonly AdmissionFact[],
  waiting: ReadonlySet<string>,
): LineReply {
  const byEntry = new Map(facts.map((fact) => [fact.entryId, fact]));
  return {
    head: unreadHead,
    standings: entryIds.map((entryId) => standingOf(entryId, byEntry.get(entryId), waiting)),
  };
}

function standingOf(
  entryId: string,
  fact: AdmissionFact | undefined,
  waiting: ReadonlySet<string>,
): Standing {
  const none = { ...noStanding(entryId), lane: 'passthrough' as const };
  if (!fact || fact.state === 'left') return { ...none, state: waiting.has(entryId) ? 'waiting' : 'none' };
  const { admissionId, deadlineMs } = fact;
  if (fact.state === 'shopping') return { ...none, state: 'shopping', ahead: 0, deadlineMs, admissionId };
  const end = fact.state === 'finished' ? 'finished' : 'ended';
  return { ...none, state: 'finished', admissionId, end };
}
