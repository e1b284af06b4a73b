/** Doors under contention, repetition and late news: whoever was scanned earliest is in, and nobody twice unnoticed. */
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import { newId } from '../runtime/chance.ts';
import { test } from '../test/stores.ts';
import { issuedOrder, scanOf } from '../test/tickets.ts';
import { type CheckIn, checkIn, overtakenScans, type Scan, undoCheckIn } from './check-ins.ts';
import type { Database } from './schema.ts';
import { ticketById } from './tickets.ts';

const scanned = (db: Kysely<Database>, scan: Scan): Promise<CheckIn> =>
  db.transaction().execute((trx) => checkIn(trx, scan));
const entries = async (db: Kysely<Database>, ticketId: string) =>
  await db
    .selectFrom('ticket_scan')
    .select(['id', 'door'])
    .where('ticket_id', '=', ticketId)
    .where('outcome', '=', 'in')
    .execute();

/** A ticket that was made an hour ago, so that scans of the last hour are believed. */
async function oldTicket(db: Kysely<Database>) {
  const { ticket, order } = await issuedOrder(db);
  const issuedAt = new Date(Date.now() - 3_600_000);
  await db.updateTable('ticket').set({ issued_at: issuedAt }).where('id', '=', ticket.id).execute();
  return { ticket, order };
}
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);

test('TIC-2: of doors that scan one ticket at once, one lets in', async ({ db }) => {
  for (let round = 0; round < 5; round++) {
    const { ticket } = await issuedOrder(db);
    const doors = ['A', 'B', 'C', 'D', 'E', 'F'];
    const scans = await Promise.all(doors.map((door) => scanned(db, scanOf(ticket, { door }))));
    expect(scans.filter(({ result }) => result === 'in')).toHaveLength(1);
    const { at, door } = scans.find((scan) => scan.result === 'in') as Extract<CheckIn, { result: 'in' }>;
    expect(scans.filter(({ result }) => result !== 'in')).toEqual(
      Array(5).fill({ result: 'already', at, door }),
    );
    expect(await scanned(db, scanOf(ticket, { door: 'G' }))).toEqual({ result: 'already', at, door });
  }
});

test('TIC-2: a ticket that was given back opens no door, a code of an earlier holder neither', async ({
  db,
}) => {
  const { ticket } = await issuedOrder(db);
  expect(await scanned(db, scanOf(ticket, { serial: 2 }))).toEqual({ result: 'void' });
  await db.updateTable('ticket').set({ state: 'void' }).where('id', '=', ticket.id).execute();
  expect(await scanned(db, scanOf(ticket))).toEqual({ result: 'void' });
  expect(await scanned(db, scanOf(undefined))).toEqual({ result: 'unknown' });
});

test('DOR-1: a scan that is sent again has the answer it had', async ({ db }) => {
  const { ticket } = await issuedOrder(db);
  const first = scanOf(ticket);
  const answers = await Promise.all([scanned(db, first), scanned(db, first), scanned(db, first)]);
  expect(answers.map(({ result }) => result)).toEqual(['in', 'in', 'in']);
  const second = scanOf(ticket, { door: 'B' });
  const late = await scanned(db, second);
  expect(late).toMatchObject({ result: 'already', door: 'A' });
  expect(await scanned(db, second)).toEqual(late);
  expect(await entries(db, ticket.id)).toEqual([{ id: first.id, door: 'A' }]);
  const other = await issuedOrder(db);
  expect(await scanned(db, { ...scanOf(other.ticket), id: first.id })).toEqual({ result: 'unknown' });
});

test('DOR-1: one id for two tickets at once lets one of them in and says nothing of the other', async ({
  db,
}) => {
  for (let round = 0; round < 5; round++) {
    const tickets = [(await issuedOrder(db)).ticket, (await issuedOrder(db)).ticket];
    const { id } = scanOf(tickets[0]);
    const said = await Promise.all(tickets.map((ticket) => scanned(db, { ...scanOf(ticket), id })));
    expect(said.map(({ result }) => result).toSorted()).toEqual(['in', 'unknown']);
  }
});

test('DOR-2: in whatever order doors tell of their scans, the earliest is the entry and the others hear of it', async ({
  db,
}) => {
  const times = [50, 40, 30, 20, 10];
  for (let round = 0; round < 12; round++) {
    const { ticket, order } = await oldTicket(db);
    const scans = times.map((seconds) =>
      scanOf(ticket, { at: ago(seconds), door: `D${seconds}`, device: `d${seconds}` }),
    );
    const told = [...scans].sort(() => Math.random() - 0.5);
    if (round % 2 === 0) await Promise.all(told.map((scan) => scanned(db, scan)));
    else for (const scan of told) await scanned(db, scan);
    expect(await entries(db, ticket.id)).toEqual([{ id: scans[0]?.id, door: 'D50' }]);
    expect(await ticketById(db, ticket.id)).toMatchObject({
      state: 'used',
      door: 'D50',
      checked_in_at: scans[0]?.at,
    });
    for (const scan of scans.slice(1)) {
      expect(await scanned(db, scan)).toEqual({ result: 'already', at: scans[0]?.at, door: 'D50' });
      const [overtaken, ...more] = await overtakenScans(db, { saleId: order.sale_id, device: scan.device });
      expect(more).toEqual([]);
      if (overtaken) expect(overtaken).toMatchObject({ scanId: scan.id, door: 'D50', at: scans[0]?.at });
    }
  }
});

test('DOR-2: who overtakes hears that the ticket was let in again elsewhere', async ({ db }) => {
  const { ticket, order } = await oldTicket(db);
  const online = await scanned(db, scanOf(ticket, { door: 'A', device: 'a' }));
  expect(online.result).toBe('in');
  const late = await scanned(db, scanOf(ticket, { door: 'B', device: 'b', at: ago(60) }));
  expect(late).toMatchObject({
    result: 'in',
    door: 'B',
    again: { door: 'A', at: (online as { at: Date }).at },
  });
  expect(await overtakenScans(db, { saleId: order.sale_id, device: 'a' })).toMatchObject([
    { ticketId: ticket.id, door: 'B' },
  ]);
  expect(await overtakenScans(db, { saleId: order.sale_id, device: 'b' })).toEqual([]);
  expect(await overtakenScans(db, { saleId: 'sal_other', device: 'a' })).toEqual([]);
});

test('DOR-3: no scanner has been anywhere in the future, or before the ticket was made', async ({ db }) => {
  const { ticket } = await issuedOrder(db);
  const future = await scanned(db, scanOf(ticket, { at: ago(-3_600) }));
  expect((future as { at: Date }).at.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
  const early = await issuedOrder(db);
  const past = await scanned(db, scanOf(early.ticket, { at: ago(86_400) }));
  const { issued_at: issuedAt } = await db
    .selectFrom('ticket')
    .select('issued_at')
    .where('id', '=', early.ticket.id)
    .executeTakeFirstOrThrow();
  expect((past as { at: Date }).at).toEqual(issuedAt);
});

test('DOR-4: a check-in that was a mistake is taken back once, and the ticket opens the door again', async ({
  db,
}) => {
  const { ticket, order } = await issuedOrder(db);
  const undo = () => db.transaction().execute((trx) => undoCheckIn(trx, ticket.id));
  expect(await undo()).toBe(false);
  const first = scanOf(ticket);
  await scanned(db, first);
  expect((await Promise.all([undo(), undo()])).sort()).toEqual([false, true]);
  expect(await ticketById(db, ticket.id)).toMatchObject({ state: 'valid', checked_in_at: null, door: null });
  // The answer that was lost is told again, and lets nobody in.
  expect((await scanned(db, first)).result).toBe('in');
  expect(await ticketById(db, ticket.id)).toMatchObject({ state: 'valid' });
  expect((await scanned(db, scanOf(ticket, { door: 'B' }))).result).toBe('in');

  await db.updateTable('order').set({ state: 'refunded' }).where('id', '=', order.id).execute();
  expect(await undo()).toBe(true);
  expect(await ticketById(db, ticket.id)).toMatchObject({ state: 'void' });
});

test('DOR-1: PostgreSQL itself lets a ticket in once', async ({ db }) => {
  const { ticket } = await issuedOrder(db);
  await scanned(db, scanOf(ticket));
  const row = {
    id: newId('scn'),
    ticket_id: ticket.id,
    serial: 1,
    at: ago(1),
    door: 'B',
    outcome: 'in' as const,
  };
  await expect(db.insertInto('ticket_scan').values(row).execute()).rejects.toThrow('ticket_scan_in');
});
