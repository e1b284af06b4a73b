/**
 * A basket as it is shown (BAS-3): each item with price, stock and standing of this second, never left out because its sale
 * is over. The same for an account's lists and for what a browser keeps.
 */
import { z } from '@hono/zod-openapi';
import type { ListedItem } from '../../../db/basket.ts';
import type { KeptSale } from '../../../db/sales.ts';
import {
  type BasketItem,
  type BasketSale,
  type BasketView,
  partsOf,
  standingOf,
  standings,
  totalsOf,
} from '../../../domain/basket-standing.ts';
import { LINE_QUANTITY_MAX, LIST_ITEMS_MAX } from '../../../domain/limits.ts';
import { audiences, fulfilments, saleModes, saleStates } from '../../../domain/sale.ts';
import { isShown, isTeaser } from '../../../domain/sale-showing.ts';
import { money } from '../../answers.ts';
import type { Deps } from '../../deps.ts';
import { tier } from '../../sale-answers.ts';
import { id } from '../../shapes.ts';
import { saleView } from '../../views.ts';

export const wanted = z.strictObject({ tierId: id, quantity: z.int().min(1).max(LINE_QUANTITY_MAX) });
/** No list is larger, so no question is. */
export const wantedList = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(LIST_ITEMS_MAX);

const saleShape = z.object({
  slug: z.string(),
  title: z.string(),
  mode: z.enum(saleModes),
  state: z.enum(saleStates),
  audience: z.enum(audiences),
  opensAt: z.string().nullable(),
  fulfilment: z.enum(fulfilments),
  perVisitorMax: z.int(),
  holdMinutes: z.int(),
  picture: z.string().nullable(),
});
const item = z.object({
  tierId: z.string(),
  quantity: z.int(),
  title: z.string(),
  name: z.string(),
  slug: z.string(),
  standing: z.enum(standings),
  left: z.int().nullable(),
  tier: tier.nullable(),
  sale: saleShape.nullable(),
  amount: money.nullable(),
});
const part = z.object({
  slug: z.string(),
  title: z.string(),
  lines: z.array(z.object({ tierId: z.string(), quantity: z.int() })).readonly(),
  total: money,
  holdMinutes: z.int(),
  fulfilment: z.enum(fulfilments),
});
export const basket = z
  .object({
    items: z.array(item).readonly(),
    orders: z.array(part).readonly().openapi({
      description: 'the orders that what is `ready` falls into: one a sale, each held or refused as a whole',
    }),
    totals: z
      .array(money)
      .readonly()
      .openapi({ description: 'of everything that is still sold, one sum a currency' }),
    nextCursor: z.null(),
  })
  .openapi('Basket');

export type Sales = ReadonlyMap<string, KeptSale>;

/** Those of the slugs that everybody may see with their tiers, at most a second old. */
export async function salesOf(
  { sales, clock }: Pick<Deps, 'sales' | 'clock'>,
  slugs: readonly string[],
): Promise<Sales> {
  const found = await Promise.all([...new Set(slugs)].map((slug) => sales.get(slug)));
  const isThere = (sale: KeptSale | null): sale is KeptSale =>
    sale !== null && isShown(sale, clock()) && !isTeaser(sale);
  return new Map(found.filter(isThere).map((sale) => [sale.slug, sale]));
}

export function basketView(items: readonly ListedItem[], sales: Sales): BasketView {
  const shown = items.map((one) => itemView(one, sales.get(one.slug), items));
  return { items: shown, orders: partsOf(shown), totals: totalsOf(shown), nextCursor: null };
}

function itemView(one: ListedItem, sale: KeptSale | undefined, all: readonly ListedItem[]): BasketItem {
  const { tierId, quantity, title, name, slug } = one;
  const row = sale?.tiers.find(({ id }) => id === tierId);
  const view = sale && saleView(sale);
  const tierView = view?.tiers.find(({ id }) => id === tierId);
  const item = { tierId, quantity, title, name, slug };
  if (!sale || !row || !view || !tierView)
    return { ...item, standing: 'ended', left: null, tier: null, sale: null, amount: null };
  const left = row.available;
  const facts = { sale: saleFacts(sale), left, quantity, unitsInSale: unitsIn(all, slug) };
  const standing = standingOf(facts);
  const { opensAt, holdMinutes, audience, fulfilment, picture } = view;
  const shownSale: BasketSale = {
    ...facts.sale,
    slug,
    title,
    opensAt,
    holdMinutes,
    audience,
    fulfilment,
    picture,
  };
  const isOver = standing === 'ended';
  const { amount, currency } = tierView.price;
  return {
    ...item,
    standing,
    left,
    tier: tierView,
    sale: shownSale,
    amount: isOver ? null : { amount: amount * quantity, currency },
  };
}

export const saleFacts = ({ mode, state, per_visitor_max: perVisitorMax }: KeptSale) => ({
  mode,
  state,
  perVisitorMax,
});

/** Units of one sale in a list. */
export const unitsIn = (items: readonly ListedItem[], slug: string): number =>
  items.filter((one) => one.slug === slug).reduce((sum, { quantity }) => sum + quantity, 0);
