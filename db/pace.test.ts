/** What pacing reads, against a real PostgreSQL. */
import { expect } from 'vitest';
import { insertSale } from '../test/line.ts';
import { newEntryId, test } from '../test/stores.ts';
import { claimAdmissions, leaveAdmissions, missCalls, recordCalls } from './admissions.ts';
import { readPace } from './pace.ts';

test('PAC-1: pacing counts who is inside undecided, and what came of the latest calls', async ({ db }) => {
  const saleId = await insertSale(db, { units: 7 });
  const entryIds = Array.from({ length: 4 }, newEntryId);
  const [first = '', second = ''] = entryIds;
  expect(await readPace(db, saleId)).toMatchObject({
    available: 7,
    undecided: 0,
    bought: 0,
    settled: 0,
    orders: 0,
  });
  await recordCalls(
    db,
    saleId,
    entryIds.map((entryId, index) => ({ entryId, number: index + 1, callNo: 1, lane: 'ordinary' })),
  );
  const [inside] = await claimAdmissions(db, { saleId, entryIds: [first] });
  await leaveAdmissions(db, saleId, [second]);
  expect(await readPace(db, saleId)).toMatchObject({ undecided: 3, bought: 0, settled: 1 });
  await db
    .insertInto('order')
    .values({
      id: 'ord_1',
      sale_id: saleId,
      visitor_id: first,
      admission_id: inside?.admissionId ?? '',
      account_id: null,
      email_index: 'x',
      contact_sealed: 'x',
      address_sealed: null,
      state: 'held',
      units: 2,
      total_amount: 1,
      currency: 'KRW',
      hold_expires_at: new Date(Date.now() + 60_000),
      hold_cap_at: new Date(Date.now() + 90_000),
      paid_at: null,
      closed_at: null,
      reason: null,
    })
    .execute();
  expect(await readPace(db, saleId)).toMatchObject({ undecided: 2, orders: 0 });
  await db.updateTable('order').set({ state: 'paid' }).execute();
  await db
    .updateTable('admission')
    .set({ state: 'finished', ended_at: new Date() })
    .where('visitor_id', '=', first)
    .execute();
  expect(await missCalls(db, saleId)).toEqual([]);
  expect(await readPace(db, saleId)).toMatchObject({
    undecided: 2,
    bought: 1,
    settled: 2,
    units: 2,
    orders: 1,
  });
});
