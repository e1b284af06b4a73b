/** An order of goods from paid to confirmed, and back: by its calendar, once, whoever looks. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { askReturn } from '../../db/ask-return.ts';
import type { Database } from '../../db/schema.ts';
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
  const order = await insertOrder(db, { state: 'delivered' });
  await makeDue(db, order.id, -1);
  await askReturn(db, order.id, { reason: 'too small', days });
  await moveGoods({ db, days });
  expect(await commandsOf(db, order.id)).toEqual([]);
  const { id } = await db.selectFrom('order_return').select('id').executeTakeFirstOrThrow();
  const dueAt = sql<Date>`now() - interval '1 second'`;
  await db.updateTable('order_return').set({ due_at: dueAt }).execute();
  await Promise.all([moveGoods({ db, days }), moveGoods({ db, days })]);
  const [command, ...more] = await commandsOf(db, order.id);
  expect(command).toMatchObject({ kind: 'take_back', key: `return:${id}`, payload: { returnId: id } });
  expect(more).toEqual([]);
});

test('SHP-4: an order that a process of before has asked back as a whole becomes a return like the others', async ({
  db,
}) => {
  const order = await insertOrder(db, { state: 'return_requested' });
  await makeDue(db, order.id);
  await moveGoods({ db, days });
  const returns = await db.selectFrom('order_return').select(['id', 'state', 'lines']).execute();
  expect(returns).toMatchObject([{ state: 'asked', lines: [{ lineNo: 1, quantity: 2 }] }]);
  expect(await commandsOf(db, order.id)).toMatchObject([
    { kind: 'take_back', payload: { returnId: returns[0]?.id } },
  ]);
  expect(await nextStepOf(db, order.id)).toBe(null);
});
