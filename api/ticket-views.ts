/**
 * Tickets and transfers as their holders see them (TIC-4). Each holder has a serial of their own: whoever has given a ticket
 * away sees that, and no code any more; whoever has it sees theirs.
 */

import type { OwnTicketRow, PassedOn } from '../db/own-tickets.ts';
import type { TransferOfTicket, TransferRecord } from '../db/ticket-transfers.ts';
import type { TicketRow } from '../db/tickets.ts';
import type { OwnTicketView, TicketView, TransferState, TransferView } from '../domain/ticket-view.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { openContact } from '../tokens/sealed-contact.ts';
import { openReceiver } from '../tokens/sealed-receiver.ts';
import { ticketCodeOf } from '../tokens/ticket-code.ts';
import { signTicket } from '../tokens/ticket-token.ts';
import { isoOrNull } from './views.ts';

/** `serial`: of whoever looks; the buyer's is 1. */
export async function ticketView(
  ring: KeyRing,
  ticket: TicketRow,
  serial: number,
  transfers: readonly TransferOfTicket[],
): Promise<TicketView> {
  const own = transfers.filter(({ ticketId, fromSerial }) => ticketId === ticket.id && fromSerial === serial);
  const given = own.find(({ state }) => state === 'claimed');
  const offer = ticket.state === 'valid' ? own.find(({ state }) => state === 'offered') : undefined;
  const receiverOf = ({ id, receiverSealed }: TransferOfTicket) => openReceiver(ring, id, receiverSealed);
  const { id, tier_id: tierId, sale_id: saleId, state } = ticket;
  const isHolder = ticket.serial === serial;
  return {
    id,
    tierId,
    token: isHolder ? await signTicket(ring, { ticketId: id, saleId, tierId, serial }) : null,
    code: isHolder ? ticketCodeOf(ring, { ticketId: id, serial }) : null,
    state,
    usedAt: isHolder ? isoOrNull(ticket.checked_in_at) : null,
    door: isHolder ? ticket.door : null,
    passedOn: given
      ? { to: receiverOf(given), at: (given.settledAt ?? given.offeredAt).toISOString() }
      : null,
    offer: offer ? { id: offer.id, to: receiverOf(offer), at: offer.offeredAt.toISOString() } : null,
  };
}

export async function transferView(
  ring: KeyRing,
  transfer: TransferRecord,
  ticket: TicketRow,
  transfers: readonly TransferOfTicket[],
): Promise<TransferView> {
  const { id, sale } = transfer;
  const isClaimed = transfer.state === 'claimed';
  return {
    id,
    state: stateOf(transfer),
    from: { name: giverName(ring, transfer) },
    to: openReceiver(ring, id, transfer.receiverSealed),
    offeredAt: transfer.offeredAt.toISOString(),
    sale: { ...sale, startsAt: isoOrNull(sale.startsAt) },
    tierName: transfer.tierName,
    ticket: isClaimed ? await ticketView(ring, ticket, transfer.fromSerial + 1, transfers) : null,
  };
}

export async function ownTicketView(
  ring: KeyRing,
  row: OwnTicketRow,
  transfers: readonly TransferOfTicket[],
): Promise<OwnTicketView> {
  const facts = ownTicketFacts(ring, row);
  const isTheirs = facts.how !== 'offered';
  return { ...facts, ticket: isTheirs ? await ticketView(ring, row, row.serial, transfers) : null };
}

/** All but the ticket itself: nothing here opens a door. */
export function ownTicketFacts(ring: KeyRing, row: OwnTicketRow): Omit<OwnTicketView, 'ticket'> {
  const { slug, title, venue, time_zone: timeZone, tier_name: tierName } = row;
  const facts = { sale: { slug, title, venue, startsAt: isoOrNull(row.starts_at), timeZone }, tierName };
  if (row.transfer_id === null) {
    const { name } = openContact(ring, row.order_id, row.contact_sealed);
    return { ...facts, how: 'bought', orderId: row.order_id, transferId: null, from: null, holder: { name } };
  }
  const { name, email } = openReceiver(ring, row.transfer_id, row.receiver_sealed);
  return {
    ...facts,
    how: row.transfer_state === 'offered' ? 'offered' : 'given',
    orderId: null,
    transferId: row.transfer_id,
    from: { name: giverName(ring, giftOf(row)) },
    holder: { name: name || email },
  };
}

const giftOf = (row: TicketRow & PassedOn) => ({
  fromTransferId: row.from_transfer_id,
  giverSealed: row.giver_sealed,
  orderId: row.order_id,
});

function stateOf({ state, ticket, fromSerial }: TransferRecord): TransferState {
  const isLive = ticket.state === 'valid' && ticket.serial === fromSerial;
  return state === 'offered' && !isLive ? 'ended' : state;
}

type Gift = Pick<TransferRecord, 'fromTransferId' | 'giverSealed' | 'orderId'>;

function giverName(ring: KeyRing, { fromTransferId, giverSealed, orderId }: Gift): string {
  return fromTransferId === null
    ? openContact(ring, orderId, giverSealed).name
    : openReceiver(ring, fromTransferId, giverSealed).name;
}
