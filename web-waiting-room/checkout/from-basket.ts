/**
 * What of a sale lies in the visitor's basket, to be filled in at its checkout (BAS-12): a choice made ahead of the line is
 * there when the turn comes. It is a help, so where the basket cannot be read the checkout simply starts empty.
 */
import type { SaleView } from '../../domain/sale.ts';
import { openList } from '../basket/open-list.ts';
import { keptList } from '../browser-storage/kept-list.ts';
import { wasSignedIn } from '../signing-in/signed-in.ts';
import { type Basket, canBeChosen, withQuantity } from './basket.ts';

export async function chosenInBasket(sale: SaleView): Promise<Basket> {
  // Who has no basket asks nothing: a crowd at the checkout is no crowd at the baskets.
  if (!wasSignedIn() && keptList('basket').length === 0) return {};
  const list = openList('basket');
  await list.load();
  return fitting(sale, list.view.value?.items ?? []);
}

/** What can be chosen now and one person may have, in the basket's order. */
export function fitting(
  sale: Pick<SaleView, 'tiers' | 'perVisitorMax'>,
  items: readonly { readonly tierId: string; readonly quantity: number }[],
): Basket {
  const open = new Set(sale.tiers.filter(canBeChosen).map(({ id }) => id));
  return items
    .filter(({ tierId }) => open.has(tierId))
    .reduce<Basket>(
      (basket, { tierId, quantity }) => withQuantity(basket, tierId, quantity, sale.perVisitorMax),
      {},
    );
}
