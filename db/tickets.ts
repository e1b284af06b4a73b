/**
 * Tickets: one row a unit that was paid for. UNIQUE (order, line, unit) makes issuing twice the same as once (TIC-1).
 *
 * Issuing, voiding and checking in are guarded updates on the rows themselves, so it does not matter who comes first: a
 * ticket that was given back never opens a door, and a door opens once (TIC-4).
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
 * Issues what a paid order has bought: tickets (`paid` → `issued`), or for goods the word to pack them (`paid` →
 * `preparing`). Call it in a transaction. False where the order is no longer, or not yet, `paid`: nothing is done then.
 */
export async function issueTickets(
  trx: Kysely<Database>,
  orderId: string,
  chance: Chance = systemChance,
): Promise<boolean> {
  const order = await trx
    .selectFrom('order')
    .innerJoin('sale', 'sale.id', 'order.sale_id')
    .select(['order.id', 'order.sale_id', 'order.state', 'sale.fulfilment'])
    .where('order.id', '=', orderId)
    .forUpdate('order')
    .executeTakeFirst();
  const isTicket = order?.fulfilment === 'ticket';
  const next = nextOrderState('paid', isTicket ? 'issue' : 'prepare');
  if (order?.state !== 'paid' || next === null) return false;

  if (isTicket) {
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
  }
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

/** The order gives its units back: what was not used opens no door any more. */
export async function voidTickets(trx: Kysely<Database>, orderId: string): Promise<void> {
  await trx
    .updateTable('ticket')
    .set({ state: 'void' })
    .where('order_id', '=', orderId)
    .where('state', '=', 'valid')
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
