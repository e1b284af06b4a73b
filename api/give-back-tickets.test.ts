/** Giving paid tickets back before and after they begin: what the order says, the api refuses, the writer decides. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { awaitCommand, stageCommand } from '../db/commands.ts';
import type { Database } from '../db/schema.ts';
import { test } from '../test/api.ts';
import { openHouse, placeOrder } from '../test/house.ts';

const begin = (db: Kysely<Database>, saleId: string, seconds: number | null) =>
  db
    .updateTable('sale')
    .set({ starts_at: seconds === null ? null : sql<Date>`now() + ${seconds} * interval '1 second'` })
    .where('id', '=', saleId)
    .execute();

test('ORD-34, API-16: a buyer gives paid tickets back until they begin, and what is held at any time; staff after it too', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const sale = await api.makeSale();
  const order = await placeOrder(api, sale);
  const isCancellable = async (one = order) =>
    (await api.ask('GET', `/api/orders/${one.id}`, one)).body.cancellable;
  const cancel = (one = order) => api.ask('POST', `/api/orders/${one.id}/cancel`, one);
  await house.pay(order);
  for (const [seconds, may] of [[null, true], [3_600, true], [0, false], [-3_600, false]] as const) {
    await begin(db, sale.id, seconds);
    expect([seconds, await isCancellable()]).toEqual([seconds, may]);
  } // biome-ignore format: a table
  expect(await cancel()).toMatchObject({ status: 409, body: { code: 'order_not_cancellable' } });

  // The api looked a moment too early: the clock of the writer's batch decides.
  const key = 'release:asked in time';
  const payload = { reason: null, by: 'buyer' };
  await stageCommand(db, { kind: 'release', key, saleId: sale.id, orderId: order.id, payload });
  expect(await awaitCommand(db, key, 5_000)).toEqual({ outcome: 'refused', code: 'order_not_cancellable' });
  expect((await api.ask('GET', `/api/orders/${order.id}`, order)).body.state).toBe('issued');

  const held = await placeOrder(api, sale);
  expect(await isCancellable(held)).toBe(true);
  expect((await cancel(held)).body).toMatchObject({ state: 'cancelled' });

  const token = await api.tokenOf('support');
  const given = await api.ask('POST', `/api/orders/${order.id}/refund`, {
    token,
    json: { reason: 'it rained' },
  });
  expect(given.body).toMatchObject({ state: 'refund_pending', takenBackBy: 'staff' });
});

test('ORD-34: a buyer who is in time gets the money back, and staff may cancel for one who is not', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const sale = await api.makeSale();
  const [early, late] = [await placeOrder(api, sale), await placeOrder(api, sale)];
  for (const order of [early, late]) await house.pay(order);
  await begin(db, sale.id, 3_600);
  const inTime = await api.ask('POST', `/api/orders/${early.id}/cancel`, early);
  expect(inTime.body).toMatchObject({ state: 'refund_pending', takenBackBy: 'buyer' });
  await begin(db, sale.id, -1);
  const again = await api.ask('POST', `/api/orders/${early.id}/cancel`, early);
  expect([again.status, again.body.takenBackBy]).toEqual([200, 'buyer']);
  const token = await api.tokenOf('support');
  const byStaff = await api.ask('POST', `/api/orders/${late.id}/cancel`, { token, json: { reason: 'ill' } });
  expect(byStaff.body).toMatchObject({ state: 'refund_pending', takenBackBy: 'staff' });
});
