/** A variant as it is typed, and what of it differs from the server's. Pure. */

import { minorUnitsOf } from '../../domain/currencies.ts';
import type { Money, TierView } from '../../domain/sale.ts';

export interface TierDraft {
  readonly name: string;
  readonly price: string;
  /** Empty: it is sold at its ordinary price. */
  readonly listPrice: string;
  /** `size=M, colour=blue`. */
  readonly attributes: string;
  readonly capacity: string;
}

export const emptyTier: TierDraft = { name: '', price: '', listPrice: '', attributes: '', capacity: '' };

export const tierDraftOf = (tier: TierView): TierDraft => ({
  name: tier.name,
  price: wholeOf(tier.price),
  listPrice: tier.listPrice === null ? '' : wholeOf(tier.listPrice),
  attributes: attributesText(tier.attributes),
  capacity: String(tier.capacity),
});

export const tierBody = (draft: TierDraft, currency: string): Record<string, unknown> => ({
  name: draft.name.trim(),
  price: moneyOf(draft.price, currency),
  listPrice: draft.listPrice.trim() === '' ? null : moneyOf(draft.listPrice, currency),
  attributes: attributesIn(draft.attributes),
});

/** What the tier itself is told, and what only the writer may do: each null where it is as it was. */
export function tierChange(
  tier: TierView,
  draft: TierDraft,
): { readonly body: Record<string, unknown> | null; readonly capacity: number | null } {
  const was = tierDraftOf(tier);
  const body = tierBody(draft, tier.price.currency);
  const names = (['name', 'price', 'listPrice', 'attributes'] as const).filter(
    (name) => was[name] !== draft[name],
  );
  // A price and the ordinary price are judged together, so they go together.
  const isPriced = names.includes('price') || names.includes('listPrice');
  const sent = Object.entries(body).filter(
    ([name]) => (names as readonly string[]).includes(name) || (isPriced && /price$/i.test(name)),
  );
  return {
    body: sent.length === 0 ? null : Object.fromEntries(sent),
    capacity: was.capacity === draft.capacity ? null : Number(draft.capacity),
  };
}

const wholeOf = ({ amount, currency }: Money): string => String(amount / minorUnitsOf(currency));

const moneyOf = (text: string, currency: string): Money => ({
  amount: Math.round(Number(text) * minorUnitsOf(currency)),
  currency,
});

export const attributesText = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

/** What has no name or no value is left out. */
export function attributesIn(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((part) => {
    const [name = '', ...value] = part.split('=');
    const pair = [name.trim(), value.join('=').trim()] as const;
    return pair[0] === '' || pair[1] === '' ? [] : [pair];
  });
  return Object.fromEntries(pairs);
}
