/**
 * Suspects: who was asked for a check and why, and how it was cleared (ACC-10, ACC-12). Written before the place is taken,
 * so that nobody stands in the slow lane without a reason; cleared here first, and the line is told afterwards. Once
 * cleared is cleared for the whole sale. The cleared ones are the false alarms.
 */
import { type Kysely, sql } from 'kysely';
import type { CheckReason } from '../domain/protocol.ts';
import type { Database } from './schema.ts';

export interface LineCheckRow {
  readonly reason: CheckReason;
  readonly isCleared: boolean;
}

/** The check that this visitor has from now on, or has had already. */
export async function noteSuspect(
  db: Kysely<Database>,
  saleId: string,
  entryId: string,
  reason: CheckReason,
): Promise<LineCheckRow> {
  const { rows } = await sql<LineCheckRow>`
    insert into line_check (sale_id, visitor_id, reason) values (${saleId}, ${entryId}, ${reason})
    on conflict (sale_id, visitor_id) do update set reason = line_check.reason
    returning reason, cleared_at is not null as "isCleared"
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('an upsert answers its row');
  return row;
}

/** By visitor; who was never suspected is absent. */
export async function checksOf(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<Map<string, LineCheckRow>> {
  const { rows } = await sql<LineCheckRow & { entryId: string }>`
    select visitor_id as "entryId", reason, cleared_at is not null as "isCleared" from line_check
    where sale_id = ${saleId} and visitor_id = any(${entryIds}::text[])
  `.execute(db);
  return new Map(rows.map(({ entryId, ...row }) => [entryId, row]));
}

/** True where it was still to be cleared. The first way counts. */
export async function clearCheck(
  db: Kysely<Database>,
  saleId: string,
  entryId: string,
  by: 'work' | 'email' | 'staff',
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('line_check')
    .set({ cleared_at: sql<Date>`now()`, cleared_by: by })
    .where('sale_id', '=', saleId)
    .where('visitor_id', '=', entryId)
    .where('cleared_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export interface DoorPass {
  readonly saleId: string;
  readonly entryId: string;
  readonly reason: CheckReason;
  readonly by: 'work' | 'email';
}

/** Suspected and cleared in one, before there is a place. False where it was cleared already: the first way counts. */
export async function passAtDoor(
  db: Kysely<Database>,
  { saleId, entryId, reason, by }: DoorPass,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into line_check (sale_id, visitor_id, reason, cleared_at, cleared_by, at_door)
    values (${saleId}, ${entryId}, ${reason}, now(), ${by}, true)
    on conflict (sale_id, visitor_id) do update set cleared_at = excluded.cleared_at, cleared_by = excluded.cleared_by
    where line_check.cleared_at is null
  `.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** For the dashboard: how many were suspected, and how many of them wrongly. */
export async function checkCounts(
  db: Kysely<Database>,
  saleId: string,
): Promise<{ readonly suspects: number; readonly cleared: number }> {
  const { rows } = await sql<{ suspects: number; cleared: number }>`
    select count(*)::int as suspects, count(cleared_at)::int as cleared from line_check where sale_id = ${saleId}
  `.execute(db);
  return rows[0] ?? { suspects: 0, cleared: 0 };
}
