/**
 * Sealed columns, read and put back in pages by primary key (ACT-16). A text is put back only where it still is the one that
 * was read, so that whoever changes a row meanwhile wins, and dying at any point leaves rows that open.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

export interface ColumnOf {
  readonly table: string;
  readonly column: string;
  readonly key: readonly string[];
  readonly more?: readonly string[];
}

export interface SealedRow {
  /** The key's columns, and the others that were asked for. */
  readonly values: Readonly<Record<string, string>>;
  readonly sealed: string;
}

const list = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql`, `);
const names = (columns: readonly string[]) => columns.map((column) => sql`${sql.ref(column)}`);
const keyOf = ({ key }: ColumnOf, row: SealedRow) => key.map((column) => sql`${row.values[column] ?? ''}`);

/** Rows that are not sealed with this key, after this one. */
export async function sealedOtherwise(
  db: Kysely<Database>,
  column: ColumnOf,
  ask: { readonly kid: string; readonly after: SealedRow | null; readonly rows: number },
): Promise<SealedRow[]> {
  const text = sql.ref(column.column);
  const since = ask.after
    ? sql`and (${list(names(column.key))}) > (${list(keyOf(column, ask.after))})`
    : sql``;
  const { rows } = await sql<Record<string, string>>`
    select ${list(names([...column.key, ...(column.more ?? [])]))}, ${text} as " sealed"
    from ${sql.table(column.table)}
    where ${text} is not null and split_part(${text}, '.', 1) <> ${ask.kid} ${since}
    order by ${list(names(column.key))} limit ${ask.rows}`.execute(db);
  return rows.map(({ ' sealed': sealed = '', ...values }) => ({ values, sealed }));
}

/** False where the row has changed, or is gone. */
export async function putSealed(
  db: Kysely<Database>,
  column: ColumnOf,
  row: SealedRow,
  sealed: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table(column.table)} set ${sql.ref(column.column)} = ${sealed}
    where (${list(names(column.key))}) = (${list(keyOf(column, row))})
      and ${sql.ref(column.column)} = ${row.sealed}`.execute(db);
  return numAffectedRows === 1n;
}

/** How many texts of a column are sealed with which key. */
export async function countByKid(db: Kysely<Database>, column: ColumnOf): Promise<Map<string, number>> {
  const text = sql.ref(column.column);
  const { rows } = await sql<{ kid: string; n: number }>`
    select split_part(${text}, '.', 1) as kid, count(*)::int as n from ${sql.table(column.table)}
    where ${text} is not null group by 1`.execute(db);
  return new Map(rows.map(({ kid, n }) => [kid, n]));
}

/** Letters that have not gone out yet, by the key that their content is sealed with. */
export async function countLettersByKid(db: Kysely<Database>): Promise<Map<string, number>> {
  const { rows } = await sql<{ kid: string; n: number }>`
    select split_part(payload ->> 'sealed', '.', 1) as kid, count(*)::int as n from outbox
    where done_at is null and payload ? 'sealed' group by 1`.execute(db);
  return new Map(rows.map(({ kid, n }) => [kid, n]));
}
