/** What pacing reads, against a real PostgreSQL. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { AdmissionLane } from '../domain/lane.ts';
import { BATCH_COMMANDS_MAX, LISTED_MAX } from '../domain/limits.ts';
import { decideBatch } from '../domain/writer/decide.ts';
import { insertSale } from '../test/line.ts';
import { newEntryId, test, testLog } from '../test/stores.ts';
import { insertSaleWithBook, takeLease } from '../test/writer.ts';
import { claimAdmissions, leaveAdmissions, missCalls, recordCalls } from './admissions.ts';
import { liveSales } from './live-sales.ts';
import { keepPace, readPace } from './pace.ts';
import { promisedToList } from './promised.ts';
import { commitBatch } from './writer.ts';
import { openWriterPool } from './writer-pool.ts';

test('PAC-1, PAC-15: pacing counts who is inside undecided, and what came of the latest calls', async ({
  db,
}) => {
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
  // Who holds an order is taken for a buyer: those who only looked are over sooner, and would be all that is measured.
  expect(await readPace(db, saleId)).toMatchObject({
    ...{ undecided: 2, bought: 1, settled: 2, units: 2, orders: 1 },
    holds: { settled: 0, paid: 0, units: 0 },
  });
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

test('PAC-4: whether they came is asked of the calls whose time is over, invitations aside', async ({
  db,
}) => {
  const saleId = await insertSale(db);
  const call = async (lane: AdmissionLane, minutesAgo: number, claims: boolean) => {
    const entryId = newEntryId();
    await recordCalls(db, saleId, [{ entryId, number: 1, callNo: 1, lane }]);
    if (claims) await claimAdmissions(db, { saleId, entryIds: [entryId] });
    await sql`update admission set called_at = now() - ${minutesAgo} * interval '1 minute',
      claim_by = now() + (1 - ${minutesAgo}) * interval '1 minute' where visitor_id = ${entryId}`.execute(db);
    await missCalls(db, saleId);
  };
  await call('ordinary', 0, true); // Younger than the time to claim: who is slow is still to come.
  await call('ordinary', 0, false);
  expect((await readPace(db, saleId)).shows).toEqual({ settled: 0, missed: 0 });
  await call('ordinary', 5, true);
  await call('priority', 4, true);
  await call('returned', 3, false);
  await call('reserve', 5, false);
  expect((await readPace(db, saleId)).shows).toEqual({ settled: 3, missed: 1 });
});

test('PAC-5: who was invited from the reserve list, or stands on it, is owed and not undecided', async ({
  db,
}) => {
  const saleId = await insertSale(db, { units: 7 });
  const [invited, ordinary, listed, left] = Array.from({ length: 4 }, newEntryId) as [
    string,
    string,
    string,
    string,
  ];
  await recordCalls(db, saleId, [
    { entryId: invited, number: 1, callNo: 1, lane: 'reserve' as never },
    { entryId: ordinary, number: 2, callNo: 1, lane: 'ordinary' },
  ]);
  for (const [visitorId, state] of [[listed, 'waiting'] as const, [left, 'left'] as const])
    await db
      .insertInto('reserve_entry')
      .values({
        sale_id: saleId,
        visitor_id: visitorId,
        origin: 'soldOut',
        state,
        number: state === 'left' ? 2 : 3,
      })
      .execute();
  expect(await readPace(db, saleId)).toMatchObject({ available: 7, undecided: 1, promised: 2 });
});

test('PAC-16: a list of any length is counted up to the same bound by admission and by who sells', async ({
  db,
  databaseUrl,
}) => {
  const sale = await insertSaleWithBook(db, { units: [7] });
  await sql`
    insert into reserve_entry (sale_id, visitor_id, origin, state, number)
    select ${sale.id}, 'v' || n, 'soldOut', 'waiting', n from generate_series(1, ${LISTED_MAX + 5}) as n`.execute(
    db,
  );
  const { rows } = await sql<{ promised: number }>`
    select ${promisedToList} as promised from sale where id = ${sale.id}`.execute(db);
  const pool = openWriterPool(databaseUrl, testLog);
  const ask = {
    reserves: [],
    rows: 'none',
    due: 'none',
    illOrderIds: [],
    commandsMax: BATCH_COMMANDS_MAX,
    endsPasses: false,
    units: null,
  } as const;
  const batch = await commitBatch(pool, await takeLease(db, sale.id), ask, (facts, batch) => {
    expect(facts.promises.listed).toBe(LISTED_MAX);
    return decideBatch(facts, batch);
  });
  await pool.end();
  expect(batch).not.toBeNull();
  expect([rows[0]?.promised, (await readPace(db, sale.id)).promised]).toEqual([LISTED_MAX, LISTED_MAX]);
});

test('ETA-8: how the floor fills and empties is measured over a minute, or since the opening', async ({
  db,
}) => {
  const saleId = await insertSale(db);
  const insert = (count: number, calledAgo: number, endedAgo: number | null, lane = 'ordinary') =>
    sql`insert into admission (id, sale_id, visitor_id, number, lane, call_no, state, called_at, claim_by, ended_at)
      select ${`${lane}_${calledAgo}_${endedAgo}_`} || n, ${saleId}, ${`${lane}_${calledAgo}_${endedAgo}_`} || n, n, ${lane}, 1,
        case when ${endedAgo}::int is null then 'called' else 'missed' end,
        now() - ${calledAgo} * interval '1 second', now(), now() - ${endedAgo}::int * interval '1 second'
      from generate_series(1, ${count}::int) n`.execute(db);
  await insert(30, 20, null);
  await insert(6, 45, 5);
  await insert(4, 100, 50);
  await insert(9, 300, 100);
  await insert(7, 20, 5, 'reserve');
  const near = (n: number) => expect.closeTo(n, 0);
  const turnover = { floor: 30, calledPerMinute: near(36), endedPerMinute: near(10), turnSeconds: near(44) };
  expect((await readPace(db, saleId)).turnover).toEqual(turnover);
  await db.updateTable('sale').set({ opened_at: sql<Date>`now() - interval '30 seconds'` }).execute();
  expect((await readPace(db, saleId)).turnover).toMatchObject({
    calledPerMinute: near(72),
    endedPerMinute: near(20),
  });
  await insert(3_000, 2, null);
  // Of very many the newest thousand are looked at: 3,000 in two seconds are no less than 12,000 a minute.
  expect((await readPace(db, saleId)).turnover.calledPerMinute).toBeGreaterThan(10_000);
  await keepPace(db, saleId, await readPace(db, saleId), null);
  expect((await liveSales(db))[0]?.measured).toMatchObject({ floor: 3_030, callsSettled: 19 });
});

test('PAC-10: what a tick measured is kept for who shows it, the last one winning', async ({ db }) => {
  const saleId = await insertSale(db);
  const pace = await readPace(db, saleId);
  await keepPace(db, saleId, pace, 'floor');
  await keepPace(db, saleId, { ...pace, undecided: 4, shows: { settled: 9, missed: 3 } }, null);
  expect(await db.selectFrom('pace_seen').selectAll().execute()).toMatchObject([
    { sale_id: saleId, undecided: 4, calls_settled: 9, calls_missed: 3, turns_settled: 0 },
  ]);
});
