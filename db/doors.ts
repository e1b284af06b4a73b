/**
 * What a door needs of a sale: who may work there, how many are inside, and the list of its tickets for a scanner that will
 * have no network (DOR-5). The list names no person: ids, serials, states.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

export interface DoorCounts {
  /** Tickets that were let in, and those that may still come. */
  readonly inside: number;
  readonly awaited: number;
  readonly void: number;
}

/** With `version`: another one where any ticket of the sale has changed. Reads all of the sale's tickets. */
export async function doorCounts(
  db: Kysely<Database>,
  saleId: string,
): Promise<DoorCounts & { readonly version: string }> {
  const { rows } = await sql<DoorCounts & { version: string }>`
    select count(*) filter (where state = 'used') as inside, count(*) filter (where state = 'valid') as awaited,
      count(*) filter (where state = 'void') as void,
      count(*) || '.' || coalesce(sum(hashtextextended(
        concat_ws('|', id, serial, state, extract(epoch from checked_in_at), door), 0)::numeric), 0) as version
    from ticket where sale_id = ${saleId}`.execute(db);
  const [counts] = rows;
  if (!counts) throw new Error('a count has one row');
  return counts;
}

export interface DoorTicket {
  readonly id: string;
  readonly serial: number;
  readonly state: 'valid' | 'void' | 'used';
  readonly checkedInAt: Date | null;
  readonly door: string | null;
}

/** Every ticket of the sale, some at a time, in the order of their ids. What changes meanwhile has a newer version. */
export async function* doorTickets(
  db: Kysely<Database>,
  saleId: string,
  rowsAtOnce = ROWS_AT_ONCE,
): AsyncGenerator<DoorTicket[]> {
  let after = '';
  for (;;) {
    const rows = await db
      .selectFrom('ticket')
      .select(['id', 'serial', 'state', 'checked_in_at as checkedInAt', 'door'])
      .where('sale_id', '=', saleId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute();
    if (rows.length > 0) yield rows;
    if (rows.length < rowsAtOnce) return;
    after = rows.at(-1)?.id ?? '';
  }
}
/** Some 200 KB of answer: a piece that is quickly read, and few questions for a hall of fifty thousand. */
const ROWS_AT_ONCE = 2_000;

/** Whether this member of the role `door` works at the sale: a sale that names nobody has all of them. */
export async function worksAtDoor(
  db: Kysely<Database>,
  ask: { readonly saleId: string; readonly staffId: string },
): Promise<boolean> {
  const { rows } = await sql<{ works: boolean }>`
    select not exists (select from door_duty where sale_id = ${ask.saleId})
        or exists (select from door_duty where sale_id = ${ask.saleId} and staff_id = ${ask.staffId}) as works
  `.execute(db);
  return rows[0]?.works ?? false;
}

export async function doorStaff(db: Kysely<Database>, saleId: string): Promise<string[]> {
  const rows = db
    .selectFrom('door_duty')
    .select('staff_id')
    .where('sale_id', '=', saleId)
    .orderBy('staff_id');
  return (await rows.execute()).map(({ staff_id }) => staff_id);
}

/**
 * Whoever works there from now on, and nobody else of the role; an empty list means all of them. False: not all are staff.
 */
export async function setDoorStaff(
  trx: Transaction<Database>,
  saleId: string,
  staffIds: readonly string[],
): Promise<boolean> {
  // Two at once: the later one's list stands, whole.
  await trx.selectFrom('sale').select('id').where('id', '=', saleId).forUpdate().execute();
  const wanted = [...new Set(staffIds)];
  const known = await trx
    .selectFrom('staff')
    .select('id')
    .where(sql<boolean>`id = any(${wanted}::text[])`)
    .execute();
  if (known.length < wanted.length) return false;
  await trx.deleteFrom('door_duty').where('sale_id', '=', saleId).execute();
  if (wanted.length > 0) {
    const rows = wanted.map((staff_id) => ({ sale_id: saleId, staff_id }));
    await trx.insertInto('door_duty').values(rows).execute();
  }
  return true;
}

export interface DoorSale {
  readonly slug: string;
  readonly title: string;
  readonly venue: string | null;
  readonly starts_at: Date | null;
  readonly time_zone: string;
}

/** Sales of tickets that a door may open for now or soon, the next first; for this member alone where `staffId` is given. */
export async function doorSales(db: Kysely<Database>, staffId: string | null): Promise<DoorSale[]> {
  let query = db
    .selectFrom('sale')
    .select(['slug', 'title', 'venue', 'starts_at', 'time_zone'])
    .where('fulfilment', '=', 'ticket')
    .where('state', '!=', 'draft')
    .where(sql<boolean>`coalesce(starts_at > now() - interval '2 days', true)`)
    .where(sql<boolean>`exists (select from ticket where ticket.sale_id = sale.id)`)
    .orderBy(sql`starts_at nulls last`)
    .orderBy('slug')
    .limit(SALES_SHOWN);
  if (staffId !== null)
    query = query.where(sql<boolean>`(not exists (select from door_duty where sale_id = sale.id)
      or exists (select from door_duty where sale_id = sale.id and staff_id = ${staffId}))`);
  return await query.execute();
}
const SALES_SHOWN = 100;
