/**
 * Finding sales (API-12, CAT-8, CAT-9). A search finds a sale where each of its words stands somewhere in the sale's texts,
 * also inside another word, or where their English stems do, or where it names a category. The words are compared letter by
 * letter (migration 0007 says why), so that half a Korean word is enough and an accent may be left out.
 *
 * A page of the list goes on behind the sale that the page before ended with, so that what is made meanwhile neither
 * repeats nor drops a sale that stands where it stood.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { SaleState } from '../domain/sale.ts';
import { type SaleRecord, saleRecords } from './sales.ts';
import type { Database } from './schema.ts';

export interface SaleSearch {
  /** Looked for in title, description, category and venue. */
  readonly words?: string | undefined;
  /** Or one below it in the tree. */
  readonly category?: string | undefined;
  readonly state?: SaleState | undefined;
  /** Goes on after the last sale of the page before. */
  readonly after?: SaleListPlace | undefined;
  /** Drafts and what is hidden too; nobody sees in a list what was deleted. */
  readonly forStaff: boolean;
  readonly sales: number;
}
/**
 * Where a sale stands in the list: what one can buy now first, then what opens, then the past; named in the title first.
 */
export interface SaleListPlace {
  readonly rank: number;
  readonly far: number;
  readonly id: string;
}
export interface ListedSale extends SaleRecord {
  readonly rank: number;
  readonly far: number;
}

const rank = sql<number>`case sale.state when 'open' then 0 when 'paused' then 0 when 'lobby' then 1
  when 'draft' then 1 when 'soldOut' then 2 else 3 end`;

const everything = sql`sale_words(sale.title, sale.venue, sale.category, sale.description)`;

/** As domain/sale-showing.ts says it of one sale. */
const isListed = sql<boolean>`sale.state <> 'draft' and (sale.hidden_until is null or sale.hidden_until <= now())
  and not (sale.hide_before_opening and sale.opened_at is null and sale.state in ('lobby', 'closed'))`;

/** The newest first among sales of equal standing. */
export async function listSales(db: Kysely<Database>, search: SaleSearch): Promise<ListedSale[]> {
  const { category, state, after } = search;
  const words = wordsOf(search.words ?? '');
  const far =
    words.length === 0
      ? sql<number>`0`
      : sql<number>`case when ${allIn(sql`sale.title`, words)} then 0 else 1 end`;
  let query = saleRecords(db)
    .select([rank.as('rank'), far.as('far')])
    .where('sale.deleted_at', 'is', null)
    .orderBy('rank')
    .orderBy('far')
    .orderBy('sale.id', 'desc')
    .limit(search.sales);
  if (!search.forStaff) query = query.where(isListed);
  if (category !== undefined)
    query = query.where(sql<boolean>`sale.category = any(${below(sql`select ${category}::text`)})`);
  if (state !== undefined) query = query.where('sale.state', '=', state);
  if (words.length > 0) query = query.where(isFound(words));
  if (after !== undefined)
    query = query.where(
      sql<boolean>`(${rank} > ${after.rank} or (${rank} = ${after.rank} and (${far} > ${after.far}
        or (${far} = ${after.far} and sale.id < ${after.id}))))`,
    );
  return await query.execute();
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const isFound = (words: readonly string[]): RawBuilder<boolean> => {
  const whole = words.join(' ');
  const named = sql`select slug from category where search_letters(name_ko || ' ' || name_en) like ${patternOf(whole)}`;
  return sql<boolean>`(${allIn(everything, words)}
    or to_tsvector('english', ${everything}) @@ plainto_tsquery('english', ${whole})
    or sale.category = any(${below(named)}))`;
};

const allIn = (text: RawBuilder<unknown>, words: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    words.map((word) => sql`search_letters(${text}) like ${patternOf(word)}`),
    sql` and `,
  )})`;

/** What was typed is looked for as it is: % and _ mean themselves. */
const patternOf = (word: string) => sql`search_letters(${`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`})`;

/** These categories and all below them. */
const below = (slugs: RawBuilder<unknown>) => sql`array(
  with recursive below (slug) as (
    ${slugs} union select child.slug from category as child join below on child.parent = below.slug
  ) select slug from below)`;
