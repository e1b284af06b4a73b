/** How many of each tier: a stepper that keyboards and screen readers can use, held to the limit. */
import type { TierView } from '../../domain/sale.ts';
import { PriceOf } from '../basket/price-of.tsx';
import { tierName } from '../basket/tier-name.ts';
import { fill } from '../language/fill.ts';
import { language } from '../language/language.ts';
import { availabilityWords } from '../stock/tier-words.ts';
import { type Basket, canBeChosen, unitsOf, withQuantity } from './basket.ts';
import type { CheckoutWords } from './words.ts';

export interface TierChooserProps {
  readonly words: CheckoutWords;
  readonly tiers: readonly TierView[];
  readonly basket: Basket;
  readonly perVisitorMax: number;
  readonly onChange: (basket: Basket) => void;
}

export function TierChooser({ words, tiers, basket, perVisitorMax, onChange }: TierChooserProps) {
  const isFull = unitsOf(basket) >= perVisitorMax;
  return (
    <ul class="choices">
      {tiers.map((tier) => {
        const name = tierName(tier.name, tier);
        const units = basket[tier.id] ?? 0;
        const isOpen = canBeChosen(tier);
        const step = (quantity: number) => onChange(withQuantity(basket, tier.id, quantity, perVisitorMax));
        return (
          <li key={tier.id} class={isOpen ? undefined : 'gone'}>
            <p>
              <b id={`tier-${tier.id}`}>{name}</b>
              <span class="quiet small">
                <PriceOf now={tier.price} list={tier.listPrice} /> ·{' '}
                {availabilityWords[language.value][tier.availability]}
              </span>
            </p>
            {(isOpen || units > 0) && (
              <div class="step">
                <button
                  type="button"
                  class="btn"
                  aria-label={fill(words.fewer, { tier: name })}
                  disabled={units === 0}
                  onClick={() => step(units - 1)}
                >
                  −
                </button>
                <output aria-labelledby={`tier-${tier.id}`}>{units}</output>
                <button
                  type="button"
                  class="btn"
                  aria-label={fill(words.moreOf, { tier: name })}
                  disabled={isFull || !isOpen}
                  onClick={() => step(units + 1)}
                >
                  +
                </button>
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
