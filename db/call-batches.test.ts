/** Batches of calls against a real PostgreSQL: whoever looks finds the calls, and nobody has two turns (ADM-17). */
import { fc } from '@fast-check/vitest';
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { batchedId } from '../domain/call-batch.ts';
import { insertSale } from '../test/line.ts';
import { listVisitors, setFree } from '../test/list.ts';
import { untilSomebodyWaits } from '../test/paying.ts';
import { newEntryId, test } from '../test/stores.ts';
import { insertSaleWithBook } from '../test/writer.ts';
import {
  claimAdmissions,
  latestAdmissions,
  latestAdmissionsAfter,
  leaveAdmissions,
  liveAdmissions,
  recordCalls,
} from './admissions.ts';
import { keepBatchesAway, recordBatch, spreadBatches } from './call-batches.ts';
import { askNext } from './list-turns.ts';
import type { Database } from './schema.ts';
import { bypassLine } from './staff-bypass.ts';

async function taken(db: Kysely<Database>, count: number) {
  const saleId = await insertSale(db);
  const entryIds = Array.from({ length: count }, newEntryId);
  const calls = entryIds.map((entryId, at) => ({
    ...{ entryId, number: at + 1, callNo: 1, lane: 'ordinary' as const },
  }));
  return { saleId, entryIds, calls };
}
const rowsOf = (db: Kysely<Database>, saleId: string) =>
  db.selectFrom('admission').selectAll().where('sale_id', '=', saleId).orderBy('number').execute();
const pending = async (db: Kysely<Database>) =>
  (await db.selectFrom('call_batch').select('id').execute()).length;

test('ADM-17: a batch is one row until it is spread; then each call has what was told of it', async ({
  db,
}) => {
  const { saleId, calls } = await taken(db, 500);
  const batch = await recordBatch(db, saleId, calls);
  expect([await pending(db), (await rowsOf(db, saleId)).length]).toEqual([1, 0]);
  expect(await spreadBatches(db, saleId)).toEqual([]);
  const rows = await rowsOf(db, saleId);
  expect(await pending(db)).toBe(0);
  expect(
    rows.map((row) => ({
      ...{
        entryId: row.visitor_id,
        number: row.number,
        callNo: row.call_no,
        lane: row.lane,
        state: row.state,
      },
      ...{ admissionId: row.id, deadlineMs: row.claim_by.getTime() },
    })),
  ).toEqual(
    calls.map((call, at) => ({
      ...{ ...call, admissionId: batchedId(batch?.id ?? '', at), state: 'called' },
      deadlineMs: batch?.claimByMs,
    })),
  );
  expect(await spreadBatches(db, saleId)).toEqual([]);
  expect(await rowsOf(db, saleId)).toEqual(rows);
});

test('ADM-17: whoever asks for certain calls finds those of a batch', async ({ db }) => {
  const asks: Record<string, (saleId: string, entryIds: string[]) => Promise<readonly unknown[]>> = {
    claim: (saleId, entryIds) => claimAdmissions(db, { saleId, entryIds }),
    leave: (saleId, entryIds) => leaveAdmissions(db, saleId, entryIds),
    latest: (saleId, entryIds) => latestAdmissions(db, saleId, entryIds),
    latestOfAll: (saleId) => latestAdmissionsAfter(db, saleId, '', 500),
    live: (saleId) => liveAdmissions(db, saleId),
  };
  for (const [name, ask] of Object.entries(asks)) {
    const { saleId, entryIds, calls } = await taken(db, 3);
    await recordBatch(db, saleId, calls);
    expect(await ask(saleId, entryIds), name).toHaveLength(3);
    expect(await rowsOf(db, saleId), name).toHaveLength(3);
  }
});

test('ADM-17: of claims and a spread at once none is lost, and none is answered twice', async ({ db }) => {
  const { saleId, entryIds, calls } = await taken(db, 40);
  await recordBatch(db, saleId, calls);
  const [one, other] = await Promise.all([
    claimAdmissions(db, { saleId, entryIds: entryIds.slice(0, 20) }),
    claimAdmissions(db, { saleId, entryIds: entryIds.slice(20) }),
    spreadBatches(db, saleId),
    spreadBatches(db, saleId),
  ]);
  expect([...one, ...other].map(({ entryId }) => entryId).sort()).toEqual(entryIds.toSorted());
  expect((await rowsOf(db, saleId)).every(({ state }) => state === 'shopping')).toBe(true);
});

test('ADM-3, ADM-17: where one of them is inside nothing is recorded by the batch', async ({ db }) => {
  const { saleId, calls } = await taken(db, 3);
  const [first] = calls;
  if (!first) throw new Error('three are taken');
  await recordCalls(db, saleId, [first]);
  expect(
    await recordBatch(
      db,
      saleId,
      calls.map((call) => ({ ...call, callNo: 2 })),
    ),
  ).toBeNull();
  expect(await pending(db)).toBe(0);
});

test('ADM-17: no visitor is looked for among all calls of the sale, whatever PostgreSQL believes of it', async ({
  db,
}) => {
  // Without the index that is meant, it takes the next best; the one by time must not be among them.
  const rolledBack = new Error('rolled back');
  const planned = db.transaction().execute(async (trx) => {
    await sql`drop index admission_live`.execute(trx);
    await sql`alter table admission drop constraint admission_sale_id_visitor_id_number_call_no_key`.execute(
      trx,
    );
    await sql`set local enable_seqscan = off`.execute(trx);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select from admission where sale_id = 'x' and visitor_id = 'y' and state in ('called', 'shopping')`.execute(
      trx,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join()).not.toContain('admission_called');
    throw rolledBack;
  });
  await expect(planned).rejects.toBe(rolledBack);
});

test('ADM-17: a call that another tick has driven on meanwhile stays as that one recorded it', async ({
  db,
}) => {
  const { saleId, entryIds, calls } = await taken(db, 4);
  await recordBatch(db, saleId, calls);
  // Not by recordCalls, which would spread first: as if it had looked a moment before.
  const [, second] = calls;
  await sql`insert into admission (id, sale_id, visitor_id, number, lane, call_no, state, claim_by)
            values ('adm_first', ${saleId}, ${second?.entryId}, 2, 'ordinary', 1, 'called', now() + interval '1 hour')`.execute(
    db,
  );
  expect(await spreadBatches(db, saleId)).toEqual([entryIds[1]]);
  const rows = await rowsOf(db, saleId);
  expect(rows).toHaveLength(4);
  expect(rows[1]?.id).toBe('adm_first');
});

test('ADM-3, ADM-17: who gives another turn waits for a batch, and a batch for them: one turn each', async ({
  db,
}) => {
  const { saleId, calls } = await taken(db, 1);
  let recording: Promise<unknown> = Promise.resolve();
  await db.transaction().execute(async (trx) => {
    await keepBatchesAway(trx, saleId);
    recording = recordBatch(db, saleId, calls);
    await untilSomebodyWaits(db);
    await recordCalls(trx, saleId, calls);
  });
  expect(await recording).toBeNull();
  expect([await pending(db), (await rowsOf(db, saleId)).length]).toEqual([0, 1]);
});

test('ADM-3, ADM-17: whatever is done at once, each visitor has one live turn and each told call its row', async ({
  db,
}) => {
  const act = fc.constantFrom('batch', 'each', 'spread', 'claim', 'leave', 'other');
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 8 }), async (acts) => {
      const { saleId, entryIds, calls } = await taken(db, 6);
      const told: string[] = [];
      await Promise.all(
        acts.map(async (name) => {
          if (name === 'batch')
            told.push(...((await recordBatch(db, saleId, calls))?.calls ?? []).map(({ entryId }) => entryId));
          if (name === 'each') await recordCalls(db, saleId, calls);
          if (name === 'spread') await spreadBatches(db, saleId);
          if (name === 'claim') await claimAdmissions(db, { saleId, entryIds: entryIds.slice(0, 3) });
          if (name === 'leave') await leaveAdmissions(db, saleId, entryIds.slice(3, 4));
          if (name === 'other')
            await db.transaction().execute(async (trx) => {
              await keepBatchesAway(trx, saleId);
              const staff = { entryId: entryIds[5] ?? '', number: 0, callNo: 1, lane: 'staff' as const };
              await recordCalls(trx, saleId, [staff]);
            });
        }),
      );
      await spreadBatches(db, saleId);
      const rows = await rowsOf(db, saleId);
      const live = rows.filter(({ ended_at }) => ended_at === null).map(({ visitor_id }) => visitor_id);
      expect(new Set(live).size).toBe(live.length);
      const recorded = new Set(rows.filter(({ number }) => number > 0).map(({ visitor_id }) => visitor_id));
      for (const entryId of told) expect(recorded.has(entryId)).toBe(true);
      expect(await pending(db)).toBe(0);
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('ADM-3, ADM-17: a staff code and a list find the call of a batch, and give no second turn beside it', async ({
  db,
}) => {
  const { saleId, entryIds, calls } = await taken(db, 1);
  await db.updateTable('sale').set({ state: 'open' }).where('id', '=', saleId).execute();
  await recordBatch(db, saleId, calls);
  await bypassLine(db, { saleId, entryId: entryIds[0] ?? '', number: 1, codeId: 'cod_1' });
  expect((await rowsOf(db, saleId)).map(({ lane, state }) => [lane, state])).toEqual([
    ['ordinary', 'called'],
  ]);

  const sale = await insertSaleWithBook(db, { state: 'soldOut', units: [50], reserve_hours: 3 });
  await setFree(db, sale.id, 0);
  const list = await listVisitors(db, sale.id, 2);
  await setFree(db, sale.id, 1);
  await recordBatch(db, sale.id, [{ entryId: list[0] ?? '', number: 1, callNo: 1, lane: 'ordinary' }]);
  expect((await askNext(db, sale.id)).map(({ entryId }) => entryId)).toEqual([list[1]]);
});
