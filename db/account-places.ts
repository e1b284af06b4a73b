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

export async function keepAccountPlace(
  db: Kysely<Database>,
  saleId: string,
  accountEntry: EntryId,
  entryId: EntryId,
): Promise<void> {
  await db
    .insertInto('account_place')
    .values({ sale_id: saleId, account_visitor_id: accountEntry, visitor_id: entryId })
    .onConflict((conflict) =>
      conflict
        .columns(['sale_id', 'account_visitor_id'])
        .doUpdateSet({ visitor_id: entryId, at: sql<Date>`now()` }),
    )
    .execute();
}
