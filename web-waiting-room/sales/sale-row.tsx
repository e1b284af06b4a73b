/** One row of the bill: picture, what, when, and what joining now is worth. */
import type { SaleView, TierView } from '../../domain/sale.ts';
import { Ordinarily } from '../basket/price-of.tsx';
import { saleAddress } from '../frame/page-address.ts';
import { pictureAddress } from '../frame/sale-picture.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import { date, msOf } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { worthOf } from '../worth/worth.ts';
import { categoryName } from './categories.ts';
import { salesWords } from './words.ts';

export function SaleRow({ sale, left }: { readonly sale: SaleView; readonly left: number | null }) {
  const [lowest] = [...sale.tiers].sort((a, b) => a.price.amount - b.price.amount);
  const worth = worthOf(sale, left, now.value, language.value);
  return (
    <li>
      {sale.picture ? (
        <img src={pictureAddress(sale.picture)} alt="" width="80" height="107" loading="lazy" />
      ) : (
        <span class="no-picture" aria-hidden="true" />
      )}
      <h3>
        <a href={saleAddress(sale.slug)}>{sale.title}</a>
      </h3>
      <p class="what">
        {whatOf(sale)} {lowest && priceOf(sale, lowest)}{' '}
        {lowest?.listPrice && <Ordinarily list={lowest.listPrice} />}
      </p>
      <p class="when">
        <span class={`chip ${worth.kind}`}>{worth.chip}</span>
        <span>{worth.text}</span>
      </p>
    </li>
  );
}

function whatOf({ category, startsAt, timeZone, venue }: SaleView): string {
  const startsMs = msOf(startsAt);
  const parts = [
    categoryName(category, language.value),
    startsMs === null ? null : date(startsMs, language.value, timeZone),
    venue,
  ].filter(Boolean);
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

function priceOf({ tiers }: SaleView, lowest: TierView): string {
  const words = spoken(salesWords);
  const isOne = tiers.every((tier) => tier.price.amount === lowest.price.amount);
  return fill(isOne ? words.fixed : words.from, { price: price(lowest.price, language.value) });
}
