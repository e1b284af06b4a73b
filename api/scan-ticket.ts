/**
 * A scan at a door: what was read or typed becomes a ticket, and the ticket is let in, or not (DOR-1). Check-in by a scanner
 * with a network and the batch of one without go the same way.
 */
import { recordAct, staffActor } from '../db/audit.ts';
import { type CheckIn, checkIn } from '../db/check-ins.ts';
import { worksAtDoor } from '../db/doors.ts';
import { ticketById, ticketsByIdEnd } from '../db/tickets.ts';
import { Refused } from '../domain/refusals.ts';
import { isTicketCode, readTicketCode } from '../tokens/ticket-code.ts';
import { readTicketToken, ticketJwks } from '../tokens/ticket-token.ts';
import type { ApiEnv, Deps } from './deps.ts';

type Member = ApiEnv['Variables']['staff'];

export interface ScanAsk {
  readonly id: string;
  /** The token of a QR code, or a typed code. */
  readonly shown: string;
  readonly door: string;
  readonly device: string;
  readonly at: Date | null;
  /** The sale whose door it is; null where the scanner is for any. */
  readonly saleId: string | null;
}

export interface Scanned {
  readonly said: CheckIn;
  readonly ticketId?: string;
  readonly tierId?: string;
  /** A true ticket, of another sale than this door's. */
  readonly otherSaleId?: string;
}

/** Everybody who may let in, anywhere; of the role `door` only where they work. */
export async function mustWorkAtDoor({ db }: Pick<Deps, 'db'>, { id, role }: Member, saleId: string) {
  if (role === 'door' && !(await worksAtDoor(db, { saleId, staffId: id }))) throw new Refused('not_allowed');
}

export async function scanTicket(deps: Deps, staff: Member, ask: ScanAsk): Promise<Scanned> {
  const shown = await readShown(deps, ask.shown);
  if (shown && ask.saleId === null) await mustWorkAtDoor(deps, staff, shown.saleId);
  const isElsewhere = shown !== null && ask.saleId !== null && shown.saleId !== ask.saleId;
  return await deps.db.transaction().execute(async (trx): Promise<Scanned> => {
    const { id, door, device, at } = ask;
    const said: CheckIn =
      shown && !isElsewhere
        ? await checkIn(trx, { ...shown, id, door, device, at, staffId: staff.id })
        : { result: 'unknown' };
    await recordAct(trx, {
      actor: staffActor(staff.id),
      act: 'ticket.checkIn',
      saleId: said.result === 'unknown' ? ask.saleId : (shown?.saleId ?? null),
      detail: { ticketId: shown?.ticketId ?? null, door, device, result: said.result, scanId: id },
    });
    if (!shown) return { said };
    const { ticketId, tierId, saleId } = shown;
    return { said, ticketId, tierId, ...(isElsewhere && { otherSaleId: saleId }) };
  });
}

interface Shown {
  readonly ticketId: string;
  readonly serial: number;
  readonly saleId: string;
  readonly tierId: string;
}

/** Null for what is no ticket of ours. A typed code of an earlier holder is read too, and says so by its serial. */
async function readShown({ db, ring }: Deps, text: string): Promise<Shown | null> {
  const claims = await readTicketToken(ticketJwks(ring), text);
  if (claims) {
    const { ticketId, serial } = claims;
    const ticket = await ticketById(db, ticketId);
    return ticket && { ticketId, serial, tierId: ticket.tier_id, saleId: ticket.sale_id };
  }
  const typed = readTicketCode(text);
  for (const ticket of typed ? await ticketsByIdEnd(db, typed.idEnd) : []) {
    for (let serial = ticket.serial; typed && serial >= 1; serial--)
      if (isTicketCode(ring, { ticketId: ticket.id, serial }, typed))
        return { ticketId: ticket.id, serial, saleId: ticket.sale_id, tierId: ticket.tier_id };
  }
  return null;
}
