/**
 * An account's basket and its wishlist (BAS-1, BAS-2): tiers with quantities, nothing else. Every change takes the account's
 * row first, so that of two at once the second sees what the first has done, and no list outgrows its bound.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { ListName, Wanted } from '../domain/basket.ts';
import { Refused } from '../domain/refusals.ts';
import type { Database } from './schema.ts';

/** An item with the names it can be shown by, whatever became of its sale. */
export interface ListedItem extends Wanted {
  readonly slug: string;
  readonly title: string;
  readonly name: string;
}

/** In the order in which they were put in. */
export async function itemsOf(
  db: Kysely<Database>,
  accountId: string,
  list: ListName,
): Promise<ListedItem[]> {
  return await db
    .selectFrom('basket_item')
    .innerJoin('tier', 'tier.id', 'basket_item.tier_id')
    .innerJoin('sale', 'sale.id', 'tier.sale_id')
    .select(['tier.id as tierId', 'basket_item.quantity', 'sale.slug', 'sale.title', 'tier.name'])
    .where('basket_item.account_id', '=', accountId)
    .where('basket_item.list', '=', list)
    .orderBy('basket_item.added_at')
    .orderBy('tier.id')
    .execute();
}

/** Sale and names of tiers, drafts' too; those that do not exist are left out. */
export async function tiersNamed(
  db: Kysely<Database>,
  tierIds: readonly string[],
): Promise<Omit<ListedItem, 'quantity'>[]> {
  if (tierIds.length === 0) return [];
  return await db
    .selectFrom('tier')
    .innerJoin('sale', 'sale.id', 'tier.sale_id')
    .select(['tier.id as tierId', 'sale.slug', 'sale.title', 'tier.name'])
    .where('tier.id', 'in', tierIds)
    .execute();
}

/** Makes the list what `change` says, which may refuse; nothing is changed then. */
export async function changeList(
  trx: Transaction<Database>,
  accountId: string,
  list: ListName,
  change: (before: readonly ListedItem[]) => readonly Wanted[],
): Promise<void> {
  await lockAccount(trx, accountId);
  const before = await itemsOf(trx, accountId, list);
  const after = change(before);
  const known = new Map(before.map(({ tierId, quantity }) => [tierId, quantity]));
  const kept = new Set(after.map(({ tierId }) => tierId));
  const gone = before.map(({ tierId }) => tierId).filter((tierId) => !kept.has(tierId));
  if (gone.length > 0)
    await trx
      .deleteFrom('basket_item')
      .where('account_id', '=', accountId)
      .where('list', '=', list)
      .where('tier_id', 'in', gone)
      .execute();
  const fresh = after.filter(({ tierId, quantity }) => known.get(tierId) !== quantity);
  if (fresh.length === 0) return;
  await trx
    .insertInto('basket_item')
    .values(fresh.map(({ tierId, quantity }) => ({ account_id: accountId, list, tier_id: tierId, quantity })))
    .onConflict((on) =>
      on
        .columns(['account_id', 'list', 'tier_id'])
        .doUpdateSet((eb) => ({ quantity: eb.ref('excluded.quantity') })),
    )
    .execute();
}

/** Changes of one account's lists take turns; an account that was deleted meanwhile gets none. */
export async function lockAccount(trx: Transaction<Database>, accountId: string): Promise<void> {
  const { rows } = await sql`
    select from account where id = ${accountId} and deleted_at is null for no key update`.execute(trx);
  if (rows.length === 0) throw new Refused('not_signed_in');
}

/** With the account's other personal data. Under its lock: a change that came at once is erased too, or refused. */
export async function eraseLists(trx: Transaction<Database>, accountId: string): Promise<void> {
  await lockAccount(trx, accountId);
  await trx.deleteFrom('basket_item').where('account_id', '=', accountId).execute();
  await trx.deleteFrom('basket_order').where('account_id', '=', accountId).execute();
}
