/**
 * Changes of an account's basket or wishlist, and what each may not do (BAS-1, BAS-2). Stock and limits are looked at where
 * something is put into the basket, so that nobody collects what is gone; who takes something out is never refused.
 */
import type { Transaction } from 'kysely';
import { changeList, itemsOf, type ListedItem, tiersNamed } from '../../../db/basket.ts';
import { settleBasketOrders } from '../../../db/basket-orders.ts';
import type { Database } from '../../../db/schema.ts';
import type { ListName, Wanted } from '../../../domain/basket.ts';
import { type BasketView, whyNotMore } from '../../../domain/basket-standing.ts';
import { LINE_QUANTITY_MAX, LIST_ITEMS_MAX } from '../../../domain/limits.ts';
import { Refused } from '../../../domain/refusals.ts';
import type { Deps } from '../../deps.ts';
import { basketView, type Sales, saleFacts, salesOf, unitsIn } from './basket-view.ts';

type ListDeps = Pick<Deps, 'db' | 'sales' | 'clock'>;

/** The list after a change, from the list before it and what was asked for. */
export type Change = (before: readonly ListedItem[], asked: readonly ListedItem[]) => readonly ListedItem[];

export async function listView(deps: ListDeps, accountId: string, list: ListName): Promise<BasketView> {
  await settleBasketOrders(deps.db, accountId);
  const items = await itemsOf(deps.db, accountId, list);
  const slugs = items.map(({ slug }) => slug);
  return basketView(items, await salesOf(deps, slugs));
}

/** Changes a list in a transaction of its own; refuses as `applyChange` does. */
export async function changeOwn(
  deps: ListDeps,
  accountId: string,
  list: ListName,
  asked: readonly Wanted[],
  change: Change,
): Promise<void> {
  await settleBasketOrders(deps.db, accountId);
  const facts = await factsFor(deps, asked);
  await deps.db.transaction().execute((trx) => applyChange(trx, { accountId, list, asked, facts, change }));
}

export interface Facts {
  readonly tiers: ReadonlyMap<string, Omit<ListedItem, 'quantity'>>;
  readonly sales: Sales;
}

/** What is known of the tiers that are asked for, before the list is taken. What nobody may see is not known. */
export async function factsFor(deps: ListDeps, asked: readonly Wanted[]): Promise<Facts> {
  const tierIds = [...new Set(asked.map(({ tierId }) => tierId))];
  const named = await tiersNamed(deps.db, tierIds);
  const slugs = named.map(({ slug }) => slug);
  const kept = await salesOf(deps, slugs);
  // A tier may be new, and the kept sale a second old.
  const isNew = ({ slug, tierId }: (typeof named)[number]) =>
    kept.has(slug) && !kept.get(slug)?.tiers.some(({ id }) => id === tierId);
  const outdated = [...new Set(named.filter(isNew).map(({ slug }) => slug))];
  await Promise.all(outdated.map((slug) => deps.sales.renew(slug)));
  const sales = outdated.length > 0 ? await salesOf(deps, slugs) : kept;
  const known = named.filter(({ slug }) => sales.has(slug));
  return { tiers: new Map(known.map((tier) => [tier.tierId, tier])), sales };
}

export interface ChangeAsked {
  readonly accountId: string;
  readonly list: ListName;
  readonly asked: readonly Wanted[];
  readonly facts: Facts;
  readonly change: Change;
}

/** Refuses with `invalid_request` (no such tier, list full), `sold_out`, `limit_reached` and `sale_not_open`. */
export async function applyChange(trx: Transaction<Database>, it: ChangeAsked): Promise<void> {
  await changeList(trx, it.accountId, it.list, (before) => {
    const after = it.change(before, named(it.asked, before, it.facts));
    if (after.length > LIST_ITEMS_MAX && after.length > before.length)
      throw new Refused('invalid_request', { detail: `A list holds ${LIST_ITEMS_MAX} items.` });
    if (after.some(({ quantity }) => quantity > LINE_QUANTITY_MAX)) throw new Refused('limit_reached');
    if (it.list === 'basket') refuseBeyondStock(before, after, it.facts.sales);
    return after;
  });
}

/** Names for what was asked; a tier that is gone is still known to a list that holds it. */
function named(asked: readonly Wanted[], before: readonly ListedItem[], { tiers }: Facts): ListedItem[] {
  return asked.map(({ tierId, quantity }, index) => {
    const known = tiers.get(tierId) ?? before.find((item) => item.tierId === tierId);
    if (known) return { ...known, quantity };
    const path = `items.${index}.tierId`;
    throw new Refused('invalid_request', { errors: [{ path, message: 'is no tier that is sold here' }] });
  });
}

/** Only what grows is looked at: an item whose sale sold out meanwhile does not stand in the way of the others. */
function refuseBeyondStock(before: readonly ListedItem[], after: readonly ListedItem[], sales: Sales): void {
  const known = new Map(before.map(({ tierId, quantity }) => [tierId, quantity]));
  for (const { tierId, slug, quantity } of after) {
    if (quantity <= (known.get(tierId) ?? 0)) continue;
    const sale = sales.get(slug);
    if (!sale) throw new Refused('sale_not_open');
    const left = sale.tiers.find((tier) => tier.id === tierId)?.available ?? 0;
    const unitsInSale = unitsIn(after, slug);
    const why = whyNotMore({ sale: saleFacts(sale), left, quantity, unitsInSale });
    if (why) throw new Refused(why, why === 'sold_out' ? { left: { [tierId]: left } } : {});
  }
}
