/** The place that is an account's although it was taken without it (ACC-7): the better of two, kept at signing in. */
import { type Kysely, sql } from 'kysely';
import type { EntryId } from '../domain/entry-id.ts';
import type { Database } from './schema.ts';

/** Null: the account stands, or would stand, at the entry that is computed from it. */
export async function placeOfAccount(
  db: Kysely<Database>,
  saleId: string,
  accountEntry: EntryId,
): Promise<EntryId | null> {
  const row = await db
    .selectFrom('account_place')
    .select('visitor_id')
    .where('sale_id', '=', saleId)
    .where('account_visitor_id', '=', accountEntry)
    .executeTakeFirst();
  return row?.visitor_id ?? null;
}

export interface AccountPlace {
  readonly saleId: string;
  /** The entry that is computed from the account. */
  readonly accountEntry: EntryId;
  /** What it was when it was compared with the other place. */
  readonly was: EntryId;
  readonly entryId: EntryId;
}

/**
 * False where another device has kept another place meanwhile: then both are to be compared again. Without it two who sign
 * in at once would each keep their own.
 */
export async function keepAccountPlace(db: Kysely<Database>, place: AccountPlace): Promise<boolean> {
  const { saleId, accountEntry, was, entryId } = place;
  const { rows } = await sql`
    insert into account_place (sale_id, account_visitor_id, visitor_id)
    values (${saleId}, ${accountEntry}, ${entryId})
    on conflict (sale_id, account_visitor_id) do update set visitor_id = excluded.visitor_id, at = now()
      where account_place.visitor_id in (${was}, excluded.visitor_id)
    returning visitor_id
  `.execute(db);
  return rows.length > 0;
}
