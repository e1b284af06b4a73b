/** An order of goods from paid to confirmed, and back: by its calendar, once, whoever looks. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../db/schema.ts';
import { askReturn } from '../../db/shipping.ts';
import { shippingDays as days } from '../../domain/shipping.ts';
import { commandsOf, insertOrder, stateOf } from '../../test/paying.ts';
import { test } from '../../test/stores.ts';
import { moveGoods } from './start.ts';

async function paidGoods(db: Kysely<Database>, paidAt: string, timeZone = 'Asia/Seoul') {
  const order = await insertOrder(db, { state: 'paid' });
  const goods = { fulfilment: 'shipping' as const, time_zone: timeZone };
  await db.updateTable('sale').set(goods).where('id', '=', order.sale_id).execute();
  await db.updateTable('order').set({ paid_at: paidAt }).where('id', '=', order.id).execute();
  return order;
}
const nextStepOf = async (db: Kysely<Database>, id: string) => {
  const query = db.selectFrom('order').select('next_step_at').where('id', '=', id);
  return (await query.executeTakeFirstOrThrow()).next_step_at?.toISOString() ?? null;
};
/** As if its day had come. */
const makeDue = (db: Kysely<Database>, id: string, seconds = 1) =>
  db
    .updateTable('order')
    .set({ next_step_at: sql<Date>`now() - ${seconds} * interval '1 second'` })
    .where('id', '=', id)
    .execute();
const lettersOf = async (db: Kysely<Database>) => {
  const rows = await db
    .selectFrom('outbox')
    .select('key')
    .where('topic', '=', 'mail')
    .orderBy('id')
    .execute();
  return rows.map(({ key }) => key.split(':')[1]);
};

test('SHP-1, SHP-2: goods are prepared at once, shipped when the next day begins, and move on each on their day', async ({
  db,
}) => {
  // 23:59:59 in Seoul and a second later: a day apart.
  const late = await paidGoods(db, '2999-11-21T14:59:59Z');
  const next = await paidGoods(db, '2999-11-21T15:00:00Z');
  const utc = await paidGoods(db, '2999-11-21T15:00:00Z', 'UTC');
  await Promise.all([moveGoods({ db, days }), moveGoods({ db, days })]);
  expect(await stateOf(db, late.id)).toBe('preparing');
  expect(await nextStepOf(db, late.id)).toBe('2999-11-21T15:00:00.000Z');
  expect(await nextStepOf(db, next.id)).toBe('2999-11-22T15:00:00.000Z');
  expect(await nextStepOf(db, utc.id)).toBe('2999-11-22T00:00:00.000Z');

  const walked = [];
  for (const _ of Array(3)) {
    await makeDue(db, late.id);
    await Promise.all([moveGoods({ db, days }), moveGoods({ db, days })]);
    walked.push(await stateOf(db, late.id));
  }
  expect(walked).toEqual(['shipping', 'delivered', 'confirmed']);
  expect(await nextStepOf(db, late.id)).toBe(null);
  expect(await lettersOf(db)).toEqual(['order_shipped', 'order_delivered']);
  expect(await stateOf(db, next.id)).toBe('preparing');
});

test('SHP-3: a return can be asked for through the last day, not in the instant after, and once', async ({
  db,
}) => {
  const order = await insertOrder(db, { state: 'delivered' });
  const ask = () => askReturn(db, order.id, { reason: 'too small', days });
  await makeDue(db, order.id, 0);
  await expect(ask()).rejects.toMatchObject({ code: 'return_closed' });
  await makeDue(db, order.id, -1);
  await ask();
  await ask();
  expect(await stateOf(db, order.id)).toBe('return_requested');
  const shipped = await insertOrder(db, { state: 'shipping' });
  await expect(askReturn(db, shipped.id, { reason: 'r', days })).rejects.toMatchObject({
    code: 'return_closed',
  });
});

test('SHP-4: what was asked back is taken back by the writer when its day has come, once', async ({ db }) => {
  const order = await insertOrder(db, { state: 'return_requested' });
  await moveGoods({ db, days });
  expect(await commandsOf(db, order.id)).toEqual([]);
  await makeDue(db, order.id);
  await Promise.all([moveGoods({ db, days }), moveGoods({ db, days })]);
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'return', key: `return:${order.id}` }]);
});
