/** Money that staff gives back for goods that were sent, through the API, the writer and the bank, while the goods stay. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../db/schema.ts';
import { moveDueOrders } from '../db/shipping.ts';
import type { OrderState } from '../domain/order-lifecycle.ts';
import { checkAll } from '../scripts/verify/check-all.ts';
import { test } from '../test/api.ts';
import { type House, moneyBack, openHouse, payBack, placeOrder } from '../test/house.ts';
import { balance, placeWithPoints, rich, settleAll } from '../test/points.ts';

const bring = (db: Kysely<Database>, id: string, state: OrderState) =>
  db
    .updateTable('order')
    .set({ state, next_step_at: state === 'confirmed' ? null : sql<Date>`now() + interval '1 day'` })
    .where('id', '=', id)
    .execute();
/** Of all invariants but those of the line, of which a test's visitors are no part. */
const broken = async (db: Kysely<Database>) =>
  (await checkAll(db, [], 60)).verdicts.flatMap(({ invariant: { name }, finding }) =>
    finding.broken > 0 && !/opening|numbers/.test(name) ? [name, ...finding.examples] : [],
  );
const soldOf = async ({ api }: House, slug: string) =>
  (await api.ask('GET', `/api/sales/${slug}/stock`)).body.tiers[0].sold;
const one = { lines: [{ lineNo: 1, quantity: 1 }], reason: 'it came late' };

test.for(['shipping', 'delivered', 'confirmed'] as const)(
  'PAY-26: of goods that are %s a unit is paid back, then the rest; the stock stays sold, and every sum is right',
  async (state, { stores, db }) => {
    await using house = await openHouse(stores);
    const { api } = house;
    const token = await api.tokenOf('support');
    const sale = await api.makeSale({ fulfilment: 'shipping' });
    const order = await placeOrder(api, sale, 3);
    await house.pay(order);
    await bring(db, order.id, state);
    const refund = (json: object, key = 'a') =>
      api.ask('POST', `/api/orders/${order.id}/refund`, { token, json, headers: { 'idempotency-key': key } });

    expect((await refund(one)).body.code).toBe('order_not_cancellable');
    const first = await refund({ ...one, unitsStay: true }, 'b');
    expect((await refund({ ...one, unitsStay: true }, 'b')).body).toEqual(first.body);
    expect(first.body).toMatchObject({
      state,
      lines: [{ quantity: 3, refundedQuantity: 0, repaidQuantity: 1, state }],
      refunded: { amount: 10_000 },
      partRefunds: [{ unitsStay: true, isReturn: false, reason: 'it came late', amount: { amount: 10_000 } }],
    });
    await payBack(db, house);
    expect([await soldOf(house, sale.slug), await moneyBack(db, house)]).toEqual([3, 10_000]);
    expect(await broken(db)).toEqual([]);

    const rest = await refund({ reason: 'it came broken', unitsStay: true }, 'c');
    expect(rest.body).toMatchObject({
      ...{ state: 'written_off', takenBackBy: 'staff', reason: 'it came broken', cancellable: false },
      ...{ returnableUntil: null, lines: [{ repaidQuantity: 1, state: 'written_off' }] },
    });
    expect((await refund({ ...one, unitsStay: true }, 'd')).body.code).toBe('order_not_cancellable');
    await payBack(db, house);
    expect([await soldOf(house, sale.slug), await moneyBack(db, house)]).toEqual([3, 30_000]);
    // The calendar has nothing more to do with it.
    await moveDueOrders(
      db,
      { ship: 1, deliver: 3, returns: 7, takeBack: 1 },
      sql<Date>`now() + interval '9 days'`,
    );
    const { body } = await api.ask('GET', `/api/orders/${order.id}`, order);
    expect([body.state, body.payments[0].state]).toEqual(['written_off', 'refunded']);
    expect(await broken(db)).toEqual([]);
  },
);

test('PAY-26: a unit that was paid back cannot be sent back; the others can, with all that is left', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('support');
  const sale = await api.makeSale({ fulfilment: 'shipping' });
  const order = await placeOrder(api, sale, 3);
  await house.pay(order);
  await bring(db, order.id, 'delivered');
  const json = { ...one, unitsStay: true };
  await api.ask('POST', `/api/orders/${order.id}/refund`, { token, json });
  const back = (json: object) => api.ask('POST', `/api/orders/${order.id}/return`, { ...order, json });
  expect((await back({ reason: 'r', lines: [{ lineNo: 1, quantity: 3 }] })).body).toMatchObject({
    ...{ code: 'refund_too_large', left: { [sale.tiers[0]?.id ?? '']: 2 } },
  });
  const asked = await back({ reason: 'none fits' });
  expect(asked.body).toMatchObject({ lines: [{ returningQuantity: 2 }], returnableUntil: null });
  expect((await api.ask('POST', `/api/orders/${order.id}/refund`, { token, json })).body.code).toBe(
    'order_not_cancellable',
  );
  const accept = `/api/staff/returns/${asked.body.returns[0].id}/accept`;
  const { body } = await api.ask('POST', accept, { token, json: { reason: 'r' } });
  expect(body).toMatchObject({ state: 'delivered', returnableUntil: null, refunded: { amount: 30_000 } });
  await payBack(db, house);
  expect([await soldOf(house, sale.slug), await moneyBack(db, house)]).toEqual([1, 30_000]);
  expect(await broken(db)).toEqual([]);
});

test('PAY-26, PNT-5: points that paid come back with the money, those that were earned are taken back', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const buyer = await rich(api, stores, 5_000);
  const token = await api.tokenOf('support');
  const sale = await api.makeSale({ mode: 'shelf', fulfilment: 'shipping' });
  const order = await placeWithPoints(api, sale, buyer.token);
  await house.pay(order);
  await bring(db, order.id, 'confirmed');
  await db
    .insertInto('outbox')
    .values({ topic: 'points', key: 'confirmed', payload: JSON.stringify({ orderId: order.id }) })
    .execute();
  await settleAll(db, 10);
  expect(await balance(db)).toBe(2_600);
  for (const [json, points] of [[one, 3_800], [{ reason: 'r' }, 5_000]] as const) {
    const asked = { token, json: { ...json, unitsStay: true } };
    expect((await api.ask('POST', `/api/orders/${order.id}/refund`, asked)).status).toBe(200);
    await payBack(db, house);
    await settleAll(db, 10);
    expect(await balance(db)).toBe(points);
    expect(await broken(db)).toEqual([]);
  } // biome-ignore format: a table
  expect(await moneyBack(db, house)).toBe(16_000);
});
