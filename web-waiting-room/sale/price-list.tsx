/** The prices of a sale with a line: its variants by their whole names, what each costs and ordinarily costs, how many. */
import type { SaleView } from '../../domain/sale.ts';
import { PriceOf } from '../basket/price-of.tsx';
import { tierName } from '../basket/tier-name.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { availabilityWords } from '../stock/tier-words.ts';
import { saleWords } from './words.ts';

export function PriceList({ sale }: { readonly sale: SaleView }) {
  const words = spoken(saleWords);
  const isOpen = sale.state !== 'lobby' && sale.state !== 'draft';
  const unit = sale.fulfilment === 'ticket' ? words.units : words.pieces;
  return (
    <section>
      <h2>{words.prices}</h2>
      <ul class="tiers">
        {sale.tiers.map((tier) => (
          <li key={tier.id} class={isOpen && tier.availability === 'none' ? 'gone' : undefined}>
            <b>{tierName(tier.name, tier)}</b>{' '}
            <span class="price">
              <PriceOf now={tier.price} list={tier.listPrice} />
            </span>{' '}
            <span class="chance">{fill(unit, { n: count(tier.capacity, language.value) })}</span>{' '}
            {isOpen && (
              <span class="left">
                {availabilityWords[language.value][tier.availability]}
                <i class={tier.availability} aria-hidden="true" />
              </span>
            )}
          </li>
        ))}
      </ul>
      <p class="quiet small after">{fill(words.limit, { n: sale.perVisitorMax })}</p>
    </section>
  );
}
