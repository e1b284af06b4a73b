/** What has just gone and what is still there, after the writer said that not enough is left. */
import type { TierView } from '../../domain/sale.ts';
import type { Language } from '../language/choose-language.ts';
import type { Facts } from '../language/fill.ts';
import { count, price } from '../language/money.ts';
import { withSubjectParticle } from '../language/particle.ts';
import type { Basket } from './basket.ts';

export interface SoldOutView {
  /** All of it gone, or less than was chosen. */
  readonly code: 'sold_out' | 'sold_out_partly';
  readonly facts: Facts;
}

export function soldOutView(
  basket: Basket,
  left: Readonly<Record<string, number>>,
  tiers: readonly TierView[],
  language: Language,
): SoldOutView {
  const missing = tiers.filter(({ id }) => (left[id] ?? Number.POSITIVE_INFINITY) < (basket[id] ?? 0));
  const isGone = missing.every(({ id }) => left[id] === 0);
  const names = missing.map(({ name }) => name).join(', ');
  const still = tiers
    .filter(({ id }) => (left[id] ?? 0) > 0)
    .map(
      ({ id, name, price: money }) =>
        `${name} × ${count(left[id] ?? 0, language)}, ${price(money, language)}`,
    )
    .join('; ');
  return {
    code: isGone ? 'sold_out' : 'sold_out_partly',
    facts: { tier: language === 'ko' && isGone ? withSubjectParticle(names) : names, left: still || null },
  };
}
