/** Some units of an order go back: through the API, the writer and the bank, once, and never more than there is. */
import { expect } from 'vitest';
import { issueTickets } from '../db/tickets.ts';
import { test } from '../test/api.ts';
import { moneyBack, openHouse, payBack, placeOrder } from '../test/house.ts';
import { insertOrder } from '../test/paying.ts';

test('ORD-15: staff gives two of three units back, one act a key; the third ends the order', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('support');
  const sale = await api.makeSale();
  const order = await placeOrder(api, sale, 3);
  await house.pay(order);
  const refund = (key: string, json: object) =>
    api.ask('POST', `/api/orders/${order.id}/refund`, { token, headers: { 'idempotency-key': key }, json });
  const one = { reason: 'a row of seats is broken', lines: [{ tierId: sale.tiers[0]?.id, quantity: 1 }] };

  const [first, again] = await Promise.all([refund('a', one), refund('a', one)]);
  expect(first.body).toMatchObject({
    state: 'issued',
    lines: [{ lineNo: 1, quantity: 3, refundedQuantity: 1, state: 'issued' }],
    refunded: { amount: 10_000 },
    partRefunds: [{ lines: [{ lineNo: 1, quantity: 1 }], amount: { amount: 10_000 }, reason: one.reason }],
  });
  expect(again.body.partRefunds.length).toBe(1);
  expect((await refund('a', { ...one, reason: 'another' })).body.code).toBe('key_reused');
  expect((await refund('b', { reason: 'r', lines: [{ lineNo: 1, quantity: 1 }] })).status).toBe(200);
  expect((await api.ask('GET', `/api/sales/${sale.slug}/stock`)).body.tiers).toMatchObject([
    { available: 9, sold: 1 },
  ]);
  const { body: tickets } = await api.ask('GET', `/api/orders/${order.id}/tickets`, order);
  expect(tickets.items.map(({ state }: { state: string }) => state)).toEqual(['valid', 'void', 'void']);
  await payBack(db, house);
  expect(await moneyBack(db, house)).toBe(20_000);

  const last = await refund('c', { reason: 'the band is ill', lines: [{ lineNo: 1, quantity: 1 }] });
  expect(last.body.state).toBe('refund_pending');
  await payBack(db, house);
  expect(await moneyBack(db, house)).toBe(30_000);
  const { body: after } = await api.ask('GET', `/api/orders/${order.id}`, order);
  expect(after).toMatchObject({ state: 'refunded', refunded: { amount: 20_000 } });
  const acts = await db.selectFrom('audit').select('act').where('act', '=', 'order.refund').execute();
  expect(acts.length).toBe(3);
});

test('ORD-15: however many parts are asked for at once, never more goes back than there is', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('support');
  const sale = await api.makeSale();
  const order = await placeOrder(api, sale, 4);
  await house.pay(order);
  const asked = await Promise.all(
    Array.from({ length: 8 }, (_, i) => {
      const json = { reason: 'r', lines: [{ lineNo: 1, quantity: 1 + (i % 2) }] };
      return api.ask('POST', `/api/orders/${order.id}/refund`, { token, json });
    }),
  );
  const given = asked.filter(({ status }) => status === 200);
  expect(given.length).toBeGreaterThanOrEqual(2);
  expect(asked.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
  const { body: stock } = await api.ask('GET', `/api/sales/${sale.slug}/stock`);
  const left = 4 - (stock.tiers[0].available - 6);
  await payBack(db, house);
  expect(await moneyBack(db, house)).toBe((4 - left) * 10_000);
  const tickets = await db.selectFrom('ticket').select('id').where('state', '=', 'valid').execute();
  expect(tickets.length).toBe(left);
});

test('ORD-15: tickets are made for what is left, where a part goes back before they are', async ({ db }) => {
  const order = await insertOrder(db, { state: 'paid', units: 3 });
  await db.updateTable('order_line').set({ refunded_quantity: 2 }).where('order_id', '=', order.id).execute();
  await db.transaction().execute((trx) => issueTickets(trx, [order.id]));
  expect((await db.selectFrom('ticket').select('unit_no').execute()).map(({ unit_no }) => unit_no)).toEqual([
    1,
  ]);
});
