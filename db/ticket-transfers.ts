/**
 * Passing a ticket on (TIC-4): offered by whoever has it, then claimed or withdrawn. Claiming makes the ticket's next serial
 * in one transaction, so that the giver's code is void at the very moment in which the receiver's opens the door.
 *
 * The ticket's row is locked first and decides: of a claim, a withdrawal, a door and a refund that meet, one is first, and
 * the others find it done. A repeated claim finds itself done, so an answer that was lost may be asked for again.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { Refused } from '../domain/refusals.ts';
import { stageOutbox } from './outbox.ts';
import type { Database } from './schema.ts';

/** Each is a letter to an address that somebody typed: a ticket that changes hands this often is not being given away. */
export const TRANSFERS_PER_TICKET_MAX = 20;

export interface Offer {
  readonly id: string;
  readonly ticketId: string;
  /** What the giver knew: the ticket as the buyer's (null), or as it came to them. */
  readonly holderTransferId: string | null;
  readonly receiverSealed: string;
  /** blindIndex of the receiver's address: the account that proved it finds the ticket by it. */
  readonly receiverIndex: string;
  readonly language: 'ko' | 'en';
}

/** Refuses where there is nothing to give: another has it now, it was used, it is void, or it is on offer already. */
export async function offerTicket(trx: Transaction<Database>, offer: Offer): Promise<void> {
  const ticket = await lockedTicket(trx, offer.ticketId);
  if (ticket?.state !== 'valid' || ticket.holder_transfer_id !== offer.holderTransferId)
    throw new Refused('ticket_not_transferable');
  const { rows } = await sql<{ all: number; open: number }>`
    select count(*) as "all", count(*) filter (where state = 'offered') as open
    from ticket_transfer where ticket_id = ${offer.ticketId}`.execute(trx);
  if ((rows[0]?.open ?? 0) > 0)
    throw new Refused('ticket_not_transferable', { detail: 'it is on offer to somebody already' });
  if ((rows[0]?.all ?? 0) >= TRANSFERS_PER_TICKET_MAX)
    throw new Refused('ticket_not_transferable', { detail: 'it was passed on too often' });
  await trx
    .insertInto('ticket_transfer')
    .values({
      id: offer.id,
      ticket_id: offer.ticketId,
      from_serial: ticket.serial,
      from_transfer_id: offer.holderTransferId,
      receiver_sealed: offer.receiverSealed,
      receiver_index: offer.receiverIndex,
      language: offer.language,
    })
    .execute();
  await stageLetter(trx, ticket.sale_id, 'ticket_offer', offer.id);
}

/** Takes the open offer back; the link in its letter opens nothing then. False where there is none any more. */
export async function withdrawOffer(
  trx: Transaction<Database>,
  { ticketId, holderTransferId }: Pick<Offer, 'ticketId' | 'holderTransferId'>,
): Promise<boolean> {
  const ticket = await lockedTicket(trx, ticketId);
  if (ticket?.holder_transfer_id !== holderTransferId) return false;
  const withdrawn = await trx
    .updateTable('ticket_transfer')
    .set({ state: 'withdrawn', settled_at: sql<Date>`now()` })
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'offered')
    .returning('id')
    .executeTakeFirst();
  if (withdrawn) await stageLetter(trx, ticket.sale_id, 'ticket_withdrawn', withdrawn.id);
  return withdrawn !== undefined;
}

/**
 * The ticket is the receiver's from here on. Refuses where the offer is over, or the ticket was used or refunded meanwhile.
 */
export async function claimTicket(trx: Transaction<Database>, transferId: string): Promise<void> {
  const offered = await trx
    .selectFrom('ticket_transfer')
    .select('ticket_id')
    .where('id', '=', transferId)
    .executeTakeFirst();
  const ticket = offered && (await lockedTicket(trx, offered.ticket_id));
  // Read behind the lock of its ticket: nobody settles it any other way.
  const transfer = await trx
    .selectFrom('ticket_transfer')
    .select(['state', 'from_serial'])
    .where('id', '=', transferId)
    .executeTakeFirst();
  if (!ticket || !transfer) throw new Refused('not_found');
  if (transfer.state === 'claimed') return;
  const isLive =
    transfer.state === 'offered' && ticket.state === 'valid' && ticket.serial === transfer.from_serial;
  if (!isLive) throw new Refused('transfer_ended');
  await trx
    .updateTable('ticket_transfer')
    .set({ state: 'claimed', settled_at: sql<Date>`now()` })
    .where('id', '=', transferId)
    .execute();
  await trx
    .updateTable('ticket')
    .set({ serial: transfer.from_serial + 1, holder_transfer_id: transferId })
    .where('id', '=', ticket.id)
    .execute();
  await stageLetter(trx, ticket.sale_id, 'ticket_taken', transferId);
}

export interface TransferRecord {
  readonly id: string;
  readonly ticketId: string;
  readonly orderId: string;
  readonly saleId: string;
  readonly tierId: string;
  readonly fromSerial: number;
  readonly state: 'offered' | 'claimed' | 'withdrawn';
  readonly language: 'ko' | 'en';
  readonly receiverSealed: string;
  readonly offeredAt: Date;
  readonly settledAt: Date | null;
  readonly fromTransferId: string | null;
  /** Of the giver: the buyer's contact, bound to the order, or the receiver of the transfer before. */
  readonly giverSealed: string;
  readonly ticket: {
    readonly state: 'valid' | 'void' | 'used';
    readonly serial: number;
    readonly checkedInAt: Date | null;
    readonly door: string | null;
  };
  readonly sale: {
    readonly slug: string;
    readonly title: string;
    readonly venue: string | null;
    readonly startsAt: Date | null;
    readonly timeZone: string;
  };
  readonly tierName: string;
}

export async function transferById(db: Kysely<Database>, id: string): Promise<TransferRecord | null> {
  const row = await db
    .selectFrom('ticket_transfer as transfer')
    .innerJoin('ticket', 'ticket.id', 'transfer.ticket_id')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .innerJoin('sale', 'sale.id', 'ticket.sale_id')
    .innerJoin('tier', 'tier.id', 'ticket.tier_id')
    .leftJoin('ticket_transfer as earlier', 'earlier.id', 'transfer.from_transfer_id')
    .select(['transfer.id', 'transfer.ticket_id', 'transfer.from_serial', 'transfer.state'])
    .select(['transfer.language', 'transfer.receiver_sealed', 'transfer.offered_at', 'transfer.settled_at'])
    .select(['transfer.from_transfer_id', 'ticket.order_id', 'ticket.sale_id', 'ticket.tier_id'])
    .select(['ticket.state as ticket_state', 'ticket.serial', 'ticket.checked_in_at', 'ticket.door'])
    .select(['sale.slug', 'sale.title', 'sale.venue', 'sale.starts_at', 'sale.time_zone'])
    .select('tier.name as tier_name')
    .select(sql<string>`coalesce(earlier.receiver_sealed, "order".contact_sealed)`.as('giver_sealed'))
    .where('transfer.id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    ticketId: row.ticket_id,
    orderId: row.order_id,
    saleId: row.sale_id,
    tierId: row.tier_id,
    fromSerial: row.from_serial,
    state: row.state,
    language: row.language,
    receiverSealed: row.receiver_sealed,
    offeredAt: row.offered_at,
    settledAt: row.settled_at,
    fromTransferId: row.from_transfer_id,
    giverSealed: row.giver_sealed,
    ticket: {
      state: row.ticket_state,
      serial: row.serial,
      checkedInAt: row.checked_in_at,
      door: row.door,
    },
    sale: {
      ...{ slug: row.slug, title: row.title, venue: row.venue },
      ...{ startsAt: row.starts_at, timeZone: row.time_zone },
    },
    tierName: row.tier_name,
  };
}

export interface TransferOfTicket {
  readonly id: string;
  readonly ticketId: string;
  readonly fromSerial: number;
  readonly state: 'offered' | 'claimed';
  readonly receiverSealed: string;
  readonly offeredAt: Date;
  readonly settledAt: Date | null;
}

/** The offers that are open, and the transfers that were claimed, of these tickets; the earliest first. */
export async function transfersOf(
  db: Kysely<Database>,
  ticketIds: readonly string[],
): Promise<TransferOfTicket[]> {
  return await db
    .selectFrom('ticket_transfer')
    .select(['id', 'ticket_id as ticketId', 'from_serial as fromSerial'])
    .select(sql<'offered' | 'claimed'>`state`.as('state'))
    .select(['receiver_sealed as receiverSealed', 'offered_at as offeredAt', 'settled_at as settledAt'])
    .where(sql<boolean>`ticket_id = any(${ticketIds}::text[])`)
    .where('state', '!=', 'withdrawn')
    .orderBy('from_serial')
    .execute();
}

async function lockedTicket(trx: Transaction<Database>, ticketId: string) {
  return await trx
    .selectFrom('ticket')
    .select(['id', 'sale_id', 'state', 'serial', 'holder_transfer_id'])
    .where('id', '=', ticketId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Once a transfer and kind, whatever is repeated. */
async function stageLetter(
  trx: Transaction<Database>,
  saleId: string,
  kind: 'ticket_offer' | 'ticket_taken' | 'ticket_withdrawn',
  transferId: string,
): Promise<void> {
  const key = `mail:${kind}:${transferId}`;
  await stageOutbox(trx, [{ saleId, topic: 'mail', key, payload: { kind, transferId } }]);
}
