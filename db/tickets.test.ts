/** Tickets under repetition and contention: two jobs, a refund in between, units that go back. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { insertOrder, stateOf, untilSomebodyWaits } from '../test/paying.ts';
import { test } from '../test/stores.ts';
import { issuedOrder, passOn, scanOf } from '../test/tickets.ts';
import { checkIn } from './check-ins.ts';
import type { Database } from './schema.ts';
import { issueTickets, ticketsOf, voidOrders, voidTickets } from './tickets.ts';

test('TIC-1: a job that runs five times at once issues one ticket a unit', async ({ db }) => {
  const order = await insertOrder(db, { state: 'paid', units: 3 });
  const issue = () => db.transaction().execute((trx) => issueTickets(trx, [order.id]));
  const issued = await Promise.all(Array.from({ length: 5 }, issue));
  expect(issued.filter((orders) => orders.length > 0)).toHaveLength(1);
  expect(await ticketsOf(db, order.id)).toHaveLength(3);
  expect(await stateOf(db, order.id)).toBe('issued');
});

test('TIC-1: an order that is not paid, or no longer, gets no ticket', async ({ db }) => {
  for (const state of ['held', 'paying', 'lapsed', 'refund_pending', 'refunded', 'cancelled'] as const) {
    const order = await insertOrder(db, { state });
    expect(await db.transaction().execute((trx) => issueTickets(trx, [order.id]))).toEqual([]);
    expect(await ticketsOf(db, order.id)).toEqual([]);
    expect(await stateOf(db, order.id)).toBe(state);
  }
});

test('TIC-1: an order that is being refunded in this moment gets no ticket', async ({ db }) => {
  const order = await insertOrder(db, { state: 'paid' });
  const issue = () => db.transaction().execute((trx) => issueTickets(trx, [order.id]));
  const issued = await db.transaction().execute(async (refund) => {
    await refund.updateTable('order').set({ state: 'refund_pending' }).where('id', '=', order.id).execute();
    const issuing = issue();
    await untilSomebodyWaits(db);
    return { issuing };
  });
  expect(await issued.issuing).toEqual([]);
  expect(await ticketsOf(db, order.id)).toEqual([]);
});

const statesOf = async (db: Kysely<Database>, orderId: string) =>
  (await ticketsOf(db, orderId)).map(({ state }) => state);

test('TIC-6: units that go back end as many tickets: unused ones, first those that the buyer still has', async ({
  db,
  keys,
}) => {
  const { order, tickets } = await issuedOrder(db, { units: 4, keys });
  const [first, , , last] = tickets;
  await db.transaction().execute((trx) => checkIn(trx, scanOf(first)));
  await passOn(db, keys, last);
  const back = (units: number) =>
    db.transaction().execute((trx) => voidTickets(trx, { orderId: order.id, lineNo: 1, units }));
  expect(await back(1)).toBe(1);
  expect(await statesOf(db, order.id)).toEqual(['used', 'valid', 'void', 'valid']);
  expect(await back(5)).toBe(2);
  expect(await statesOf(db, order.id)).toEqual(['used', 'void', 'void', 'void']);
  expect(await back(1)).toBe(0);
});

test('TIC-6: a refund ends tickets that were passed on too, and writes to who has them, once', async ({
  db,
  keys,
}) => {
  const { order, tickets } = await issuedOrder(db, { units: 2, keys });
  const transferId = await passOn(db, keys, tickets[0]);
  const { text, values } = voidOrders([order.id]);
  for (const _ of [1, 2])
    await db.executeQuery(sql`${sql.raw(text.replace('$1', `'{${values[0]}}'`))}`.compile(db));
  expect(await statesOf(db, order.id)).toEqual(['void', 'void']);
  const letters = await db
    .selectFrom('outbox')
    .select('payload')
    .where('key', 'like', 'mail:ticket_void:%')
    .execute();
  expect(letters).toEqual([{ payload: { kind: 'ticket_void', transferId } }]);
});

test('TIC-6: of a refund and a door that meet over the last ticket, one wins', async ({ db, keys }) => {
  for (let round = 0; round < 8; round++) {
    const { order, tickets } = await issuedOrder(db, { units: 1, keys });
    const [entered, ended] = await Promise.all([
      db.transaction().execute((trx) => checkIn(trx, scanOf(tickets[0]))),
      db.transaction().execute((trx) => voidTickets(trx, { orderId: order.id, lineNo: 1, units: 1 })),
    ]);
    expect([entered.result, ended]).toEqual(ended === 1 ? ['void', 1] : ['in', 0]);
    expect(await statesOf(db, order.id)).toEqual([ended === 1 ? 'void' : 'used']);
  }
});
