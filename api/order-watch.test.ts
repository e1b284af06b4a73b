/** Waiting for an order to become another one: who is answered, when, and what it asks of PostgreSQL. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { type MarkedOrder, markOf } from '../db/order-marks.ts';
import { orderById } from '../db/orders.ts';
import type { Database } from '../db/schema.ts';
import { noteStatements } from '../test/note-statements.ts';
import { insertOrder } from '../test/paying.ts';
import { newOrderId, test, testLog } from '../test/stores.ts';
import { type OrderWatch, openOrderWatch } from './order-watch.ts';

const LONG_MS = 60_000;

async function orderIn(db: Kysely<Database>, state: 'held' | 'paying' = 'held'): Promise<MarkedOrder> {
  return await asItIs(db, (await insertOrder(db, { state })).id);
}

async function asItIs(db: Kysely<Database>, id: string): Promise<MarkedOrder> {
  const found = await orderById(db, id);
  return { id, mark: found ? markOf(found) : '' };
}

const setState = (db: Kysely<Database>, { id }: MarkedOrder, state: 'held' | 'paying') =>
  db.updateTable('order').set({ state }).where('id', '=', id).execute();

/** Waits, and says whose wait is over. */
function waits(watch: OrderWatch, orders: readonly MarkedOrder[], waitMs = LONG_MS) {
  const over = new Set<string>();
  const all = orders.map((order) => watch.moved(order, waitMs).then(() => over.add(order.id)));
  return { over, all: Promise.all(all) };
}

test('API-31: whose order is another one is answered, whoever changed it; the others wait on until their time is over', async ({
  db,
}) => {
  const watch = openOrderWatch({ db, log: testLog });
  const [moving, paying, still] = [await orderIn(db), await orderIn(db, 'paying'), await orderIn(db)];
  const { over, all } = waits(watch, [moving, paying]);
  const short = waits(watch, [still], 700);
  await setState(db, moving, 'paying');
  await expect.poll(() => [...over]).toEqual([moving.id]);
  // The order stays as it is; its payment does not.
  await db
    .insertInto('payment')
    .values({
      id: 'pay_1',
      order_id: paying.id,
      provider: 'sandbox',
      state: 'created',
      amount: 1,
      currency: 'KRW',
    })
    .execute();
  await all;
  // Two payments, neither in the order of its making: as it is read it is still so.
  await db
    .insertInto('payment')
    .values({
      id: 'pay_0',
      order_id: paying.id,
      provider: 'sandbox',
      state: 'declined',
      amount: 1,
      currency: 'KRW',
    })
    .execute();
  const again = await asItIs(db, paying.id);
  const sinceMs = performance.now();
  await waits(watch, [again], 400).all;
  expect(performance.now() - sinceMs).toBeGreaterThan(390);
  const declined = waits(watch, [again]);
  await db.updateTable('payment').set({ state: 'declined' }).where('id', '=', 'pay_1').execute();
  await declined.all;
  expect(short.over.size).toBe(0);
  await short.all;
  watch.close();
});

test('API-31: what changed before anybody waited, and what is not there, is answered at the first look', async ({
  db,
}) => {
  const watch = openOrderWatch({ db, log: testLog });
  const order = await orderIn(db);
  await setState(db, order, 'paying');
  // Two who wait for the same order know it from different moments.
  const now = await asItIs(db, order.id);
  const both = waits(watch, [now]);
  await waits(watch, [order, { id: newOrderId(), mark: order.mark }]).all;
  expect(both.over.size).toBe(0);
  watch.close();
  await both.all;
});

test('API-31: all who wait are one question, and nobody who waits asks nothing', async ({
  db,
  databaseUrl,
}) => {
  await using notes = noteStatements(databaseUrl);
  const watch = openOrderWatch({ db: notes.db, log: testLog });
  const orders = await Promise.all(Array.from({ length: 60 }, () => orderIn(db)));
  const first = orders[0] as MarkedOrder;
  const sinceMs = performance.now();
  const sent = await notes.during(async () => {
    const { over, all } = waits(watch, orders);
    await pause(350);
    expect(over.size).toBe(0);
    await setState(db, first, 'paying');
    await expect.poll(() => [...over]).toEqual([first.id]);
    watch.close();
    await all;
  });
  expect(new Set(sent).size).toBe(1);
  expect(sent.length).toBeGreaterThan(1);
  expect(sent.length).toBeLessThanOrEqual((performance.now() - sinceMs) / 100);
  const after = await notes.during(() => pause(300));
  expect(after).toEqual([]);
});

test('API-31: above the bound, and once it is closed, nobody waits', async ({ db }) => {
  const watch = openOrderWatch({ db, log: testLog, waitsMax: 2 });
  const [one, two, three] = [await orderIn(db), await orderIn(db), await orderIn(db)];
  const waiting = waits(watch, [one, two]);
  await waits(watch, [three]).all;
  expect(waiting.over.size).toBe(0);
  watch.close();
  await waiting.all;
  await waits(watch, [one]).all;
});

test('API-31: a look that fails is followed by another one', async ({ db }) => {
  const watch = openOrderWatch({ db, log: testLog });
  const order = await orderIn(db);
  await sql`alter table payment rename to payment_away`.execute(db);
  const { over, all } = waits(watch, [order]);
  await setState(db, order, 'paying');
  await pause(400);
  expect(over.size).toBe(0);
  await sql`alter table payment_away rename to payment`.execute(db);
  await all;
  watch.close();
});
