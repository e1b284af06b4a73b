/**
 * The real line behind a model test: one sale in PostgreSQL and Redis, every act that the product does to it, and ways to
 * die between two of its steps.
 */
import type { Redis } from 'ioredis';
import { type Kysely, sql } from 'kysely';
import {
  claimAdmissions,
  factOf,
  latestAdmissions,
  latestAdmissionsAfter,
  leaveAdmissions,
  recordCalls,
} from '../db/admissions.ts';
import { recordBatch, spreadBatches } from '../db/call-batches.ts';
import { exitsAfter, journalExits } from '../db/line-exits.ts';
import { numberEndOf } from '../db/line-numbers.ts';
import type { LiveSale } from '../db/live-sales.ts';
import type { Database, NewSaleRow } from '../db/schema.ts';
import type { AdmissionFact } from '../domain/admission-fact.ts';
import type { WaitingLane } from '../domain/lane.ts';
import { lineDoors } from '../gateway/line/doors.ts';
import { DrawnPlaces } from '../gateway/line/drawn-places.ts';
import { hallBatches } from '../gateway/line/hall-batches.ts';
import { reconcile } from '../queue-worker/admission/reconcile.ts';
import { tell } from '../queue-worker/admission/tell.ts';
import { tick } from '../queue-worker/admission/tick.ts';
import { lineKeys, metaKey, seenKey } from '../redis/keys.ts';
import { askAgain } from '../redis/line/ask-again.ts';
import { beginGeneration, setStatus } from '../redis/line/begin-generation.ts';
import { callNext } from '../redis/line/call-next.ts';
import { changeLane } from '../redis/line/change-lane.ts';
import { leaveLine } from '../redis/line/leave-line.ts';
import { markPresent } from '../redis/line/mark-present.ts';
import { readStandings } from '../redis/line/read-standings.ts';
import { tellAdmissions } from '../redis/line/settle-admissions.ts';
import { settleReserve } from '../redis/line/settle-reserve.ts';
import { snoozePlace } from '../redis/line/snooze-place.ts';
import { wakePlace } from '../redis/line/wake-place.ts';
import type { ReceiptSnooze } from '../tokens/receipt.ts';
import { openTestLine } from './line.ts';
import { newEntryId, testLog } from './stores.ts';

export type Replay = Awaited<ReturnType<typeof openReplay>>;

export async function openReplay(
  db: Kysely<Database>,
  redis: Redis,
  { visitors, ...settings }: { visitors: number } & Partial<NewSaleRow>,
) {
  const { line, saleId } = await openTestLine(db, redis, { ...settings, units: 1_000 });
  const deps = { db, redis, line, log: testLog };
  const doors = lineDoors(line, db);
  // Ties of Redis' sorted sets go by the member: in the order of the model's visitors.
  const entryIds = Array.from({ length: visitors }, newEntryId).sort();
  const entry = (who: number): string => entryIds[who] ?? '';
  const refill = () => redis.hset(metaKey(saleId), 'bucket_at', 0);
  const tellAbout = async (who: number) =>
    tell(deps, saleId, await latestAdmissions(db, saleId, [entry(who)]));
  const mark = async () => {
    await refill();
    return await callNext(line, { saleId, wantMax: 100, ratePerMinute: 600_000 });
  };
  const phaseNow = { phase: 'open' as 'open' | 'paused' };

  return {
    standings: async () => {
      const { standings } = await readStandings(line, { saleId, entryIds });
      return standings.map(({ state, number, ahead, callNo, lane }) => {
        const isCounted = state !== 'none' && state !== 'reserve' && state !== 'calling';
        return {
          ...{ state, number, ahead, callNo: isCounted ? callNo : 0 },
          lane: state === 'waiting' ? lane : null,
        };
      });
    },
    /** Answers up to which numbers were reserved before. */
    join: async (who: number, lane: WaitingLane) => {
      const numberEnd = await numberEndOf(db, saleId);
      const input = { saleId, entryIds: [entry(who)], lanes: [lane] };
      await doors.join(input);
      await doors.join(input);
      return numberEnd;
    },
    tick: async () => {
      await refill();
      await tick(deps, saleId);
    },
    /** A tick that dies after marking. */
    mark,
    /** A tick that dies after the INSERT. */
    record: async () => {
      const { calling, isFresh } = await mark();
      if (isFresh && calling.length > 0 && (await recordBatch(db, saleId, calling))) return;
      await recordCalls(db, saleId, calling);
    },
    claim: async (who: number, isTold: boolean) => {
      const facts = await claimAdmissions(db, { saleId, entryIds: [entry(who)] });
      if (isTold) await tell(deps, saleId, facts);
      else await reconcile(deps, saleId);
    },
    letGoBy: (who: number) =>
      sql`update admission set claim_by = now() - interval '1 s'
          where sale_id = ${saleId} and visitor_id = ${entry(who)} and state = 'called'`.execute(db),
    snooze: (who: number, letPass: number) =>
      snoozePlace(line, { saleId, snoozes: [{ entryId: entry(who), letPass }] }),
    wake: (who: number) => wakePlace(line, { saleId, entryIds: [entry(who)] }),
    changeLane: (who: number, lane: WaitingLane) =>
      changeLane(line, { saleId, moves: [{ entryId: entry(who), lane }] }),
    leave: async (who: number, number: number) => {
      const exits = [{ entryId: entry(who), number }];
      await journalExits(db, saleId, exits);
      await tell(deps, saleId, await leaveAdmissions(db, saleId, [entry(who)]));
      await leaveLine(line, { saleId, exits });
    },
    vanish: (who: number) => redis.zrem(seenKey(saleId), entry(who)),
    show: (who: number) => markPresent(line, { saleId, entryIds: [entry(who)] }),
    ask: (who: number) => askAgain(line, { saleId, entryIds: [entry(who)] }),
    /** The writer ends a pass; given back, it has ended before and both facts are told. */
    end: async (who: number, fact: 'finished' | 'ended' | 'back') => {
      await sql`update admission set state = ${fact === 'finished' ? 'finished' : 'ended'}, ended_at = now()
        where sale_id = ${saleId} and visitor_id = ${entry(who)} and state = 'shopping'`.execute(db);
      await tellAbout(who);
      if (fact !== 'back') return;
      await sql`update admission set given_back_at = now() where id = (
        select id from admission where sale_id = ${saleId} and visitor_id = ${entry(who)}
        order by number desc, call_no desc limit 1)`.execute(db);
      await tellAbout(who);
    },
    /** `number` 0: at the end of all that were handed out. Answers the number in the list. */
    list: async (who: number, number: number) => {
      const { rows } = await sql<{ number_end: number }>`
        insert into line_numbers (sale_id, number_end) values (${saleId}, 1) on conflict (sale_id)
        do update set number_end = line_numbers.number_end + 1 returning number_end`.execute(db);
      const listed = number || Number(rows[0]?.number_end);
      await settleReserve(line, { saleId, entries: [{ entryId: entry(who), number: listed }] });
      return listed;
    },
    unlist: async (who: number, number: number) => {
      const exits = [{ entryId: entry(who), number }];
      await journalExits(db, saleId, exits);
      await leaveLine(line, { saleId, exits });
      await settleReserve(line, { saleId, entries: [{ entryId: entry(who), number: 0 }] });
    },
    invite: async (who: number, number: number, callNo: number) => {
      await tell(
        deps,
        saleId,
        await recordCalls(db, saleId, [{ entryId: entry(who), number, callNo, lane: 'reserve' }]),
      );
    },
    setPhase: async (phase: 'open' | 'paused') => {
      phaseNow.phase = phase;
      await redis.hset(metaKey(saleId), 'phase', phase);
    },
    /** Every fact there ever was, older words of it too, from `from` on in a circle. */
    tellEverythingAgain: async (from: number) => {
      await spreadBatches(db, saleId);
      const rows = await db.selectFrom('admission').selectAll().where('sale_id', '=', saleId).execute();
      const facts = rows.flatMap((row) => {
        const fact = factOf(row);
        const before = { ...fact, state: 'called' as const, deadlineMs: row.claim_by.getTime() };
        const inside = { ...fact, state: 'shopping' as const, deadlineMs: row.pass_ends_at?.getTime() ?? 1 };
        return [fact, before, ...(row.claimed_at ? [inside] : [])];
      });
      const at = facts.length === 0 ? 0 : (from * 7) % facts.length;
      await tell(deps, saleId, [...facts.slice(at), ...facts.slice(0, at)] as AdmissionFact[]);
    },
    reconcile: () => reconcile(deps, saleId),
    /** Redis is emptied, and everything that PostgreSQL and the visitors know is told again. */
    forget: async (
      receipts: readonly { number: number; lane: WaitingLane; snooze: ReceiptSnooze | null }[],
      listed: readonly number[],
      isPaused: boolean,
    ) => {
      await redis.del(...lineKeys(saleId));
      const generation = line.generation() + 1;
      await db.updateTable('line_generation').set({ generation }).execute();
      await line.refresh();
      const numberEnd = await numberEndOf(db, saleId);
      await beginGeneration(line, {
        ...{ saleId, status: 'rebuilding', phase: isPaused ? 'paused' : 'open', numberEnd, lobby: 'shuffle' },
        ...{ floorMax: settings.floor_max ?? 1, admitPerMinute: 60_000 },
        priorityShare: settings.priority_share ?? 0,
      });
      await tellAdmissions(line, { saleId, facts: await latestAdmissionsAfter(db, saleId, '', 500) });
      await leaveLine(line, { saleId, exits: await exitsAfter(db, saleId, '', 500) });
      const entries = listed.flatMap((number, who) => (number > 0 ? [{ entryId: entry(who), number }] : []));
      await settleReserve(line, { saleId, entries });
      await setStatus(line, { saleId, status: 'ready' });
      const sale = { id: saleId, drawKey: null, drawSize: null } as LiveSale;
      const ask = hallBatches({
        db,
        doors,
        drawn: new DrawnPlaces(),
        sale: () => sale,
        learn: () => {},
        hint: () => {},
      });
      const held = receipts.flatMap(({ number, lane, snooze }, who) =>
        number === 0
          ? []
          : [
              {
                saleId,
                entryId: entry(who),
                number,
                lobby: false,
                generation: generation - 1,
                secretHash: null,
                ...(lane !== 'ordinary' && { lane }),
                ...(snooze && { snooze }),
              },
            ],
      );
      await Promise.all(held.map((receipt) => ask.restore.add(receipt)));
      return numberEnd;
    },
  };
}
