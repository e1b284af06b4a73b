/**
 * What a door does with a ticket: letting in, once (TIC-2), whichever of several scanners hears of whom first (DOR-2).
 *
 * Every scan is a row under the id that its scanner gave it, so that a scan that is sent again has the answer it had. All of
 * it happens under the lock of the ticket's row: of two doors, of a door and a refund, of a door and somebody who claims
 * the ticket, one comes first and the other sees it. Whoever was scanned earliest is in, by the scanners' times as far as
 * they can be: a scanner that had no network may tell an hour later that it was first.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';
import type { ScanOutcome } from './schema-tickets.ts';

export interface Scan {
  /** The scanner's own id of it. */
  readonly id: string;
  readonly ticketId: string;
  /** Of the code that was shown. */
  readonly serial: number;
  readonly door: string;
  readonly device: string;
  readonly staffId: string | null;
  /** When, on PostgreSQL's clock; null: now. Never later than now, nor before the ticket was made. */
  readonly at: Date | null;
}

export interface Elsewhere {
  readonly at: Date;
  readonly door: string;
}

export type CheckIn =
  | {
      readonly result: 'in';
      readonly at: Date;
      readonly door: string;
      /** The same ticket was let in there as well, later: somebody is inside twice. */
      readonly again?: Elsewhere;
    }
  | ({ readonly result: 'already' } & Elsewhere)
  | { readonly result: 'void' | 'unknown' };

/** One of two doors that scan the same ticket at once says `in`, the other `already`. Call it in a transaction. */
export async function checkIn(trx: Kysely<Database>, scan: Scan): Promise<CheckIn> {
  // One scanner's word under one id at a time, also where it names two tickets.
  await sql`select pg_advisory_xact_lock(hashtextextended(${scan.id}, 0))`.execute(trx);
  const ticket = await lockedTicket(trx, scan.ticketId);
  if (!ticket) return { result: 'unknown' };
  const before = await scanById(trx, scan.id);
  // An id that another ticket has is a scanner gone wrong; its word about this one counts for nothing.
  if (before) return before.ticket_id === scan.ticketId ? await told(trx, before) : { result: 'unknown' };

  const scannedAt = await momentOf(trx, scan.at, ticket.issuedAt);
  const isOver = scan.serial !== ticket.serial || ticket.state === 'void';
  if (isOver) {
    await keepScan(trx, scan, scannedAt, 'void');
    return { result: 'void' };
  }
  const inside = ticket.checkedInAt && { at: ticket.checkedInAt, door: ticket.door ?? '' };
  if (inside && inside.at <= scannedAt) {
    await keepScan(trx, scan, scannedAt, 'already');
    return { result: 'already', ...inside };
  }
  if (inside) await endEntry(trx, scan.ticketId, 'overtaken');
  await keepScan(trx, scan, scannedAt, 'in');
  await trx
    .updateTable('ticket')
    .set({ state: 'used', checked_in_at: scannedAt, door: scan.door })
    .where('id', '=', scan.ticketId)
    .execute();
  return { result: 'in', at: scannedAt, door: scan.door, ...(inside && { again: inside }) };
}

/**
 * Takes a check-in back that was a mistake: the ticket opens the door again, or none where its order is not paid any more.
 * False where nobody was let in with it. Call it in a transaction.
 */
export async function undoCheckIn(trx: Transaction<Database>, ticketId: string): Promise<boolean> {
  const ticket = await lockedTicket(trx, ticketId);
  if (ticket?.state !== 'used') return false;
  await endEntry(trx, ticketId, 'undone');
  await sql`
    update ticket set checked_in_at = null, door = null,
      state = case when "order".state = 'issued' then 'valid' else 'void' end
    from "order" where "order".id = ticket.order_id and ticket.id = ${ticketId}`.execute(trx);
  return true;
}

/** Entries of this scanner that turned out to be second ones: another door had let the ticket in before. */
export async function overtakenScans(
  db: Kysely<Database>,
  ask: { readonly saleId: string; readonly device: string },
): Promise<({ scanId: string; ticketId: string; scannedAt: Date } & Elsewhere)[]> {
  return await db
    .selectFrom('ticket_scan as scan')
    .innerJoin('ticket', 'ticket.id', 'scan.ticket_id')
    .select(['scan.id as scanId', 'ticket.id as ticketId', 'scan.at as scannedAt'])
    .select(sql<Date>`coalesce(ticket.checked_in_at, scan.at)`.as('at'))
    .select(sql<string>`coalesce(ticket.door, '')`.as('door'))
    .where('scan.outcome', '=', 'overtaken')
    .where('scan.device', '=', ask.device)
    .where('ticket.sale_id', '=', ask.saleId)
    .where('scan.received_at', '>', sql<Date>`now() - interval '1 day'`)
    .orderBy('scan.received_at', 'desc')
    .limit(OVERTAKEN_SHOWN)
    .execute();
}
/** One of them is a talk with somebody at a gate; nobody holds a hundred at once. */
const OVERTAKEN_SHOWN = 100;

/** Nobody changes it until the transaction ends. */
async function lockedTicket(trx: Kysely<Database>, ticketId: string) {
  return await trx
    .selectFrom('ticket')
    .select(['state', 'serial', 'issued_at as issuedAt', 'checked_in_at as checkedInAt', 'door'])
    .where('id', '=', ticketId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/**
 * When it was scanned, within what can be. Asked behind the lock, in a statement of its own: a moment from before it could
 * make a scan that waited earlier than the one it waited for, and both would be let in.
 */
async function momentOf(trx: Kysely<Database>, at: Date | null, issuedAt: Date): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select greatest(${issuedAt}::timestamptz, least(coalesce(${at}::timestamptz, now), now)) as at
    from clock_timestamp() as now`.execute(trx);
  return rows[0]?.at ?? issuedAt;
}

async function scanById(trx: Kysely<Database>, id: string) {
  return await trx
    .selectFrom('ticket_scan')
    .select(['ticket_id', 'outcome', 'at', 'door'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A scan that is here already: what became of it. */
async function told(
  trx: Kysely<Database>,
  scan: { ticket_id: string; outcome: ScanOutcome; at: Date; door: string },
): Promise<CheckIn> {
  if (scan.outcome === 'void') return { result: 'void' };
  if (scan.outcome === 'in' || scan.outcome === 'undone')
    return { result: 'in', at: scan.at, door: scan.door };
  const entry = await trx
    .selectFrom('ticket')
    .select(['checked_in_at', 'door'])
    .where('id', '=', scan.ticket_id)
    .executeTakeFirst();
  return { result: 'already', at: entry?.checked_in_at ?? scan.at, door: entry?.door ?? scan.door };
}

async function keepScan(
  trx: Kysely<Database>,
  { id, ticketId, serial, door, device, staffId }: Scan,
  at: Date,
  outcome: ScanOutcome,
): Promise<void> {
  const row = { id, serial, at, door, device, outcome, ticket_id: ticketId, staff_id: staffId };
  await trx.insertInto('ticket_scan').values(row).execute();
}

async function endEntry(
  trx: Kysely<Database>,
  ticketId: string,
  outcome: 'overtaken' | 'undone',
): Promise<void> {
  await trx
    .updateTable('ticket_scan')
    .set({ outcome })
    .where('ticket_id', '=', ticketId)
    .where('outcome', '=', 'in')
    .execute();
}
