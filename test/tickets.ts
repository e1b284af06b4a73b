/** Tickets for tests: an order that has its tickets, a scan of one, and one that was passed on. */
import type { Kysely } from 'kysely';
import type { Scan } from '../db/check-ins.ts';
import type { Database } from '../db/schema.ts';
import { claimTicket, offerTicket } from '../db/ticket-transfers.ts';
import { issueTickets, type TicketRow, ticketById, ticketsOf } from '../db/tickets.ts';
import { newId } from '../runtime/chance.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { blindIndex } from '../runtime/seal.ts';
import { sealReceiver } from '../tokens/sealed-receiver.ts';
import { insertOrder, type NewOrder } from './paying.ts';

export async function issuedOrder(db: Kysely<Database>, ask: NewOrder = {}) {
  const order = await insertOrder(db, { units: 1, ...ask, state: 'paid' });
  await db.transaction().execute((trx) => issueTickets(trx, [order.id]));
  const tickets = await ticketsOf(db, order.id);
  const [ticket] = tickets;
  if (!ticket) throw new Error('the order has no ticket');
  return { order, tickets, ticket };
}

/** Of this ticket, as a scanner says it; without a time: now. */
export const scanOf = (ticket: TicketRow | undefined, more: Partial<Scan> = {}): Scan => ({
  id: newId('scn'),
  ticketId: ticket?.id ?? 'tic_none',
  serial: ticket?.serial ?? 1,
  door: 'A',
  device: 'scanner-a',
  staffId: null,
  at: null,
  ...more,
});

export const offerOf = (keys: string, ticket: TicketRow, email = 'sora@example.com') => {
  const id = newId('trf');
  const ring = parseKeyRing(keys);
  return {
    id,
    ticketId: ticket.id,
    holderTransferId: ticket.holder_transfer_id,
    receiverSealed: sealReceiver(ring, id, { email, name: 'Sora' }),
    receiverIndex: blindIndex(ring, email),
    language: 'en' as const,
  };
};

/** Offers and claims it; answers the transfer. */
export async function passOn(
  db: Kysely<Database>,
  keys: string,
  ticket: TicketRow | undefined,
): Promise<string> {
  const now = ticket && (await ticketById(db, ticket.id));
  if (!now) throw new Error('no ticket to pass on');
  const offer = offerOf(keys, now);
  await db.transaction().execute((trx) => offerTicket(trx, offer));
  await db.transaction().execute((trx) => claimTicket(trx, offer.id));
  return offer.id;
}
