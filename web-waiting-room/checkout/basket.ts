/** What a visitor chose, before it is an order: quantities by tier, never above what one person may have (PAG-14). */
import type { Money, SaleView, TierView } from '../../domain/sale.ts';

export type Basket = Readonly<Record<string, number>>;

export const unitsOf = (basket: Basket): number => Object.values(basket).reduce((sum, n) => sum + n, 0);

export const canBeChosen = ({ availability }: TierView): boolean =>
  availability === 'plenty' || availability === 'few';

/** `tierId` at `quantity`, held to what the limit leaves beside the other tiers. */
export function withQuantity(
  basket: Basket,
  tierId: string,
  quantity: number,
  perVisitorMax: number,
): Basket {
  const { [tierId]: _, ...others } = basket;
  const most = Math.max(0, perVisitorMax - unitsOf(others));
  const units = Math.min(Math.max(0, Math.trunc(quantity) || 0), most);
  return units === 0 ? others : { ...others, [tierId]: units };
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

/** What still fits once only `left` of each tier is there; tiers without a number stay as they are. */
export const withinLeft = (basket: Basket, left: Readonly<Record<string, number>>): Basket =>
  Object.fromEntries(
    Object.entries(basket)
      .map(([tierId, units]) => [tierId, Math.min(units, left[tierId] ?? units)] as const)
      .filter(([, units]) => units > 0),
  );

export const linesOf = (basket: Basket): { tierId: string; quantity: number }[] =>
  Object.entries(basket).map(([tierId, quantity]) => ({ tierId, quantity }));

/** Null while nothing is chosen. */
export function totalOf(basket: Basket, tiers: readonly TierView[]): Money | null {
  const chosen = tiers.filter(({ id }) => (basket[id] ?? 0) > 0);
  const [first] = chosen;
  if (!first) return null;
  const amount = chosen.reduce((sum, tier) => sum + tier.price.amount * (basket[tier.id] ?? 0), 0);
  return { amount, currency: first.price.currency };
}
