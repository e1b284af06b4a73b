/** A new sale as it is typed, and as the server wants it. Pure. */
import { minorUnitsOf } from '../../domain/currencies.ts';
import { attributesIn } from '../ops-catalogue/catalogue-draft.ts';
import { newSettings, type SettingsDraft, settingsBody } from '../sale-settings/settings-draft.ts';

export interface TierDraft {
  readonly key: number;
  readonly name: string;
  readonly price: string;
  /** Empty: it is sold at its ordinary price. */
  readonly listPrice: string;
  /** `size=M, colour=blue`. */
  readonly attributes: string;
  readonly capacity: string;
}

export const emptyTier = { name: '', price: '', listPrice: '', attributes: '', capacity: '' };

export interface SaleDraft extends SettingsDraft {
  readonly slug: string;
  readonly currency: string;
  readonly tiers: readonly TierDraft[];
}

export const emptyDraft: SaleDraft = {
  ...newSettings,
  slug: '',
  currency: 'KRW',
  tiers: [{ key: 0, ...emptyTier }],
};

/** What stays empty is left out, so that the server's defaults hold. */
export const saleBody = (draft: SaleDraft): Record<string, unknown> => ({
  ...settingsBody(draft),
  slug: draft.slug.trim(),
  tiers: draft.tiers.map(({ name, price, listPrice, attributes, capacity }) => ({
    name: name.trim(),
    price: moneyOf(price, draft.currency),
    ...(listPrice.trim() !== '' && { listPrice: moneyOf(listPrice, draft.currency) }),
    ...(attributes.trim() !== '' && { attributes: attributesIn(attributes) }),
    capacity: Number(capacity),
  })),
});

const moneyOf = (text: string, currency: string) => ({
  amount: Math.round(Number(text) * minorUnitsOf(currency)),
  currency,
});

/** night-ferry-harbour-nights; Korean titles leave nothing, and the organiser types one. */
export const slugFor = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');
