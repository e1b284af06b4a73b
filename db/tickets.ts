/**
 * Tickets: one row a unit that was paid for. UNIQUE (order, line, unit) makes issuing twice the same as once (TIC-1).
 *
 * A ticket ends with its refund, in the refund's own transaction, whoever holds it by then (TIC-6). What a door does with
 * tickets is db/check-ins.ts, passing them on db/ticket-transfers.ts.
 */
import { CompiledQuery, type Kysely, sql } from 'kysely';
import { nextOrderState } from '../domain/order-lifecycle.ts';
import { type Chance, newId, systemChance } from '../runtime/chance.ts';
import type { Database } from './schema.ts';

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
    .select(['order_id', 'sale_id', 'line_no', 'tier_id'])
    // What a part gave back before there were tickets gets none (ORD-15).
    .select(sql<number>`quantity - refunded_quantity`.as('quantity'))
    .where(sql<boolean>`order_id = any(${issued}::text[])`)
    .execute();
  const units = lines.flatMap(({ quantity, ...line }) =>
    Array.from({ length: quantity }, (_, at) => ({ ...line, unit_no: at + 1 })),
  );
  // Lists and not rows of values: a text for each number of units would be read and planned anew each time.
  await sql`
    insert into ticket (id, order_id, sale_id, line_no, unit_no, tier_id)
    select * from unnest(
      ${units.map(() => newId('tic', chance))}::text[], ${units.map((unit) => unit.order_id)}::text[],
      ${units.map((unit) => unit.sale_id)}::text[], ${units.map((unit) => unit.line_no)}::integer[],
      ${units.map((unit) => unit.unit_no)}::integer[], ${units.map((unit) => unit.tier_id)}::text[])
    on conflict (order_id, line_no, unit_no) do nothing
  `.execute(trx);
  await trx
    .updateTable('order')
    .set({ state: next })
    .where(sql<boolean>`id = any(${issued}::text[])`)
    .execute();
  return issued;
}

export interface TicketRow {
  readonly id: string;
  readonly sale_id: string;
  readonly order_id: string;
  readonly tier_id: string;
  readonly state: 'valid' | 'void' | 'used';
  readonly serial: number;
  readonly checked_in_at: Date | null;
  readonly door: string | null;
  readonly holder_transfer_id: string | null;
}

const ticketColumns = [
  ...(['id', 'sale_id', 'order_id', 'tier_id', 'state', 'serial'] as const),
  ...(['checked_in_at', 'door', 'holder_transfer_id'] as const),
] as const;

export async function ticketById(db: Kysely<Database>, ticketId: string): Promise<TicketRow | null> {
  const query = db.selectFrom('ticket').select(ticketColumns).where('id', '=', ticketId);
  return (await query.executeTakeFirst()) ?? null;
}

/** In the order of their lines and units, which never changes. */
export async function ticketsOf(db: Kysely<Database>, orderId: string): Promise<TicketRow[]> {
  return await db
    .selectFrom('ticket')
    .select(ticketColumns)
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .orderBy('unit_no')
    .execute();
}

/** Tickets of any sale whose id ends so: what a typed code leads to. Few, and as a rule one. */
export async function ticketsByIdEnd(db: Kysely<Database>, idEnd: string): Promise<TicketRow[]> {
  return await db
    .selectFrom('ticket')
    .select(ticketColumns)
    .where(sql<boolean>`right(id, 8) = ${idEnd}`)
    .orderBy('id')
    .limit(ID_ENDS_MAX)
    .execute();
}
/** Of a million tickets some hundred share their end with another one; sixteen of one end are nobody's chance. */
const ID_ENDS_MAX = 16;

/** Units of one line of an order that go back. */
export interface UnitsBack {
  readonly orderId: string;
  readonly lineNo: number;
  readonly units: number;
}

/**
 * Ends as many valid tickets of a line as units go back: first those that the buyer still has, the last unit first. Answers
 * how many it ended. Fewer than asked means that somebody was let in with one meanwhile: roll back. Call it in the
 * transaction of the refund; whoever had been given one of them is written to.
 */
export async function voidTickets(trx: Kysely<Database>, ask: UnitsBack): Promise<number> {
  await trx
    .selectFrom('ticket')
    .select('id')
    .where('order_id', '=', ask.orderId)
    .orderBy('id') // The same order as everywhere (db/writer-orders.ts).
    .forNoKeyUpdate()
    .execute();
  const { text, values } = voidUnits([ask]);
  const { rows } = await trx.executeQuery<{ ended: number }>(CompiledQuery.raw(text, values));
  return rows[0]?.ended ?? 0;
}

export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** The same for the writer's own connection, which has locked the tickets: many at once, answering `ended`. */
export const voidUnits = (asks: readonly UnitsBack[]): Statement => ({
  name: 'tickets-void-units',
  text: `
    with ranked as (
      select ticket.id, ask.units, row_number() over (
        partition by ticket.order_id, ticket.line_no order by ticket.serial > 1, ticket.unit_no desc) as nth
      from unnest($1::text[], $2::integer[], $3::integer[]) as ask (order_id, line_no, units)
      join ticket using (order_id, line_no) where ticket.state = 'valid'
    ), ended as (
      update ticket set state = 'void' from ranked
      where ticket.id = ranked.id and nth <= ranked.units and ticket.state = 'valid'
      returning ticket.id, ticket.sale_id, ticket.holder_transfer_id
    ), ${tellHolders}
    select count(*)::integer as ended from ended`,
  values: [
    asks.map(({ orderId }) => orderId),
    asks.map(({ lineNo }) => lineNo),
    asks.map(({ units }) => units),
  ],
});

/** All valid tickets of these orders. */
export const voidOrders = (orderIds: readonly string[]): Statement => ({
  name: 'tickets-void-orders',
  text: `
    with ended as (
      update ticket set state = 'void' where order_id = any($1::text[]) and state = 'valid'
      returning id, sale_id, holder_transfer_id
    ), ${tellHolders}
    select count(*)::integer as ended from ended`,
  values: [orderIds],
});

/** Who paid gets the money; who was given the ticket hears that it is over, and so does whom it was on offer to. */
const tellHolders = `told as (
  insert into outbox (sale_id, topic, key, payload)
  select sale_id, 'mail', 'mail:ticket_void:' || holder_transfer_id,
    jsonb_build_object('kind', 'ticket_void', 'transferId', holder_transfer_id)
  from ended where holder_transfer_id is not null
  union all
  select sale_id, 'mail', 'mail:ticket_offer_void:' || transfer.id,
    jsonb_build_object('kind', 'ticket_offer_void', 'transferId', transfer.id)
  from ended join ticket_transfer as transfer on transfer.ticket_id = ended.id and transfer.state = 'offered'
  on conflict (key) do nothing)`;
