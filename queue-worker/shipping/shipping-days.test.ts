/**
 * Whole weeks of a parcel by a clock that the test moves: shipped on the next day, delivered on the day after, given back
 * until the end of the day after that, and confirmed for good; where the organiser is, through changes of the clocks too.
 */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { askReturn } from '../../db/ask-return.ts';
import { commitBatch } from '../../db/writer.ts';
import { shippingDays as days } from '../../domain/shipping.ts';
import { decideBatch } from '../../domain/writer/decide.ts';
import { at, paidGoods, sell } from '../../test/goods.ts';
import { sweep, test } from '../../test/held-order.ts';
import { stateOf } from '../../test/paying.ts';
import { takeLease } from '../../test/writer.ts';
import { moveGoods } from './start.ts';

const justBefore = (moment: string) => new Date(Date.parse(moment) - 1).toISOString();

/** Paid at the first and in the last millisecond of a day; when the days after it begin there. */
const places = [
  ['Asia/Seoul', '2027-03-26T15:00:00.000Z', ['2027-03-27T15:00Z', '2027-03-28T15:00Z', '2027-03-30T15:00Z']],
  ['Asia/Seoul', '2027-03-27T14:59:59.999Z', ['2027-03-27T15:00Z', '2027-03-28T15:00Z', '2027-03-30T15:00Z']],
  ['UTC', '2027-03-27T00:00:00.000Z', ['2027-03-28T00:00Z', '2027-03-29T00:00Z', '2027-03-31T00:00Z']],
  ['UTC', '2027-03-27T23:59:59.999Z', ['2027-03-28T00:00Z', '2027-03-29T00:00Z', '2027-03-31T00:00Z']],
  // Clocks go on by an hour on the 28th of March, and back on the 31st of October.
  ['Europe/Berlin', '2027-03-27T12:00:00.000Z', ['2027-03-27T23:00Z', '2027-03-28T22:00Z', '2027-03-30T22:00Z']],
  ['Europe/Berlin', '2027-10-30T12:00:00.000Z', ['2027-10-30T22:00Z', '2027-10-31T23:00Z', '2027-11-02T23:00Z']],
] as const; // biome-ignore format: a table

test.for(places)(
  'SHP-1, SHP-2, SHP-3: %s, paid at %s: shipped, delivered and final when the days begin, and not a millisecond before',
  async ([zone, paidAt, [ships, delivers, ends]], { db }) => {
    const order = await paidGoods(db, paidAt, zone);
    const stateAt = async (moment: string) => {
      await moveGoods({ db, days }, at(moment));
      return await stateOf(db, order.id);
    };
    expect(await stateAt(paidAt)).toBe('preparing');
    expect(await stateAt(justBefore(ships))).toBe('preparing');
    expect(await stateAt(ships)).toBe('shipping');
    expect(await stateAt(justBefore(delivers))).toBe('shipping');
    expect(await stateAt(delivers)).toBe('delivered');
    expect(await stateAt(justBefore(ends))).toBe('delivered');

    const ask = (now: string) => askReturn(db, order.id, { reason: 'too small', days, now: at(now) });
    await expect(ask(ends)).rejects.toMatchObject({ code: 'return_closed' });
    expect(await stateAt(ends)).toBe('confirmed');
    for (const late of [ends, '2040-01-01T00:00Z', delivers]) {
      await expect(ask(late)).rejects.toMatchObject({ code: 'return_closed' });
      expect(await stateAt(late)).toBe('confirmed');
    }
  },
);

test.for(places)(
  'SHP-3, SHP-4: %s, paid at %s: asked back in the last millisecond, on sale again when the next day begins',
  async ([zone, paidAt, [ships, delivers, ends]], { db, pool }) => {
    const order = await paidGoods(db, paidAt, zone);
    await sell(db, order);
    const lease = await takeLease(db, order.sale_id);
    for (const moment of [paidAt, ships, delivers]) await moveGoods({ db, days }, at(moment));
    const lastMoment = justBefore(ends);
    await askReturn(db, order.id, { reason: 'too small', days, now: at(lastMoment) });
    const availableAt = async (moment: string) => {
      await moveGoods({ db, days }, at(moment));
      await commitBatch(pool, lease, sweep, decideBatch);
      const tier = db.selectFrom('tier').select('available').where('sale_id', '=', order.sale_id);
      return (await tier.executeTakeFirstOrThrow()).available;
    };
    // The last moment for asking belongs to the day before `ends`: what was asked then is back when that day is over.
    expect(await availableAt(lastMoment)).toBe(8);
    expect(await stateOf(db, order.id)).toBe('return_requested');
    expect(await availableAt(ends)).toBe(10);
    expect(await availableAt(ends)).toBe(10);
    expect(await stateOf(db, order.id)).toBe('refund_pending');
    const returned = db.selectFrom('order_return').select(['state', 'reason', 'decided_by', 'lines']);
    expect(await returned.execute()).toEqual([
      {
        ...{ state: 'taken_back', reason: 'too small', decided_by: 'shipping' },
        lines: [{ lineNo: 1, quantity: 2 }],
      },
    ]);
  },
);

test('SHP-5, SHP-6: one of two is asked back and taken back on its day; the other is final on the day on which both would be', async ({
  db,
  pool,
}) => {
  const [zone, paidAt, [ships, delivers, ends]] = places[0];
  const order = await paidGoods(db, paidAt, zone);
  await sell(db, order);
  const lease = await takeLease(db, order.sale_id);
  const stateAt = async (moment: string) => {
    await moveGoods({ db, days: slow }, at(moment));
    await commitBatch(pool, lease, sweep, decideBatch);
    return await stateOf(db, order.id);
  };
  // A return may be asked for until two days later, and is taken back on the day after it was asked for.
  const slow = { ...days, returns: 3 };
  for (const moment of [paidAt, ships]) await stateAt(moment);
  expect(await stateAt(delivers)).toBe('delivered');
  const lines = [{ lineNo: 1, quantity: 1 }];
  await askReturn(db, order.id, { reason: 'too small', lines, days: slow, now: at(delivers) });
  expect(await stateAt(delivers)).toBe('return_requested');
  const nextDay = new Date(Date.parse(delivers) + 86_400_000).toISOString();
  expect(await stateAt(justBefore(nextDay))).toBe('return_requested');
  expect(await stateAt(nextDay)).toBe('delivered');
  expect(await stateAt(ends)).toBe('delivered');
  const lastDay = new Date(Date.parse(ends) + 2 * 86_400_000).toISOString();
  expect(await stateAt(justBefore(lastDay))).toBe('delivered');
  expect(await stateAt(lastDay)).toBe('confirmed');
  const tier = db.selectFrom('tier').select(['sold']).where('sale_id', '=', order.sale_id);
  expect((await tier.executeTakeFirstOrThrow()).sold).toBe(1);
});

test('SHP-1: what waits to be prepared is found by an index of paid orders alone', async ({ db }) => {
  const { rows } = await sql<{ indexdef: string }>`
    select indexdef from pg_indexes where indexname = 'order_paid'`.execute(db);
  expect(rows[0]?.indexdef).toMatch(/\(id\) WHERE \(state = 'paid'/);
});
