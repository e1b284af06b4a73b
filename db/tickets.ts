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
 * Issues the tickets of paid orders (`paid` → `issued`). Call it in a transaction. Answers the orders it did; one that is
 * not yet, or no longer, `paid` is left as it is.
 */
export async function issueTickets(
  trx: Kysely<Database>,
  orderIds: readonly string[],
  chance: Chance = systemChance,
): Promise<string[]> {
  const next = nextOrderState('paid', 'issue');
  if (next === null) return [];
  const paid = await trx
    .selectFrom('order')
    .select('id')
    .where(sql<boolean>`id = any(${orderIds}::text[])`)
    .where('state', '=', 'paid')
    .orderBy('id') // Two at once lock in the same order, so that none waits in a circle.
    .forUpdate()
    .execute();
  const issued = paid.map(({ id }) => id);
  if (issued.length === 0) return [];

  const lines = await trx
    .selectFrom('order_line')
    .innerJoin('order', 'order.id', 'order_line.order_id')
    .select(['order_id', 'sale_id', 'line_no', 'tier_id', 'quantity'])
    .where(sql<boolean>`order_id = any(${issued}::text[])`)
    .execute();
  const rows = lines.flatMap(({ quantity, ...line }) =>
    Array.from({ length: quantity }, (_, unit) => ({
      ...line,
      id: newId('tic', chance),
      unit_no: unit + 1,
    })),
  );
  await trx
    .insertInto('ticket')
    .values(rows)
    .onConflict((on) => on.columns(['order_id', 'line_no', 'unit_no']).doNothing())
    .execute();
  await trx
    .updateTable('order')
    .set({ state: next })
    .where(sql<boolean>`id = any(${issued}::text[])`)
    .execute();
  return issued;
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
