/**
 * The draw of a raffle in PostgreSQL (RAF-2): registration is frozen, then every registration gets its drawn number. Each
 * step may be repeated and comes to the same; the key between the two is the draw's own (db/draw.ts).
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Raffles whose registration has ended and whose registrations do not have their numbers yet. */
export async function rafflesToDraw(db: Kysely<Database>): Promise<{ id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    select id from sale
    where mode = 'raffle' and state = 'lobby' and coalesce(registration_closes_at, opens_at) <= now()
      and (draw_size is null or (draw_size > 0 and draw_key is null)
           -- With a limit it is one look into an index; an EXISTS would be answered by reading all registrations.
           or (select true from reserve_entry as entry
               where entry.sale_id = sale.id and entry.state = 'registered' limit 1))
    order by id`.execute(db);
  return rows;
}

/** Waits for everybody who is just registering; whoever comes afterwards is too late. Answers the last index. */
export async function freezeRegistrations(db: Kysely<Database>, saleId: string): Promise<number> {
  await sql`update sale set frozen_at = now() where id = ${saleId} and frozen_at is null`.execute(db);
  const { last } = await db
    .selectFrom('reserve_entry')
    .select(sql<number>`coalesce(max(lobby_index), 0)::float8`.as('last'))
    .where('sale_id', '=', saleId)
    .executeTakeFirstOrThrow();
  return last;
}

/** Who registered under these indexes, both included. After the freeze it never changes, whoever leaves. */
export async function registrationsBetween(
  db: Kysely<Database>,
  saleId: string,
  from: number,
  to: number,
): Promise<{ index: number; entryId: string }[]> {
  const rows = await db
    .selectFrom('reserve_entry')
    .select(['lobby_index', 'visitor_id'])
    .where('sale_id', '=', saleId)
    .where('lobby_index', '>=', from)
    .where('lobby_index', '<=', to)
    .orderBy('lobby_index')
    .execute();
  return rows.map((row) => ({ index: row.lobby_index ?? 0, entryId: row.visitor_id }));
}

/** Some of those who have no number yet. */
export async function undrawnRegistrations(
  db: Kysely<Database>,
  saleId: string,
  countMax: number,
): Promise<{ entryId: string; index: number }[]> {
  const rows = await db
    .selectFrom('reserve_entry')
    .select(['visitor_id', 'lobby_index'])
    .where('sale_id', '=', saleId)
    .where('state', '=', 'registered')
    .orderBy('lobby_index')
    .limit(countMax)
    .execute();
  return rows.map((row) => ({ entryId: row.visitor_id, index: row.lobby_index ?? 0 }));
}

/** Registrations become the list. Who left in the meantime stays out of it. */
export async function numberRegistrations(
  db: Kysely<Database>,
  saleId: string,
  drawn: readonly { readonly entryId: string; readonly number: number }[],
): Promise<void> {
  await sql`
    update reserve_entry as entry set number = drawn.number, state = 'waiting'
    from unnest(${drawn.map(({ entryId }) => entryId)}::text[], ${drawn.map(({ number }) => number)}::bigint[])
      as drawn (visitor_id, number)
    where entry.sale_id = ${saleId} and entry.visitor_id = drawn.visitor_id and entry.state = 'registered'`.execute(
    db,
  );
}
