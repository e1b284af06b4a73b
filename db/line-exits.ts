/**
 * Who left a line: journaled before Redis is told, so that an old receipt never brings a place back that was given up
 * (LIN-8). A place taken later by the same visitor has a larger number and is not touched.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

export interface Exit {
  readonly entryId: string;
  /** The place given up. */
  readonly number: number;
}

export async function journalExits(
  db: Kysely<Database>,
  saleId: string,
  exits: readonly Exit[],
): Promise<void> {
  if (exits.length === 0) return;
  await sql`
    insert into line_exit (sale_id, visitor_id, number)
    select ${saleId}, entry, max(number)
    from unnest(${exits.map((exit) => exit.entryId)}::text[], ${exits.map((exit) => exit.number)}::bigint[]) as gone (entry, number)
    group by entry
    on conflict (sale_id, visitor_id)
    do update set number = greatest(line_exit.number, excluded.number), at = now()
  `.execute(db);
}

/** Where there are no numbers an exit says no more than that somebody is gone: who comes again is not. */
export async function forgetExits(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('line_exit')
    .where('sale_id', '=', saleId)
    .where(sql<boolean>`visitor_id = any(${entryIds}::text[])`)
    .execute();
}

/** The largest number each of these visitors gave up; who never left is absent. */
export async function exitsOf(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('line_exit')
    .select(['visitor_id', 'number'])
    .where('sale_id', '=', saleId)
    .where(sql<boolean>`visitor_id = any(${entryIds}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.visitor_id, row.number]));
}

/** All exits of a sale, for the rebuild; `after` pages through them by visitor. */
export async function exitsAfter(
  db: Kysely<Database>,
  saleId: string,
  after: string,
  countMax: number,
): Promise<Exit[]> {
  const rows = await db
    .selectFrom('line_exit')
    .select(['visitor_id', 'number'])
    .where('sale_id', '=', saleId)
    .where('visitor_id', '>', after)
    .orderBy('visitor_id')
    .limit(countMax)
    .execute();
  return rows.map((row) => ({ entryId: row.visitor_id, number: row.number }));
}
