/** Asking back and refusing, many at once: no unit is asked back twice, and each return is decided once. */

import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { shippingDays as days } from '../domain/shipping.ts';
import { insertOrder, stateOf } from '../test/paying.ts';
import { test } from '../test/stores.ts';
import { askReturn } from './ask-return.ts';
import { refuseReturn } from './returns.ts';
import type { Database } from './schema.ts';

async function delivered(db: Kysely<Database>, units: number) {
  const order = await insertOrder(db, { state: 'delivered', units, fulfilment: 'shipping' });
  const until = sql<Date>`date_trunc('second', now()) + interval '1 day'`;
  await db.updateTable('order').set({ next_step_at: until }).where('id', '=', order.id).execute();
  return order.id;
}
const one = [{ lineNo: 1, quantity: 1 }];
const returnsOf = (db: Kysely<Database>) =>
  db.selectFrom('order_return').select(['id', 'state', 'lines']).orderBy('asked_at').orderBy('id').execute();
const codeOf = (fault: { code?: string }) => fault.code;

test('SHP-5: ten at once ask four units back one by one: four returns, each of a unit of its own', async ({
  db,
}) => {
  const id = await delivered(db, 4);
  const asked = await Promise.allSettled(
    Array.from({ length: 10 }, () => askReturn(db, id, { reason: 'r', lines: one, days })),
  );
  const refused = asked.flatMap((each) => (each.status === 'rejected' ? [codeOf(each.reason)] : []));
  expect(refused).toEqual(Array(6).fill('refund_too_large'));
  expect((await returnsOf(db)).map(({ state }) => state)).toEqual(Array(4).fill('asked'));
});

test('SHP-5: under one key it is the same return, with another wish it is refused; without lines it is all that is left', async ({
  db,
}) => {
  const id = await delivered(db, 3);
  const ask = (reason: string, lines?: typeof one) => askReturn(db, id, { reason, lines, key: 'a', days });
  await Promise.all([ask('r', one), ask('r', one)]);
  await expect(ask('another', one)).rejects.toMatchObject({ code: 'key_reused' });
  await expect(ask('r', [{ lineNo: 1, quantity: 2 }])).rejects.toMatchObject({ code: 'key_reused' });
  await askReturn(db, id, { reason: 'the rest', days });
  await askReturn(db, id, { reason: 'the rest', days });
  expect((await returnsOf(db)).map(({ lines }) => lines)).toEqual([one, [{ lineNo: 1, quantity: 2 }]]);
  await expect(askReturn(db, id, { reason: 'r', lines: one, days })).rejects.toMatchObject({
    code: 'refund_too_large',
    more: {
      left: { [(await db.selectFrom('order_line').select('tier_id').executeTakeFirstOrThrow()).tier_id]: 0 },
    },
  });
});

test('SHP-6: a return is refused once; with the last one decided the order goes on by its calendar, and the buyer may ask again', async ({
  db,
}) => {
  const id = await delivered(db, 2);
  const untilOf = async () =>
    (await db.selectFrom('order').select('next_step_at').executeTakeFirstOrThrow()).next_step_at;
  const until = await untilOf();
  for (const _ of Array(2)) await askReturn(db, id, { reason: 'r', lines: one, days });
  const [first, second] = await returnsOf(db);
  const refuse = (returnId = '') =>
    db.transaction().execute((trx) => refuseReturn(trx, { id: returnId, answer: 'worn', by: 'staff:stf_1' }));
  const both = await Promise.allSettled([refuse(first?.id), refuse(first?.id)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(refuse(first?.id)).rejects.toMatchObject({ code: 'return_settled' });
  await expect(refuse('ret_nobody')).rejects.toMatchObject({ code: 'not_found' });
  expect([await stateOf(db, id), await untilOf()]).toEqual(['return_requested', null]);
  await refuse(second?.id);
  expect([await stateOf(db, id), await untilOf()]).toEqual(['delivered', until]);
  await askReturn(db, id, { reason: 'again', days });
  expect((await returnsOf(db)).map(({ state }) => state)).toEqual(['refused', 'refused', 'asked']);
  const letters = await db
    .selectFrom('outbox')
    .select(sql<string>`payload->>'kind'`.as('kind'))
    .orderBy('id')
    .execute();
  expect(letters.map(({ kind }) => kind)).toEqual([
    ...['return_asked', 'return_asked', 'return_refused', 'return_refused', 'return_asked'],
  ]);
});
