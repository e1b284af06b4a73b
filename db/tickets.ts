/**
 * Tickets: one row a unit that was paid for. UNIQUE (order, line, unit) makes issuing twice the same as once
 * (TIC-1).
 *
 * Checking in is one guarded update, so it does not matter who comes first: a ticket that was given back
 * opens no door, and each one opens a door once (TIC-2). Voiding is the writer's: it happens with the refund,
 * in one transaction.
 */
import { type Kysely, sql } from 'kysely';
import { nextOrderState } from '../domain/order-lifecycle.ts';
import { type Chance, newId, systemChance } from '../runtime/chance.ts';
import type { Database } from './schema.ts';

export interface TicketRow {
  readonly id: string;
  readonly sale_id: string;
  readonly order_id: string;
  readonly tier_id: string;
  readonly state: 'valid' | 'void' | 'used';
}

/**
 * Issues the tickets of a paid order (`paid` → `issued`). Call it in a transaction. False where the order is
 * not yet, or no longer, `paid`: nothing is done then.
 */
export async function issueTickets(
  trx: Kysely<Database>,
  orderId: string,
  chance: Chance = systemChance,
): Promise<boolean> {
  const order = await trx
    .selectFrom('order')
    .select(['id', 'sale_id', 'state'])
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst();
  const next = nextOrderState('paid', 'issue');
  if (order?.state !== 'paid' || next === null) return false;

  const lines = await trx.selectFrom('order_line').selectAll().where('order_id', '=', orderId).execute();
  const rows = lines.flatMap(({ line_no, tier_id, quantity }) =>
    Array.from({ length: quantity }, (_, unit) => ({
      id: newId('tic', chance),
      sale_id: order.sale_id,
      order_id: orderId,
      line_no,
      unit_no: unit + 1,
      tier_id,
    })),
  );
  await trx
    .insertInto('ticket')
    .values(rows)
    .onConflict((on) => on.columns(['order_id', 'line_no', 'unit_no']).doNothing())
    .execute();
  await trx.updateTable('order').set({ state: next }).where('id', '=', orderId).execute();
  return true;
}

export async function ticketsOf(db: Kysely<Database>, orderId: string): Promise<TicketRow[]> {
  return await db
    .selectFrom('ticket')
    .select(['id', 'sale_id', 'order_id', 'tier_id', 'state'])
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .orderBy('unit_no')
    .execute();
}

export type CheckIn =
  | { readonly result: 'in' | 'already'; readonly at: Date; readonly door: string | null }
  | { readonly result: 'void' | 'unknown' };

/** One of two doors that scan the same ticket at once says `in`, the other `already`. */
export async function checkIn(
  db: Kysely<Database>,
  { ticketId, door }: { readonly ticketId: string; readonly door: string },
): Promise<CheckIn> {
  const entered = await db
    .updateTable('ticket')
    .set({ state: 'used', checked_in_at: sql<Date>`now()`, door })
    .where('id', '=', ticketId)
    .where('state', '=', 'valid')
    .returning('checked_in_at')
    .executeTakeFirst();
  if (entered?.checked_in_at) return { result: 'in', at: entered.checked_in_at, door };

  const ticket = await db
    .selectFrom('ticket')
    .select(['state', 'checked_in_at', 'door'])
    .where('id', '=', ticketId)
    .executeTakeFirst();
  if (!ticket) return { result: 'unknown' };
  if (ticket.checked_in_at) return { result: 'already', at: ticket.checked_in_at, door: ticket.door };
  return { result: 'void' };
}
