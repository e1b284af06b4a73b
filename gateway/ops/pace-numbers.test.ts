/** What the dashboard says of the pace: what admission goes by, what the autopilot did, the target each minute had. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { keepPace, readPace } from '../../db/pace.ts';
import { changePace } from '../../db/pace-state.ts';
import { insertSale, openTestLine } from '../../test/line.ts';
import { newEntryId, test } from '../../test/stores.ts';
import { watchSale } from './watch-sale.ts';

test('PAC-10: the dashboard tells rate, autopilot, correction, kept promises and suspects as admission has them', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis, { admit_per_minute: 600 });
  const watch = watchSale({ db, line }, saleId);
  expect(await watch()).toMatchObject({
    pace: {
      ...{ targetPerMinute: 600, callsPerMinute: 600 },
      autopilot: { isOn: true, ratePerMinute: null, why: null, ms: null, since: null },
      noShow: { settled: 0, missed: 0, boost: 1 },
      conversion: { settled: 0, bought: 0, share: 1 },
    },
    etaScore: { promised: 0, held: 0 },
    suspects: { suspected: 0, cleared: 0 },
  });
  await changePace(
    db,
    { saleId, admitPerMinute: 600, state: null },
    { ratePerMinute: 420, why: 'reserve', ms: 1_840.4, reason: 'reserve is slow' },
  );
  const seen = { undecided: 1, turns_settled: 100, turns_bought: 40, units_paid: 60 };
  const others = { holds_settled: 50, holds_paid: 40, calls_settled: 80, calls_missed: 20 };
  const floor = { floor: 1, called_per_minute: 1, ended_per_minute: 1, turn_seconds: 0 };
  await db
    .insertInto('pace_seen')
    .values({ sale_id: saleId, ...seen, ...others, ...floor })
    .execute();
  await db.insertInto('eta_score').values({ sale_id: saleId, promised: 50, held: 47 }).execute();
  const checkOf = (cleared: boolean) => ({
    ...{ sale_id: saleId, visitor_id: newEntryId(), reason: 'address' },
    ...(cleared && { cleared_at: new Date(), cleared_by: 'work' as const }),
  });
  for (const cleared of [true, false, false])
    await db.insertInto('line_check').values(checkOf(cleared)).execute();
  const snapshots = [await watch(), await watch(), await watch(), await watch(), await watch()];
  const snapshot = snapshots.at(-1);
  expect(snapshot).toMatchObject({
    pace: {
      targetPerMinute: 420,
      callsPerMinute: 525, // Of a hundred, the prior of twenty included, eighty came.
      autopilot: { ratePerMinute: 420, why: 'reserve', ms: 1_840 },
      noShow: { settled: 80, missed: 20, boost: 1.25 },
      conversion: { settled: 100, bought: 40, share: 0.5 },
    },
    etaScore: { promised: 50, held: 47 },
    suspects: { suspected: 3, cleared: 1 },
    journal: [
      { actor: 'autopilot', act: 'pace.slow', detail: 'admitPerMinute 600 → 420', reason: 'reserve is slow' },
    ],
  });
  expect(Date.parse(snapshot?.pace.autopilot.since ?? '')).toBeGreaterThan(Date.now() - 60_000);
  await db.updateTable('sale').set({ autopilot: false }).execute();
  expect((await watch())?.pace).toMatchObject({
    targetPerMinute: 600,
    callsPerMinute: 750,
    autopilot: { isOn: false },
  });
});

test('PAC-10: each minute is shown against the target it had, the organiser’s and the autopilot’s, new changes included', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis, { admit_per_minute: 600 });
  const other = await insertSale(db);
  const call = (minutesAgo: number, n: number) =>
    sql`insert into admission (id, sale_id, visitor_id, number, call_no, state, called_at, claim_by, ended_at)
      values (${`adm_${n}`}, ${saleId}, ${newEntryId()}, ${n}, 1, 'missed',
        date_trunc('minute', now()) - ${minutesAgo} * interval '1 minute', now(), now())`.execute(db);
  const journal = (of: string, minutesAgo: number, act: string, was: number, is: number) =>
    sql`insert into audit (at, actor, act, sale_id, detail)
      values (date_trunc('minute', now()) - ${minutesAgo} * interval '1 minute', 'x', ${act}, ${of},
        jsonb_build_object('admitPerMinute', jsonb_build_object('was', ${was}::int, 'is', ${is}::int)))`.execute(
      db,
    );
  for (const [n, minutesAgo] of [10, 8, 6, 4, 2].entries()) await call(minutesAgo, n + 1);
  await journal(saleId, 9, 'sale.change', 900, 600);
  await journal(other, 9.5, 'sale.change', 5, 6);
  await journal(saleId, 7, 'pace.slow', 600, 420);
  await journal(saleId, 5, 'pace.clear', 420, 600);
  await journal(saleId, 4.75, 'sale.change', 600, 900);
  await journal(saleId, 2.5, 'pace.slow', 900, 500);
  await db.updateTable('sale').set({ admit_per_minute: 900 }).where('id', '=', saleId).execute();
  const state = { rate_per_minute: 500, why: 'pay' as const, why_ms: 1 };
  await db
    .insertInto('pace_state')
    .values({ sale_id: saleId, ...state })
    .execute();
  const watch = watchSale({ db, line }, saleId);
  const targets = async () => (await watch())?.perMinute.map(({ target }) => target);
  expect(await targets()).toEqual([900, 600, 420, 900, 500]);
  await db.updateTable('sale').set({ admit_per_minute: 100 }).where('id', '=', saleId).execute();
  await journal(saleId, 1.5, 'sale.change', 900, 100);
  expect(await targets()).toEqual([900, 600, 420, 900, 300]);
});

test('PAC-18: the dashboard tells what the last tick met, and that none has looked for a while', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis, {});
  const watch = watchSale({ db, line }, saleId);
  const heldBack = async () => (await watch())?.pace.heldBack;
  await keepPace(db, saleId, await readPace(db, saleId), 'floor');
  expect(await heldBack()).toBe('floor');
  await sql`update pace_seen set at = now() - interval '20 seconds'`.execute(db);
  expect(await heldBack()).toBe('asleep');
  await db.updateTable('sale').set({ state: 'closed' }).execute();
  expect(await heldBack()).toBeNull();
});

test('PAC-10: minutes without a call stand against their target too, from the opening on', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis, { admit_per_minute: 600 });
  await sql`update sale set opened_at = date_trunc('minute', now()) - interval '3 minutes'`.execute(db);
  const minutes = (await watchSale({ db, line }, saleId)())?.perMinute;
  expect(minutes?.map(({ called, target }) => [called, target])).toEqual(Array(4).fill([0, 600]));
  for (const [act, minutesAgo] of [
    ['sale.pause', 2],
    ['sale.resume', 1],
    ['sale.sold_out', 0],
  ] as const)
    await sql`insert into audit (at, actor, act, sale_id)
      values (date_trunc('minute', now()) - ${minutesAgo} * interval '1 minute', 'x', ${act}, ${saleId})`.execute(
      db,
    );
  await db.updateTable('sale').set({ state: 'soldOut' }).where('id', '=', saleId).execute();
  const after = (await watchSale({ db, line }, saleId)())?.perMinute;
  expect(after?.map(({ target }) => target).slice(0, 4)).toEqual([600, 0, 600, 0]);
});

test('PAC-10: what was aimed for stands after the end, by the clock, by staff and by deletion', async ({
  db,
  redis,
}) => {
  for (const act of ['close', 'sale.close', 'sale.delete']) {
    const { line, saleId } = await openTestLine(db, redis, { admit_per_minute: 600 });
    const ended = {
      state: 'closed',
      opened_at: sql<Date>`date_trunc('minute', now()) - interval '2 minutes'`,
    } as const;
    await db.updateTable('sale').set(ended).where('id', '=', saleId).execute();
    await sql`insert into audit (at, actor, act, sale_id)
      values (date_trunc('minute', now()) - interval '1 minute', 'x', ${act}, ${saleId})`.execute(db);
    const minutes = (await watchSale({ db, line }, saleId)())?.perMinute;
    expect([act, minutes?.map(({ target }) => target).slice(0, 2)]).toEqual([act, [600, 0]]);
  }
});
