/** The tiers of a sale: name, price, and what is left in a word and a shape. */
import type { Availability, Money } from '../../domain/sale.ts';
import { language } from '../language/language.ts';
import { price } from '../language/money.ts';
import { availabilityWords, chanceWords } from './tier-words.ts';

export interface ListedTier {
  readonly id: string;
  readonly name: string;
  readonly price: Money;
  /** Left out before the sale is open. */
  readonly availability?: Availability | undefined;
  readonly chance?: 'likely' | 'possible' | 'unlikely' | undefined;
}

export function TierList({ tiers }: { readonly tiers: readonly ListedTier[] }) {
  const spokenNow = language.value;
  return (
    <ul class="tiers">
      {tiers.map(({ id, name, price: money, availability, chance }) => (
        <li key={id} class={availability === 'none' ? 'gone' : undefined}>
          <b>{name}</b> <span class="price">{price(money, spokenNow)}</span>{' '}
          <span class="chance">
            {chance && availability !== 'none' ? chanceWords[spokenNow][chance] : ''}
          </span>{' '}
          {availability && (
            <span class="left">
              {availabilityWords[spokenNow][availability]}
              <i class={availability} aria-hidden="true" />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
