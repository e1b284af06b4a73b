/** Steps of a parcel that come late: nobody looked for days, or a bank disputed its payment. */
import { expect } from 'vitest';
import { askReturn } from '../../db/ask-return.ts';
import { recordDispute } from '../../db/disputes.ts';
import { shippingDays as days } from '../../domain/shipping.ts';
import { at, paidGoods, sell } from '../../test/goods.ts';
import { stateOf } from '../../test/paying.ts';
import { test } from '../../test/stores.ts';
import { moveGoods } from './start.ts';

const justBefore = (moment: string) => new Date(Date.parse(moment) - 1).toISOString();

/** Paid on the 27th; when the days after the 27th begin there. */
const places = [
  ['UTC', '2027-03-27T12:00Z', (day: number) => `2027-${march(day)}T00:00:00Z`],
  ['Asia/Seoul', '2027-03-27T14:59:59.999Z', (day: number) => `2027-${march(day - 1)}T15:00:00Z`],
] as const;
/** Days of March, and on into April. */
const march = (day: number) => new Date(Date.UTC(2027, 2, day)).toISOString().slice(5, 10);

test.for(places)(
  'SHP-1, SHP-3: %s, paid at %s: after four days without us, each step keeps its days and the time for returns is whole',
  async ([zone, paidAt, day], { db }) => {
    const order = await paidGoods(db, paidAt, zone);
    const stateAt = async (moment: string) => {
      await moveGoods({ db, days }, at(moment));
      return await stateOf(db, order.id);
    };
    const letters = async () => (await db.selectFrom('outbox').select('key').execute()).length;
    expect(await stateAt(paidAt)).toBe('preparing');
    // It should have been sent on the 28th, delivered on the 29th, and final on the 31st.
    const lateOnThe31st = justBefore(day(32));
    expect([await stateAt(lateOnThe31st), await letters()]).toEqual(['shipping', 1]);
    expect(await stateAt(lateOnThe31st)).toBe('shipping');
    expect([await stateAt(day(32)), await letters()]).toEqual(['delivered', 2]);
    const last = justBefore(day(34));
    expect(await stateAt(last)).toBe('delivered');
    const ask = (now: string) => askReturn(db, order.id, { reason: 'too small', days, now: at(now) });
    await expect(ask(day(34))).rejects.toMatchObject({ code: 'return_closed' });
    await ask(last);
    expect(await stateAt(last)).toBe('return_requested');
  },
);

test.for(places)(
  'SHP-1, SHP-3: %s, paid at %s: delivered days late, it is final when the day after the next begins, and not before',
  async ([zone, paidAt, day], { db }) => {
    const order = await paidGoods(db, paidAt, zone);
    for (const moment of [paidAt, day(28)]) await moveGoods({ db, days }, at(moment));
    const stateAt = async (moment: string) => {
      await moveGoods({ db, days }, at(moment));
      return await stateOf(db, order.id);
    };
    // Due on the 29th.
    expect(await stateAt(day(32))).toBe('delivered');
    expect(await stateAt(justBefore(day(34)))).toBe('delivered');
    expect(await stateAt(day(34))).toBe('confirmed');

    // Within its day, and be it in the last millisecond, the calendar stays as it was.
    const next = await paidGoods(db, paidAt, zone);
    for (const moment of [paidAt, day(28), justBefore(day(30))]) await moveGoods({ db, days }, at(moment));
    expect(await stateOf(db, next.id)).toBe('delivered');
    await moveGoods({ db, days }, at(day(31)));
    expect(await stateOf(db, next.id)).toBe('confirmed');
  },
);

test('PAY-18, SHP-1: goods are not sent while a dispute of their payment is open, and go on from where it was won', async ({
  db,
}) => {
  const [zone, paidAt, day] = places[0];
  const order = await paidGoods(db, paidAt, zone);
  const payment = { id: await sell(db, order), order_id: order.id, provider: 'sandbox', currency: 'KRW' };
  const dispute = (state: 'open' | 'won') =>
    db
      .transaction()
      .execute((trx) => recordDispute(trx, payment, { ref: 'dp_1', state, amount: 198_000, reason: null }));
  const stateAt = async (moment: string) => {
    await moveGoods({ db, days }, at(moment));
    return await stateOf(db, order.id);
  };
  expect(await stateAt(paidAt)).toBe('preparing');
  await dispute('open');
  expect([await stateAt(day(28)), await stateAt(day(40))]).toEqual(['preparing', 'preparing']);
  await dispute('won');
  expect([await stateAt(day(41)), await stateAt(day(42))]).toEqual(['shipping', 'delivered']);
});
