/** Asks for the sales that fit a search, page by page, and for what is left in them. */
import type { SaleView } from '../../domain/sale.ts';
import { type Answer, ask } from '../server/ask.ts';

export interface Search {
  readonly q: string;
  readonly category: string;
  readonly state: string;
}

interface SalesPage {
  readonly items: readonly SaleView[];
  readonly nextCursor: string | null;
}

export function findSales(search: Search, cursor: string | null): Promise<Answer<SalesPage>> {
  return ask('GET', `/sales${queryOf({ ...search, cursor: cursor ?? '' })}`);
}

/** Only what is set; the same text serves the API and the page's own address. */
export function queryOf(values: Readonly<Record<string, string>>): string {
  const set = Object.entries(values).filter(([, value]) => value.trim() !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
}

export function searchOf(query: string): Search {
  const values = new URLSearchParams(query);
  const [q, category, state] = ['q', 'category', 'state'].map((name) => values.get(name) ?? '');
  return { q: q ?? '', category: category ?? '', state: state ?? '' };
}

interface Stock {
  readonly slug: string;
  readonly tiers: readonly { readonly available: number }[];
}

/** Units left in each sale; empty where the server had no answer: the list then says less. */
export async function leftIn(slugs: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (slugs.length === 0) return new Map();
  const answer = await ask<{ readonly items: readonly Stock[] }>('POST', '/stock', { body: { slugs } });
  const items = answer.ok ? answer.value.items : [];
  return new Map(
    items.map(({ slug, tiers }) => [slug, tiers.reduce((sum, tier) => sum + tier.available, 0)]),
  );
}
