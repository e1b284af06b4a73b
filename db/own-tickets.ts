/**
 * The tickets of an account (TIC-13): those of its orders that it has not given away, those that it was given, and those on
 * offer to its address. What was passed on is found by the blind index of the receiver's address alone.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';
import type { TicketRow } from './tickets.ts';

export interface OwnTicketsAsk {
  readonly accountId: string;
  /** blindIndex of the address that was proven when the account was made. */
  readonly emailIndex: string;
  readonly after?: OwnTicketPlace | undefined;
  readonly tickets: number;
}

/** Where a page ended: the ticket's id, and the transfer's or '' for a ticket that was bought. */
export type OwnTicketPlace = readonly [ticketId: string, transferId: string];

export type OwnTicketRow = TicketRow & SaleFacts & (Bought | PassedOn);
export interface Bought {
  readonly transfer_id: null;
  /** Of the buyer, bound to the order. */
  readonly contact_sealed: string;
}
export interface PassedOn {
  readonly transfer_id: string;
  readonly transfer_state: 'offered' | 'claimed';
  readonly from_transfer_id: string | null;
  readonly receiver_sealed: string;
  /** The buyer's contact, bound to the order, or the receiver of the transfer before. */
  readonly giver_sealed: string;
}
interface SaleFacts {
  readonly slug: string;
  readonly title: string;
  readonly venue: string | null;
  readonly starts_at: Date | null;
  readonly time_zone: string;
  readonly tier_name: string;
}

/** The newest first: ids grow with time. */
export async function ownTickets(db: Kysely<Database>, ask: OwnTicketsAsk): Promise<OwnTicketRow[]> {
  const [ticketId = null, transferId = null] = ask.after ?? [];
  const { rows } = await sql<OwnTicketRow>`
    with own as (
      select ticket.id as ticket_id, '' as transfer_id
      from "order" join ticket on ticket.order_id = "order".id
      where "order".account_id = ${ask.accountId} and ticket.holder_transfer_id is null
      union all
      select ticket.id, transfer.id
      from ticket_transfer as transfer join ticket on ticket.id = transfer.ticket_id
      where transfer.receiver_index = ${ask.emailIndex} and transfer.state <> 'withdrawn' and (
        ticket.holder_transfer_id = transfer.id
        or (transfer.state = 'offered' and ticket.state = 'valid'))
    )
    select ticket.id, ticket.sale_id, ticket.order_id, ticket.tier_id, ticket.state, ticket.serial,
      ticket.checked_in_at, ticket.door, ticket.holder_transfer_id,
      transfer.id as transfer_id, transfer.state as transfer_state, transfer.from_transfer_id,
      transfer.receiver_sealed, coalesce(earlier.receiver_sealed, "order".contact_sealed) as giver_sealed,
      "order".contact_sealed, sale.slug, sale.title, sale.venue, sale.starts_at, sale.time_zone,
      tier.name as tier_name
    from own
    join ticket on ticket.id = own.ticket_id
    join "order" on "order".id = ticket.order_id
    join sale on sale.id = ticket.sale_id
    join tier on tier.id = ticket.tier_id
    left join ticket_transfer as transfer on transfer.id = own.transfer_id
    left join ticket_transfer as earlier on earlier.id = transfer.from_transfer_id
    where ${ticketId}::text is null
      or (own.ticket_id, own.transfer_id) < (${ticketId}::text, ${transferId}::text)
    order by own.ticket_id desc, own.transfer_id desc
    limit ${ask.tickets}`.execute(db);
  return rows;
}
