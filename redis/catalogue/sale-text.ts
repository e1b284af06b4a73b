/**
 * A sale as the text that is kept of it. What stays secret until the draw has no place in it: Redis is looked into by more
 * people than PostgreSQL is.
 */
import { type KeptSale, type SaleRecord, versionOf } from '../../db/sales.ts';
import type { ProductText } from './products.ts';

export function productOf(sale: KeptSale | SaleRecord): ProductText {
  const { draw_seed: _seed, draw_key: _key, ...kept } = { draw_seed: '', draw_key: '', ...sale };
  return { slug: sale.slug, version: versionOf(sale), text: JSON.stringify(kept) };
}

/** Only what productOf wrote. */
export const saleOf = ({ text }: Pick<ProductText, 'text'>): KeptSale =>
  JSON.parse(text, revived) as KeptSale;

type Moment = { [K in keyof KeptSale]: Date extends KeptSale[K] ? K : never }[keyof KeptSale];
/** Every one of them, or this does not compile. */
const moments: Readonly<Record<Moment, true>> = {
  ...{ starts_at: true, opens_at: true, closes_at: true, message_at: true, next_news_at: true },
  ...{ registration_closes_at: true, draw_root_at: true, frozen_at: true, opened_at: true, closed_at: true },
  ...{ hidden_until: true, deleted_at: true, created_at: true, changed_at: true },
};

const revived = (name: string, value: unknown): unknown =>
  name in moments && typeof value === 'string' ? new Date(value) : value;
