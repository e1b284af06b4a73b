/** The address book of an account: each address sealed as a whole, at most one of them the default (ACT-7). */
import type { Kysely, Transaction } from 'kysely';
import { ADDRESSES_MAX } from '../domain/limits.ts';
import type { Database } from './schema.ts';

export interface KeptAddress {
  readonly id: string;
  readonly sealed: string;
  readonly isDefault: boolean;
}

export async function addressesOf(db: Kysely<Database>, accountId: string): Promise<KeptAddress[]> {
  return await db
    .selectFrom('account_address')
    .select(['id', 'sealed', 'is_default as isDefault'])
    .where('account_id', '=', accountId)
    .orderBy('is_default', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
}

/**
 * Adds or replaces an address; the first one is the default. Answers `full` where the book is full and `none` where the
 * address is another account's: nothing is changed then.
 */
export async function keepAddress(
  trx: Transaction<Database>,
  accountId: string,
  address: KeptAddress,
): Promise<'kept' | 'full' | 'none'> {
  // Two requests of one account take turns, so that there is one default and no address above the bound.
  await trx.selectFrom('account').select('id').where('id', '=', accountId).forUpdate().execute();
  const book = await addressesOf(trx, accountId);
  const isThere = book.some(({ id }) => id === address.id);
  if (!isThere && book.length >= ADDRESSES_MAX) return 'full';
  const isDefault = address.isDefault || book.every(({ id, isDefault }) => id === address.id || !isDefault);
  if (isDefault)
    await trx
      .updateTable('account_address')
      .set({ is_default: false })
      .where('account_id', '=', accountId)
      .execute();
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('account_address')
    .values({ id: address.id, account_id: accountId, sealed: address.sealed, is_default: isDefault })
    .onConflict((on) =>
      on
        .column('id')
        .doUpdateSet({ sealed: address.sealed, is_default: isDefault })
        .where('account_address.account_id', '=', accountId),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? 'kept' : 'none';
}

/** False where there is none of this id. The newest of the others becomes the default where it was. */
export async function dropAddress(
  trx: Transaction<Database>,
  accountId: string,
  id: string,
): Promise<boolean> {
  await trx.selectFrom('account').select('id').where('id', '=', accountId).forUpdate().execute();
  const { numDeletedRows } = await trx
    .deleteFrom('account_address')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  const [next] = await addressesOf(trx, accountId);
  if (next && !next.isDefault)
    await trx.updateTable('account_address').set({ is_default: true }).where('id', '=', next.id).execute();
  return numDeletedRows === 1n;
}
