/** What buyer and staff write as their reasons, and who reads it: the order, its story, the file, the letters (ORD-31). */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { adoptReturn } from '../db/ask-return.ts';
import type { Database } from '../db/schema.ts';
import { test } from '../test/api.ts';
import { type House, openHouse, payBack, placeOrder } from '../test/house.ts';
import { lettersOf } from '../test/order-letters.ts';

/** Goods of four units that have arrived. */
async function delivered(db: Kysely<Database>, house: House) {
  const sale = await house.api.makeSale({ fulfilment: 'shipping' });
  const order = await placeOrder(house.api, sale, 4);
  await house.pay(order);
  await sql`update "order" set state = 'delivered', next_step_at = now() + interval '1 day' where id = ${order.id}`.execute(
    db,
  );
  return { sale, order };
}

/** Those that speak of why, newest last. */
async function reasonsTold(db: Kysely<Database>, orderId: string): Promise<string[]> {
  return (await lettersOf(db, orderId)).flatMap(([kind, text]) => {
    const said = text.match(/(Your|The organiser’s) reason: “[^”]*”/);
    return said ? [`${kind}: ${said[0]}`] : [];
  });
}

const one = { lines: [{ lineNo: 1, quantity: 1 }] };

test('ORD-31: why it was cancelled or refunded is read in the order, its story, the file and the letters', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('owner');
  const sale = await api.makeSale();
  const mine = await placeOrder(api, sale, 2);
  await house.pay(mine);
  const theirs = await placeOrder(api, sale, 2);
  await house.pay(theirs);

  const cancel = { ...mine, json: { reason: ' my train is not running ' } };
  expect((await api.ask('POST', `/api/orders/${mine.id}/cancel`, cancel)).body.reason).toBe(
    'my train is not running',
  );
  const refund = (json: object) => api.ask('POST', `/api/orders/${theirs.id}/refund`, { token, json });
  await refund({ ...one, reason: 'a broken seat' });
  await payBack(db, house);
  await refund({ reason: 'the band is ill' });
  await payBack(db, house);

  const storyOf = async (id: string) => (await api.ask('GET', `/api/staff/orders/${id}`, { token })).body;
  expect((await storyOf(mine.id)).acts).toMatchObject([
    { act: 'order.cancel', actor: 'buyer', reason: 'my train is not running' },
  ]);
  expect((await storyOf(theirs.id)).order).toMatchObject({
    ...{ takenBackBy: 'staff', reason: 'the band is ill', partRefunds: [{ reason: 'a broken seat' }] },
  });
  const file = (await api.ask('GET', '/api/staff/orders/export', { token })).body as string;
  const line = (id: string) => file.split('\n').find((one) => one.startsWith(id));
  expect(line(mine.id)).toContain(',my train is not running,buyer,,,');
  expect(line(theirs.id)).toMatch(/,the band is ill,staff,.* × 1: a broken seat,,/);
  expect(await reasonsTold(db, mine.id)).toEqual([
    'order_taken_back: Your reason: “my train is not running”',
    'refunded: Your reason: “my train is not running”',
  ]);
  expect(await reasonsTold(db, theirs.id)).toEqual([
    'refunded_part: The organiser’s reason: “a broken seat”',
    'order_taken_back: The organiser’s reason: “the band is ill”',
    'refunded: The organiser’s reason: “the band is ill”',
  ]);
});

test('ORD-31: goods come back for what their buyer wrote, whatever staff notes about taking them', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('owner');
  const { order } = await delivered(db, house);
  for (const json of [{ ...one, reason: 'too small' }, { reason: 'none of them fits' }]) {
    const { body } = await api.ask('POST', `/api/orders/${order.id}/return`, { ...order, json });
    const { id } = body.returns.at(-1);
    const looked = { token, json: { reason: 'looked at it' } };
    await api.ask('POST', `/api/staff/returns/${id}/accept`, looked);
    await payBack(db, house);
  }
  const { body } = await api.ask('GET', `/api/staff/orders/${order.id}`, { token });
  expect(body.order).toMatchObject({ takenBackBy: 'return', reason: 'none of them fits' });
  expect(body.order.partRefunds).toMatchObject([{ reason: 'too small' }]);
  const acts = body.acts.map(({ act, actor, reason }: Record<string, string>) => [act, actor, reason]);
  expect(acts).toEqual([
    ['order.return', 'buyer', 'too small'],
    ['order.take_back', 'owner', 'looked at it'],
    ['order.return', 'buyer', 'none of them fits'],
    ['order.take_back', 'owner', 'looked at it'],
  ]);
  const file = (await api.ask('GET', '/api/staff/orders/export', { token })).body as string;
  expect(file).toMatch(/× 1: too small \(taken_back\); .* × 3: none of them fits \(taken_back\)/);
  expect(await reasonsTold(db, order.id)).toEqual([
    'return_asked: Your reason: “too small”',
    'refunded_part: Your reason: “too small”',
    'return_asked: Your reason: “none of them fits”',
    'refunded: Your reason: “none of them fits”',
  ]);
});

test('ORD-31: what a process of before was told stays the reason of its return', async ({ stores, db }) => {
  await using house = await openHouse(stores);
  const { order } = await delivered(db, house);
  await db.updateTable('order').set({ return_reason: 'worn' }).where('id', '=', order.id).execute();
  await db.transaction().execute((trx) => adoptReturn(trx, order.id, new Date()));
  expect(await db.selectFrom('order_return').select('reason').execute()).toEqual([{ reason: 'worn' }]);
});
