/** A batch told by its short script, beside the same calls told as facts: the line ends the same (ADM-17). */
import { fc } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { batchedId, type CallBatch } from '../../domain/call-batch.ts';
import { waitingLanes } from '../../domain/lane.ts';
import { openCalledLine } from '../../test/called-line.ts';
import { newEntryId, test } from '../../test/stores.ts';
import { lineKeys, metaKey } from '../keys.ts';
import { type Calling, callNext } from './call-next.ts';
import { confirmCalls } from './confirm-calls.ts';
import { joinLine } from './join-line.ts';
import { leaveLine } from './leave-line.ts';
import { markPresent } from './mark-present.ts';
import { tellAdmissions } from './settle-admissions.ts';

const CLAIM_BY = 4_000_000_000_000;

const batchOf = (calls: readonly Calling[]): CallBatch => ({ id: 'adm_batch', claimByMs: CLAIM_BY, calls });
const factsOf = (calls: readonly Calling[]): AdmissionFact[] =>
  calls.map((call, at) => ({
    ...{ ...call, admissionId: batchedId('adm_batch', at), state: 'called', deadlineMs: CLAIM_BY },
  }));

describe('a batch', () => {
  test('ADM-17: is told as its facts would be, whatever the line was told of each before', async ({
    db,
    redis,
  }) => {
    const visitor = fc.record({
      lane: fc.constantFrom(...waitingLanes),
      // Calls of this place that went by before, or a turn of an older place.
      before: fc.constantFrom('nothing', 'missed', 'olderTurn', 'insideMeanwhile'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(visitor, { minLength: 1, maxLength: 12 }), async (visitors) => {
        const ends = [];
        for (const way of ['batch', 'facts'] as const) {
          const { line, saleId } = await openCalledLine(db, redis, { floor_max: 100 });
          // Ties of sorted sets go by the member: the same names in the same order on both sides.
          const entryIds = visitors.map((_, at) => `visitor-${String(at).padStart(8, '0')}`);
          await joinLine(line, { saleId, entryIds, lanes: visitors.map(({ lane }) => lane) });
          const fact = (at: number, number: number) => ({
            ...{ entryId: entryIds[at] ?? '', admissionId: `adm_old${at}`, number, callNo: 1 },
            ...{ lane: 'ordinary' as const, deadlineMs: null },
          });
          const older = visitors.flatMap(({ before }, at) =>
            before === 'olderTurn' ? [{ ...fact(at, 0), state: 'ended' as const }] : [],
          );
          await tellAdmissions(line, { saleId, facts: older });
          await redis.hset(metaKey(saleId), 'bucket_at', 0);
          const { calling, isFresh } = await callNext(line, { saleId, wantMax: 100, ratePerMinute: 600_000 });
          expect([isFresh, calling.length]).toEqual([true, visitors.length]);
          const numberOf = new Map(calling.map(({ entryId, number }) => [entryId, number]));
          const meanwhile = visitors.flatMap(({ before }, at): AdmissionFact[] => {
            const number = numberOf.get(entryIds[at] ?? '') ?? 0;
            if (before === 'missed') return [{ ...fact(at, number), state: 'missed' as const }];
            if (before !== 'insideMeanwhile') return [];
            return [{ ...fact(at, number), state: 'shopping' as const, deadlineMs: CLAIM_BY + 1 }];
          });
          await tellAdmissions(line, { saleId, facts: meanwhile });
          await (way === 'batch'
            ? confirmCalls(line, { saleId, batch: batchOf(calling) })
            : tellAdmissions(line, { saleId, facts: factsOf(calling) }));
          ends.push(await everythingOf(saleId));
        }
        expect(ends[0]).toEqual(ends[1]);
      }),
      { numRuns: 60 },
    );

    async function everythingOf(saleId: string) {
      const keys = lineKeys(saleId);
      const [, , , , , , , , , , admitted = ''] = keys;
      const sets = keys.filter((key) => key !== admitted && !/:(meta|seen|lanes)$/.test(key));
      const said = await redis.hgetall(admitted);
      return [said, ...(await Promise.all(sets.map((key) => redis.zrange(key, 0, -1, 'WITHSCORES'))))];
    }
  }, 120_000);

  test('ADM-17: leaves alone who has left, or stands elsewhere, since they were taken', async ({
    db,
    redis,
  }) => {
    const { line, saleId, join, standings } = await openCalledLine(db, redis, { floor_max: 100 });
    const [left = '', cameBack = '', stays = ''] = await join(3);
    await redis.hset(metaKey(saleId), 'bucket_at', 0);
    const { calling } = await callNext(line, { saleId, wantMax: 100, ratePerMinute: 600_000 });
    const exits = [left, cameBack].map((entryId, at) => ({ entryId, number: at + 1 }));
    await leaveLine(line, { saleId, exits });
    await joinLine(line, { saleId, entryIds: [cameBack, newEntryId()] });
    await confirmCalls(line, { saleId, batch: batchOf(calling) });
    expect((await standings([left, cameBack, stays])).map(({ state, number }) => [state, number])).toEqual([
      ['none', 0],
      ['waiting', 4],
      ['called', 3],
    ]);
  });

  test('ADM-17: told late, when its call is over and the next one on its way, changes nothing', async ({
    db,
    redis,
  }) => {
    const { line, saleId, join, standings } = await openCalledLine(db, redis, { floor_max: 100 });
    const [entryId = ''] = await join(1);
    const mark = async () => {
      await redis.hset(metaKey(saleId), 'bucket_at', 0);
      return await callNext(line, { saleId, wantMax: 100, ratePerMinute: 600_000 });
    };
    const { calling } = await mark();
    await tellAdmissions(line, {
      saleId,
      facts: factsOf(calling).map((fact) => ({ ...fact, state: 'missed' as const })),
    });
    await markPresent(line, { saleId, entryIds: [entryId] });
    expect((await mark()).calling).toMatchObject([{ entryId, callNo: 2 }]);
    await confirmCalls(line, { saleId, batch: batchOf(calling) });
    expect(await standings([entryId])).toMatchObject([{ state: 'calling', callNo: 1 }]);
  });
});
