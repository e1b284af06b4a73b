/**
 * Who has a ticket: its buyer by the order's key or account, or whoever it was passed on to by the key of that transfer.
 * Anybody else, staff too, is told that there is nothing (TIC-7).
 */
import type { Context } from 'hono';
import { type TransferRecord, transferById } from '../db/ticket-transfers.ts';
import { type TicketRow, ticketById } from '../db/tickets.ts';
import { Refused } from '../domain/refusals.ts';
import { isTransferKey } from '../tokens/transfer-key.ts';
import type { Deps } from './deps.ts';
import { whoMayReadOrder } from './identity.ts';

/** The ticket, for whoever has it now. Whoever has given it away may not act for it any more. */
export async function heldTicket(deps: Deps, c: Context, ticketId: string): Promise<TicketRow> {
  const ticket = await ticketById(deps.db, ticketId);
  if (!ticket) throw new Refused('not_found');
  const { holder_transfer_id: transferId, order_id: orderId } = ticket;
  if (transferId !== null && hasTransferKey(deps, c, transferId)) return ticket;
  await mustBeBuyer(deps, c, orderId);
  if (transferId !== null) throw new Refused('ticket_not_transferable');
  return ticket;
}

/** The transfer, for whom its letter was written. */
export async function ownTransfer(deps: Deps, c: Context, transferId: string): Promise<TransferRecord> {
  if (!hasTransferKey(deps, c, transferId)) throw new Refused('not_found');
  const transfer = await transferById(deps.db, transferId);
  if (!transfer) throw new Refused('not_found');
  return transfer;
}

export async function mustBeBuyer(deps: Deps, c: Context, orderId: string): Promise<void> {
  if ((await whoMayReadOrder(deps, c, orderId)) !== 'buyer') throw new Refused('not_found');
}

function hasTransferKey({ ring }: Deps, c: Context, transferId: string): boolean {
  const key = c.req.header('usher-transfer-key');
  return key !== undefined && isTransferKey(ring, transferId, key);
}
