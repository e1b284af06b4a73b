/**
 * What a basket's items are worth at this moment: whether each can be ordered, why not, what they cost, and into which
 * orders they fall (BAS-3, BAS-4, BAS-6). Pure; a basket holds no stock, so all of it may be different a second later.
 */
import type { Wanted } from './basket.ts';
import { LINE_QUANTITY_MAX, ORDER_LINES_MAX } from './limits.ts';
import type { Audience, Fulfilment, Money, SaleMode, SaleState, TierView } from './sale.ts';

/**
 * `ready`: can be ordered. `line`: the line of its sale comes first. `notOpen`, `paused`, `soldOut`: not now. `tooMany`:
 * more than is left. `overLimit`: more than one person may have in its sale. `ended`: its sale is over or gone.
 */
export const standings = [
  'ready',
  'line',
  'notOpen',
  'paused',
  'soldOut',
  'tooMany',
  'overLimit',
  'ended',
] as const;
export type Standing = (typeof standings)[number];

/** The sale of an item, as far as a basket speaks of it. */
export interface BasketSale {
  readonly slug: string;
  readonly title: string;
  readonly mode: SaleMode;
  readonly state: SaleState;
  readonly audience: Audience;
  readonly opensAt: string | null;
  readonly fulfilment: Fulfilment;
  readonly perVisitorMax: number;
  readonly holdMinutes: number;
  readonly picture: string | null;
}

export interface BasketItem extends Wanted {
  /** The names of sale and tier, also where both are gone. */
  readonly title: string;
  readonly name: string;
  readonly slug: string;
  readonly standing: Standing;
  /** Free units; null where the sale is gone. */
  readonly left: number | null;
  /** Null once nothing of it is sold any more. */
  readonly tier: TierView | null;
  readonly sale: BasketSale | null;
  /** Quantity times the price of now; null without a price. */
  readonly amount: Money | null;
}

/** One order that the basket falls into: a sale has a writer of its own, and all lines of an order are held or none. */
export interface BasketPart {
  readonly slug: string;
  readonly title: string;
  readonly lines: readonly Wanted[];
  readonly total: Money;
  readonly holdMinutes: number;
  readonly fulfilment: Fulfilment;
}

/** A basket or a wishlist as the API answers it. */
export interface BasketView {
  readonly items: readonly BasketItem[];
  readonly orders: readonly BasketPart[];
  /** Of everything that is still sold, one sum a currency. */
  readonly totals: readonly Money[];
  readonly nextCursor: null;
}

export interface StandingFacts {
  readonly sale: Pick<BasketSale, 'mode' | 'state' | 'perVisitorMax'>;
  readonly left: number;
  readonly quantity: number;
  /** Units of the whole list in this sale. */
  readonly unitsInSale: number;
}

export function standingOf({ sale, left, quantity, unitsInSale }: StandingFacts): Standing {
  if (sale.state === 'closed' || sale.state === 'draft') return 'ended';
  if (sale.state === 'soldOut') return 'soldOut';
  if (sale.mode !== 'shelf') return unitsInSale > sale.perVisitorMax ? 'overLimit' : 'line';
  if (sale.state === 'lobby') return 'notOpen';
  if (sale.state === 'paused') return 'paused';
  if (left === 0) return 'soldOut';
  if (left < quantity) return 'tooMany';
  return unitsInSale > sale.perVisitorMax ? 'overLimit' : 'ready';
}

export type WhyNotMore = 'sale_not_open' | 'sold_out' | 'limit_reached';

/** Whether a tier may be put in with this quantity in all; null: it may. Asked only where a quantity grows. */
export function whyNotMore({ sale, left, quantity, unitsInSale }: StandingFacts): WhyNotMore | null {
  if (sale.state === 'closed' || sale.state === 'draft') return 'sale_not_open';
  if (left < quantity) return 'sold_out';
  return unitsInSale > sale.perVisitorMax || quantity > LINE_QUANTITY_MAX ? 'limit_reached' : null;
}

/** The orders that ready items fall into, in the order in which their sales were first put in. */
export function partsOf(items: readonly BasketItem[]): BasketPart[] {
  const ready = items.filter(({ standing }) => standing === 'ready');
  return [...Map.groupBy(ready, ({ slug }) => slug).values()].flatMap((group) =>
    chunksOf(group, ORDER_LINES_MAX).flatMap((chunk) => {
      const [total] = totalsOf(chunk);
      const sale = chunk[0]?.sale;
      return sale && total ? [{ ...partOf(sale), lines: chunk.map(lineOf), total }] : [];
    }),
  );
}

/** What the items cost, one sum a currency. What is no longer sold costs nothing. */
export function totalsOf(items: readonly BasketItem[]): Money[] {
  const sums = new Map<string, number>();
  for (const { amount } of items)
    if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount);
  return [...sums].map(([currency, amount]) => ({ amount, currency }));
}

const partOf = ({ slug, title, holdMinutes, fulfilment }: BasketSale) => ({
  slug,
  title,
  holdMinutes,
  fulfilment,
});
const lineOf = ({ tierId, quantity }: BasketItem): Wanted => ({ tierId, quantity });

function chunksOf<T>(items: readonly T[], itemsMax: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / itemsMax) }, (_, index) =>
    items.slice(index * itemsMax, (index + 1) * itemsMax),
  );
}
