/**
 * The sale that somebody asks about, as far as everybody may know of it: hidden and deleted ones are not there (CAT-10).
 */
import type { KeptSale } from '../db/sales.ts';
import { Refused } from '../domain/refusals.ts';
import { isShown, isTeaser } from '../domain/sale-showing.ts';
import type { Deps } from './deps.ts';
import { stockView } from './views.ts';

/** At most a second old. Refuses with `not_found`. */
export async function shownSale(
  { sales, clock }: Pick<Deps, 'sales' | 'clock'>,
  slug: string,
): Promise<KeptSale> {
  const sale = await sales.get(slug);
  if (!sale || !isShown(sale, clock())) throw new Refused('not_found');
  return sale;
}

/** Numbers too are told from the opening on, where the sale tells little before it (CAT-11). */
export const publicStock = (sale: KeptSale) => ({
  ...stockView(sale),
  ...(isTeaser(sale) && { tiers: [] }),
});
