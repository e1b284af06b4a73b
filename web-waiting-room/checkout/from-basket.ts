/**
 * What of a sale lies in the visitor's basket, to be filled in at its checkout (BAS-12): a choice made ahead of the line is
 * there when the turn comes. It is a help, so where the basket cannot be read the checkout simply starts empty.
 */
import type { SaleView } from '../../domain/sale.ts';
import { openList } from '../basket/open-list.ts';
import { keptList } from '../browser-storage/kept-list.ts';
import { wasSignedIn } from '../signing-in/signed-in.ts';
import { type Basket, fitting } from './basket.ts';

export async function chosenInBasket(sale: SaleView): Promise<Basket> {
  // Who has no basket asks nothing: a crowd at the checkout is no crowd at the baskets.
  if (!wasSignedIn() && keptList('basket').length === 0) return {};
  const list = openList('basket');
  await list.load();
  return fitting(sale, list.view.value?.items ?? []);
}
