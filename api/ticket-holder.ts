/**
 * Who has a ticket: its buyer by the order's key or account, or whoever it was passed on to by the key of that transfer, or
 * by the account that proved the address which it was passed on to (TIC-13). Anybody else, staff too, is told that there is
 * nothing (TIC-7).
 */
import type { Context } from 'hono';
import { type TransferRecord, transferById } from '../db/ticket-transfers.ts';
import { type TicketRow, ticketById } from '../db/tickets.ts';
import { Refused } from '../domain/refusals.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { blindIndex } from '../runtime/seal.ts';
import { openPerson } from '../tokens/sealed-person.ts';
import { openReceiver } from '../tokens/sealed-receiver.ts';
import { isTransferKey } from '../tokens/transfer-key.ts';
import type { ApiEnv, Deps } from './deps.ts';
import { accountIfAny, whoMayReadOrder } from './identity.ts';

type Account = Pick<ApiEnv['Variables']['account'], 'id' | 'emailSealed'>;

/** The ticket, for whoever has it now. Whoever has given it away may not act for it any more. */
export async function heldTicket(deps: Deps, c: Context, ticketId: string): Promise<TicketRow> {
  const ticket = await ticketById(deps.db, ticketId);
  if (!ticket) throw new Refused('not_found');
  const { holder_transfer_id: transferId, order_id: orderId } = ticket;
  if (transferId !== null && (await isReceiver(deps, c, transferId))) return ticket;
  await mustBeBuyer(deps, c, orderId);
  if (transferId !== null) throw new Refused('ticket_not_transferable');
  return ticket;
}

/** The transfer, for whom its letter was written. */
export async function ownTransfer(deps: Deps, c: Context, transferId: string): Promise<TransferRecord> {
  const transfer = (await isReceiver(deps, c, transferId)) ? await transferById(deps.db, transferId) : null;
  if (!transfer) throw new Refused('not_found');
  return transfer;
}

export async function mustBeBuyer(deps: Deps, c: Context, orderId: string): Promise<void> {
  if ((await whoMayReadOrder(deps, c, orderId)) !== 'buyer') throw new Refused('not_found');
}

/** Of the address that was proven when the account was made. */
export const emailIndexOf = (ring: KeyRing, { id, emailSealed }: Account): string =>
  blindIndex(ring, openPerson(ring, id, 'email', emailSealed));

async function isReceiver(deps: Deps, c: Context, transferId: string): Promise<boolean> {
  const { ring } = deps;
  const key = c.req.header('usher-transfer-key');
  if (key !== undefined && isTransferKey(ring, transferId, key)) return true;
  const account = await accountIfAny(deps, c);
  const transfer = account && (await transferById(deps.db, transferId));
  if (!account || !transfer) return false;
  const { email } = openReceiver(ring, transferId, transfer.receiverSealed);
  return blindIndex(ring, email) === emailIndexOf(ring, account);
}
