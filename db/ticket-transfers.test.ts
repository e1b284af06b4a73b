/** Passing a ticket on, under repetition and against a door, a refund and somebody who takes the offer back. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { ticketsHeld } from '../scripts/verify/tickets-held.ts';
import { test } from '../test/stores.ts';
import { issuedOrder, offerOf, passOn, scanOf } from '../test/tickets.ts';
import { checkIn } from './check-ins.ts';
import type { Database } from './schema.ts';
import {
  claimTicket,
  offerTicket,
  TRANSFERS_PER_TICKET_MAX,
  transferById,
  transfersOf,
  withdrawOffer,
} from './ticket-transfers.ts';
import { ticketById, voidTickets } from './tickets.ts';

const offered = (db: Kysely<Database>, offer: ReturnType<typeof offerOf>) =>
  db.transaction().execute((trx) => offerTicket(trx, offer));
const claimed = (db: Kysely<Database>, id: string) =>
  db
    .transaction()
    .execute((trx) => claimTicket(trx, id))
    .then(
      () => 'claimed',
      (fault: { code: string }) => fault.code,
    );
const lettersOf = async (db: Kysely<Database>) =>
  (
    await db
      .selectFrom('outbox')
      .select(sql<string>`payload ->> 'kind'`.as('kind'))
      .where('key', 'like', 'mail:ticket%')
      .orderBy('id')
      .execute()
  ).map(({ kind }) => kind);

/** By `npm run verify`. */
const brokenIn = async (db: Kysely<Database>) =>
  (await ticketsHeld.check({ db, crowds: [], patienceSeconds: 0 })).examples;

test('TIC-4: a claimed ticket opens the door for its new holder alone, and claiming again changes nothing', async ({
  db,
  keys,
}) => {
  const { ticket } = await issuedOrder(db, { keys });
  const offer = offerOf(keys, ticket);
  await offered(db, offer);
  expect(await ticketById(db, ticket.id)).toMatchObject({ serial: 1, holder_transfer_id: null });
  expect(await Promise.all([claimed(db, offer.id), claimed(db, offer.id), claimed(db, offer.id)])).toEqual(
    Array(3).fill('claimed'),
  );
  expect(await ticketById(db, ticket.id)).toMatchObject({
    serial: 2,
    holder_transfer_id: offer.id,
    state: 'valid',
  });
  const scan = (serial: number) =>
    db.transaction().execute((trx) => checkIn(trx, scanOf(ticket, { serial })));
  expect(await scan(1)).toEqual({ result: 'void' });
  expect(await scan(2)).toMatchObject({ result: 'in' });
  expect(await lettersOf(db)).toEqual(['ticket_offer', 'ticket_taken']);
  expect(await transferById(db, offer.id)).toMatchObject({ state: 'claimed', settledAt: expect.any(Date) });
});

test('TIC-4: who got a ticket may pass it on again; who gave it away may not', async ({ db, keys }) => {
  const { ticket } = await issuedOrder(db, { keys });
  const first = await passOn(db, keys, ticket);
  await expect(offered(db, offerOf(keys, ticket))).rejects.toMatchObject({ code: 'ticket_not_transferable' });
  const second = await passOn(db, keys, ticket);
  expect(await ticketById(db, ticket.id)).toMatchObject({ serial: 3, holder_transfer_id: second });
  expect((await transfersOf(db, [ticket.id])).map(({ id }) => id)).toEqual([first, second]);
});

test('TIC-4: one offer at a time; taken back it opens nothing, and the ticket is free again', async ({
  db,
  keys,
}) => {
  const { ticket } = await issuedOrder(db, { keys });
  const offer = offerOf(keys, ticket);
  const both = await Promise.allSettled([offered(db, offer), offered(db, offerOf(keys, ticket))]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const withdraw = (holderTransferId: string | null) =>
    db.transaction().execute((trx) => withdrawOffer(trx, { ticketId: ticket.id, holderTransferId }));
  expect(await withdraw('trf_other')).toBe(false);
  expect(await withdraw(null)).toBe(true);
  expect(await withdraw(null)).toBe(false);
  const [open] = await db.selectFrom('ticket_transfer').select('id').execute();
  expect(await claimed(db, open?.id ?? '')).toBe('transfer_ended');
  await offered(db, offerOf(keys, ticket));
});

test('TIC-4: a used or void ticket is not passed on, nor one without end', async ({ db, keys }) => {
  for (const state of ['used', 'void'] as const) {
    const { ticket } = await issuedOrder(db, { keys });
    const offer = offerOf(keys, ticket);
    await offered(db, offer);
    const checked_in_at = state === 'used' ? new Date() : null;
    await db.updateTable('ticket').set({ state, checked_in_at }).where('id', '=', ticket.id).execute();
    expect(await claimed(db, offer.id)).toBe('transfer_ended');
    await expect(offered(db, offerOf(keys, ticket))).rejects.toMatchObject({
      code: 'ticket_not_transferable',
    });
  }
  const { ticket } = await issuedOrder(db, { keys });
  for (let count = 0; count < TRANSFERS_PER_TICKET_MAX; count++) await passOn(db, keys, ticket);
  await expect(passOn(db, keys, ticket)).rejects.toMatchObject({ code: 'ticket_not_transferable' });
  expect(await brokenIn(db)).toEqual([]);
});

test('TIC-4, VER-7: of a claim, a withdrawal, a door and a refund that meet, one is first and the others see it', async ({
  db,
  keys,
}) => {
  const seen = new Set<string>();
  for (let round = 0; round < 24; round++) {
    const { ticket, order } = await issuedOrder(db, { keys });
    const offer = offerOf(keys, ticket);
    await offered(db, offer);
    const acts = [
      () => claimed(db, offer.id),
      () =>
        db
          .transaction()
          .execute((trx) => withdrawOffer(trx, { ticketId: ticket.id, holderTransferId: null })),
      () =>
        db
          .transaction()
          .execute((trx) => checkIn(trx, scanOf(ticket)))
          .then(({ result }) => result),
      () => db.transaction().execute((trx) => voidTickets(trx, { orderId: order.id, lineNo: 1, units: 1 })),
    ];
    const turn = round % 4;
    const order4 = [...acts.keys()].map((at) => (at + turn) % 4);
    const answers: unknown[] = [];
    await Promise.all(order4.map(async (at) => (answers[at] = await acts[at]?.())));
    const [claim, isWithdrawn, entry, ended] = answers;
    const now = await ticketById(db, ticket.id);
    seen.add(`${claim} ${isWithdrawn} ${entry} ${ended}`);
    // Let in or refunded, never both; claimed or taken back, never both; no old code enters after a claim.
    expect([entry === 'in', ended === 1]).toEqual([now?.state === 'used', now?.state === 'void']);
    expect(Number(entry === 'in') + Number(ended)).toBe(1);
    expect(claim === 'claimed' && isWithdrawn).toBe(false);
    expect(now?.serial).toBe(claim === 'claimed' ? 2 : 1);
    if (claim === 'claimed') expect(entry).toBe('void');
  }
  expect(seen.size).toBeGreaterThan(1);
  expect(await brokenIn(db)).toEqual([]);
});
