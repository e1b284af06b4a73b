/** Giving delivered goods back unit by unit, through the API: asked for, accepted, refused, until nothing is left. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../db/schema.ts';
import { checkAll } from '../scripts/verify/check-all.ts';
import { test } from '../test/api.ts';
import { type House, moneyBack, openHouse, payBack, placeOrder } from '../test/house.ts';
import { balance, placeWithPoints, rich, settleAll } from '../test/points.ts';

/** The parcel has arrived; returns are open for another day. */
const deliver = (db: Kysely<Database>, id: string) =>
  db
    .updateTable('order')
    .set({ state: 'delivered', next_step_at: sql<Date>`now() + interval '1 day'` })
    .where('id', '=', id)
    .execute();

const backAtLast = async (db: Kysely<Database>, house: House) => {
  await payBack(db, house);
  return await moneyBack(db, house);
};

/** Of all invariants but those of the line, of which a test's visitors are no part. */
const broken = async (db: Kysely<Database>) =>
  (await checkAll(db, [], 60)).verdicts.flatMap(({ invariant: { name }, finding }) =>
    finding.broken > 0 && !/opening|numbers/.test(name) ? [name, ...finding.examples] : [],
  );

test('SHP-3, SHP-5, SHP-6, ORD-31: one unit is accepted, one refused, the rest follows; money, stock and states are exact after each', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('support');
  const sale = await api.makeSale({ fulfilment: 'shipping' });
  const order = await placeOrder(api, sale, 4);
  await house.pay(order);
  const ask = (json: object, headers: Record<string, string> = {}) =>
    api.ask('POST', `/api/orders/${order.id}/return`, { headers: { ...order.headers, ...headers }, json });
  const decide = (id: string, verdict: 'accept' | 'refuse', reason = 'looked at it') =>
    api.ask('POST', `/api/staff/returns/${id}/${verdict}`, { token, json: { reason } });
  const soldUnits = async () => {
    const { body } = await api.ask('GET', `/api/sales/${sale.slug}/stock`);
    return body.tiers[0].sold;
  };
  const unit = { reason: 'too small', lines: [{ lineNo: 1, quantity: 1 }] };

  expect((await ask(unit)).body.code).toBe('return_closed');
  await deliver(db, order.id);
  const first = await ask(unit, { 'idempotency-key': 'a' });
  expect((await ask(unit, { 'idempotency-key': 'a' })).body).toEqual(first.body);
  expect((await ask({ ...unit, reason: 'other' }, { 'idempotency-key': 'a' })).body.code).toBe('key_reused');
  expect(first.body).toMatchObject({
    state: 'return_requested',
    lines: [{ quantity: 4, refundedQuantity: 0, returningQuantity: 1, state: 'return_requested' }],
    returns: [{ state: 'asked', reason: 'too small', lines: unit.lines, answer: null }],
    returnableUntil: expect.any(String),
  });
  const second = await ask({ ...unit, reason: 'too large' });
  expect((await ask({ reason: 'r', lines: [{ lineNo: 1, quantity: 3 }] })).body).toMatchObject({
    code: 'refund_too_large',
    left: { [sale.tiers[0]?.id ?? '']: 2 },
  });
  const [one, other] = second.body.returns.map(({ id }: { id: string }) => id);

  const accepted = await decide(one, 'accept');
  expect(accepted.body).toMatchObject({
    state: 'return_requested',
    lines: [{ refundedQuantity: 1, returningQuantity: 1 }],
    refunded: { amount: 10_000 },
    partRefunds: [{ reason: 'too small', unitsStay: false, isReturn: true }],
    returns: [{ state: 'taken_back' }, { state: 'asked' }],
  });
  expect([await soldUnits(), await backAtLast(db, house)]).toEqual([3, 10_000]);
  for (const verdict of ['accept', 'refuse'] as const)
    expect((await decide(one, verdict)).body.code).toBe('return_settled');

  const refused = await decide(other, 'refuse', 'the seal was broken');
  expect(refused.body).toMatchObject({
    state: 'delivered',
    lines: [{ refundedQuantity: 1, returningQuantity: 0, state: 'delivered' }],
    returns: [{ state: 'taken_back' }, { state: 'refused', answer: 'the seal was broken' }],
    returnableUntil: first.body.returnableUntil,
  });
  expect([await soldUnits(), await backAtLast(db, house)]).toEqual([3, 10_000]);

  const rest = await ask({ reason: 'all of it' });
  expect(rest.body).toMatchObject({ lines: [{ returningQuantity: 3 }], returnableUntil: null });
  const last = await decide(rest.body.returns[2].id, 'accept');
  expect(last.body).toMatchObject({ state: 'refund_pending', returns: [{}, {}, { state: 'taken_back' }] });
  expect(last.body).toMatchObject({ reason: 'all of it', takenBackBy: 'return' });
  expect([await soldUnits(), await backAtLast(db, house)]).toEqual([0, 40_000]);
  expect((await api.ask('GET', `/api/orders/${order.id}`, order)).body.state).toBe('refunded');
  expect((await ask(unit)).body.code).toBe('return_closed');
  const acts = await db
    .selectFrom('audit')
    .select(['act', 'reason'])
    .where('act', 'like', 'order.%')
    .execute();
  expect(acts).toMatchObject([
    { act: 'order.take_back', reason: 'looked at it' },
    { act: 'order.refuse_return', reason: 'the seal was broken' },
    { act: 'order.take_back' },
  ]);
  expect(await broken(db)).toEqual([]);
});

test('SHP-6: of the sweep, two colleagues who accept and one who refuses at once, one decides', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('support');
  const sale = await api.makeSale({ fulfilment: 'shipping' });
  for (const _ of Array(3)) {
    const order = await placeOrder(api, sale, 2);
    await house.pay(order);
    await deliver(db, order.id);
    const json = { reason: 'r', lines: [{ lineNo: 1, quantity: 1 }] };
    const { body } = await api.ask('POST', `/api/orders/${order.id}/return`, { ...order, json });
    const decide = (verdict: string) =>
      api.ask('POST', `/api/staff/returns/${body.returns[0].id}/${verdict}`, {
        token,
        json: { reason: 'r' },
      });
    const answers = await Promise.all([decide('accept'), decide('refuse'), decide('accept')]);
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect(answers.flatMap(({ body }) => body.code ?? [])).toEqual(['return_settled', 'return_settled']);
    const { body: after } = await api.ask('GET', `/api/orders/${order.id}`, order);
    const isTaken = after.returns[0].state === 'taken_back';
    expect([after.state, after.refunded.amount]).toEqual(['delivered', isTaken ? 10_000 : 0]);
  }
  expect(await broken(db)).toEqual([]);
});

test('SHP-6, PNT-5: points that paid for a unit come back with it, and what is kept earns on its own money', async ({
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
  await deliver(db, order.id);
  const json = { reason: 'r', lines: [{ lineNo: 1, quantity: 1 }] };
  const { body } = await api.ask('POST', `/api/orders/${order.id}/return`, { ...order, json });
  const taken = await api.ask('POST', `/api/staff/returns/${body.returns[0].id}/accept`, {
    token,
    json: { reason: 'r' },
  });
  expect(taken.body.partRefunds).toMatchObject([{ amount: { amount: 8_000 }, points: 2_000 }]);
  await settleAll(db);
  expect(await balance(db)).toBe(3_000);
  expect(await backAtLast(db, house)).toBe(8_000);
  expect(await broken(db)).toEqual([]);
});
