/** Tickets under repetition and contention: two jobs, two doors, a refund in between. */
import { expect } from 'vitest';
import { insertOrder, stateOf, untilSomebodyWaits } from '../test/paying.ts';
import { test } from '../test/stores.ts';
import { checkIn, issueTickets, ticketsOf } from './tickets.ts';

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

test('TIC-2: of two doors that scan one ticket at once, one lets in', async ({ db }) => {
  const order = await insertOrder(db, { state: 'paid', units: 1 });
  await db.transaction().execute((trx) => issueTickets(trx, [order.id]));
  const [ticket] = await ticketsOf(db, order.id);
  const ticketId = ticket?.id ?? '';
  const scans = await Promise.all(['A', 'B', 'C', 'D'].map((door) => checkIn(db, { ticketId, door })));
  expect(scans.filter(({ result }) => result === 'in')).toHaveLength(1);
  expect(scans.filter(({ result }) => result === 'already')).toHaveLength(3);
  const entered = scans.find((scan) => scan.result === 'in');
  expect(await checkIn(db, { ticketId, door: 'E' })).toEqual({ ...entered, result: 'already' });
});

test('TIC-2: a ticket that was given back opens no door, one that was used stays used', async ({ db }) => {
  const order = await insertOrder(db, { state: 'paid', units: 2 });
  await db.transaction().execute((trx) => issueTickets(trx, [order.id]));
  const [used, unused] = await ticketsOf(db, order.id);
  await checkIn(db, { ticketId: used?.id ?? '', door: 'A' });
  const voided = db.updateTable('ticket').set({ state: 'void' });
  await voided.where('state', '=', 'valid').execute();
  expect((await ticketsOf(db, order.id)).map(({ state }) => state)).toEqual(['used', 'void']);
  expect(await checkIn(db, { ticketId: unused?.id ?? '', door: 'A' })).toEqual({ result: 'void' });
  expect(await checkIn(db, { ticketId: 'tic_none', door: 'A' })).toEqual({ result: 'unknown' });
});
