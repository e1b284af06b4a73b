/**
 * Registrations of raffles and reserve lists: kept in PostgreSQL first, because nobody stays connected for days (RAF-1,
 * RAF-3). The line in Redis is told afterwards and can be told again from here at any time.
 *
 * Whatever depends on whether registration is still open holds the sale's row FOR SHARE: the freeze, which updates it,
 * comes after all of them, and nobody registers after it.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { lineIsSoldOut } from './promised.ts';
import type { Database } from './schema.ts';
import type { ReserveState } from './schema-fairness.ts';

/** An entry of a list, as the line is told of it. */
export interface ListEntry {
  readonly entryId: string;
  readonly state: ReserveState;
  /** The index of a registration; null for who came to the list otherwise. */
  readonly lobbyIndex: number | null;
  /** The place in the list; null before the draw. */
  readonly number: number | null;
}

const columns = ['visitor_id as entryId', 'state', 'lobby_index as lobbyIndex', 'number'] as const;

/**
 * Registers whoever is not yet registered, while registration lasts, and answers everybody of them who stands on the list
 * in whatever state. Twice at once is one registration.
 */
export async function register(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<ListEntry[]> {
  return await db.transaction().execute(async (trx) => {
    if (await isRegistering(trx, saleId)) await addRegistrations(trx, saleId, [...new Set(entryIds)]);
    return await listEntries(trx, saleId, entryIds);
  });
}

/** Indexes are handed out under the lock of the sale's counter, so that there are no gaps to explain. */
async function addRegistrations(trx: Transaction<Database>, saleId: string, entryIds: readonly string[]) {
  const numberEnd = await lockNumbers(trx, saleId);
  const { rows } = await sql<{ count: number }>`
    with fresh as (
      select entry, row_number() over (order by place) as nth
      from unnest(${entryIds}::text[]) with ordinality as asked (entry, place)
      where not exists (select from reserve_entry where sale_id = ${saleId} and visitor_id = entry and state <> 'left')
    ), added as (
      insert into reserve_entry (sale_id, visitor_id, origin, lobby_index, state)
      select ${saleId}, entry, 'raffle', ${numberEnd}::bigint + nth, 'registered' from fresh
      on conflict (sale_id, visitor_id) do update
        set state = 'registered', origin = 'raffle', lobby_index = excluded.lobby_index, number = null, at = now()
      returning 1
    )
    select count(*)::int as count from added`.execute(trx);
  await moveNumbers(trx, saleId, numberEnd + (rows[0]?.count ?? 0));
}

/** Whoever holds this row hands out the sale's numbers. Answers the last one handed out. */
async function lockNumbers(trx: Transaction<Database>, saleId: string): Promise<number> {
  const { rows } = await sql<{ number_end: number }>`
    insert into line_numbers (sale_id, number_end) values (${saleId}, 0)
    on conflict (sale_id) do update set number_end = line_numbers.number_end
    returning number_end`.execute(trx);
  return rows[0]?.number_end ?? 0;
}

const moveNumbers = (trx: Transaction<Database>, saleId: string, numberEnd: number) =>
  trx.updateTable('line_numbers').set({ number_end: numberEnd }).where('sale_id', '=', saleId).execute();

async function isRegistering(trx: Transaction<Database>, saleId: string): Promise<boolean> {
  const { rows } = await sql<{ is_open: boolean }>`
    select mode = 'raffle' and state = 'lobby' and frozen_at is null
      and coalesce(coalesce(registration_closes_at, opens_at) > clock_timestamp(), true) as is_open
    from sale where id = ${saleId} for share`.execute(trx);
  return rows[0]?.is_open ?? false;
}

/** The raffle has opened: who is registered waits on its list. */
export async function isDrawn(db: Kysely<Database>, saleId: string): Promise<boolean> {
  const sale = await db.selectFrom('sale').select('state').where('id', '=', saleId).executeTakeFirstOrThrow();
  return sale.state !== 'draft' && sale.state !== 'lobby';
}

/** Those of these visitors who are on the list or were. */
export async function listEntries(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<ListEntry[]> {
  return await db
    .selectFrom('reserve_entry')
    .select(columns)
    .where('sale_id', '=', saleId)
    .where(sql<boolean>`visitor_id = any(${entryIds}::text[])`)
    .execute();
}

export interface ListWish {
  readonly entryId: string;
  /** The place in the line that is given up for it: the list is asked in the order of the line. 0: none. */
  readonly placeNumber: number;
  readonly contactSealed: string;
  readonly language: 'ko' | 'en';
}

/**
 * Puts somebody on the list of a sale that can be asked for it, or changes the address of who waits on it already. A
 * place of the line keeps its order; who has none, or comes back, stands at the end. Null: the list cannot be joined.
 */
export async function joinList(
  db: Kysely<Database>,
  saleId: string,
  { entryId, placeNumber, contactSealed, language }: ListWish,
): Promise<ListEntry | null> {
  return await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ is_open: boolean }>`
      select ${lineIsSoldOut}
        or (mode = 'raffle' and state in ('open', 'paused', 'soldOut')) as is_open
      from sale where id = ${saleId} for share`.execute(trx);
    await lockNumbers(trx, saleId);
    const [before] = await listEntries(trx, saleId, [entryId]);
    const isOnIt = before?.state === 'waiting' || before?.state === 'registered';
    if (!isOnIt && (!rows[0]?.is_open || (await hasTurn(trx, saleId, entryId)))) return null;
    const contact = { contact_sealed: contactSealed, language };
    if (isOnIt) {
      await trx
        .updateTable('reserve_entry')
        .set(contact)
        .where('sale_id', '=', saleId)
        .where('visitor_id', '=', entryId)
        .execute();
      return before;
    }
    const number = await numberFor(trx, saleId, before ? 0 : placeNumber);
    const origin = 'soldOut' as const; // Also of a raffle's: its number is not a drawn one.
    const entry = { ...contact, origin, number, state: 'waiting' as const, at: sql<Date>`now()` };
    await trx
      .insertInto('reserve_entry')
      .values({ ...entry, sale_id: saleId, visitor_id: entryId, lobby_index: null, secret_hash: null })
      .onConflict((on) => on.columns(['sale_id', 'visitor_id']).doUpdateSet(entry))
      .execute();
    return { entryId, state: 'waiting', lobbyIndex: before?.lobbyIndex ?? null, number };
  });
}

async function hasTurn(trx: Transaction<Database>, saleId: string, entryId: string): Promise<boolean> {
  const live = await trx
    .selectFrom('admission')
    .select('id')
    .where('sale_id', '=', saleId)
    .where('visitor_id', '=', entryId)
    .where('state', 'in', ['called', 'shopping'])
    .executeTakeFirst();
  return live !== undefined;
}

/** The place's own number where nobody on the list has it, otherwise one behind everything that was handed out. */
async function numberFor(trx: Transaction<Database>, saleId: string, placeNumber: number): Promise<number> {
  const { rows } = await sql<{ is_free: boolean; last: number }>`
    select not exists (select from reserve_entry where sale_id = ${saleId} and number = ${placeNumber}) as is_free,
      greatest((select number_end from line_numbers where sale_id = ${saleId}),
               (select coalesce(max(number), 0) from reserve_entry where sale_id = ${saleId}),
               (select coalesce(draw_size, 0) from sale where id = ${saleId})) as last`.execute(trx);
  const { is_free: isFree = false, last = 0 } = rows[0] ?? {};
  if (placeNumber > 0 && isFree) return placeNumber;
  // Of the line's own numbers, so that no place of the line is ever given the same one.
  await moveNumbers(trx, saleId, last + 1);
  return last + 1;
}

/**
 * Takes visitors off the list. A registration that is given up before the freeze leaves its index empty; after it the
 * index stays in the draw, and its number is passed by. Answers whose place on a list it was.
 */
export async function leaveList(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<string[]> {
  const known = await listEntries(db, saleId, entryIds);
  if (known.length === 0) return []; // As a rule there is no list.
  return await db.transaction().execute(async (trx) => {
    const sale = await sql<{ is_frozen: boolean }>`
      select frozen_at is not null as is_frozen from sale where id = ${saleId} for share`.execute(trx);
    const isFrozen = sale.rows[0]?.is_frozen ?? true;
    const { rows } = await sql<{ visitor_id: string }>`
      with mine as (
        select visitor_id from reserve_entry
        where sale_id = ${saleId} and visitor_id = any(${entryIds}::text[]) and state in ('registered', 'waiting', 'called')
        order by visitor_id for update
      )
      update reserve_entry as entry set state = 'left',
        lobby_index = case when ${isFrozen} then lobby_index end
      from mine where entry.sale_id = ${saleId} and entry.visitor_id = mine.visitor_id
      returning entry.visitor_id`.execute(trx);
    return rows.map((row) => row.visitor_id);
  });
}

/** Those of the list who have no turn yet, in pages by visitor: for the rebuild. */
export async function listAfter(
  db: Kysely<Database>,
  saleId: string,
  after: string,
  countMax: number,
): Promise<ListEntry[]> {
  return await db
    .selectFrom('reserve_entry')
    .select(columns)
    .where('sale_id', '=', saleId)
    .where('visitor_id', '>', after)
    .where('state', 'in', ['registered', 'waiting'])
    .orderBy('visitor_id')
    .limit(countMax)
    .execute();
}

/** The list in its order, in pages by number. */
export async function waitingAfter(
  db: Kysely<Database>,
  saleId: string,
  after: number,
  countMax: number,
): Promise<{ entryId: string; number: number }[]> {
  const rows = await db
    .selectFrom('reserve_entry')
    .select(['visitor_id', 'number'])
    .where('sale_id', '=', saleId)
    .where('state', '=', 'waiting')
    .where('number', '>', after)
    .orderBy('number')
    .limit(countMax)
    .execute();
  return rows.map((row) => ({ entryId: row.visitor_id, number: row.number ?? 0 }));
}
