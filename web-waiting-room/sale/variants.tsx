/** The variants of a sale, one of which is chosen: the whole name, what it costs and ordinarily costs, and what is left. */
import type { TierView } from '../../domain/sale.ts';
import { PriceOf } from '../basket/price-of.tsx';
import { tierName } from '../basket/tier-name.ts';
import { language, spoken } from '../language/language.ts';
import { availabilityWords } from '../stock/tier-words.ts';
import { putInWords } from './put-in-words.ts';

export interface VariantsProps {
  readonly tiers: readonly TierView[];
  /** Before that nothing is said about what is left. */
  readonly isOpen: boolean;
  readonly chosenId: string;
  readonly onChoose: (tierId: string) => void;
}

export function Variants({ tiers, isOpen, chosenId, onChoose }: VariantsProps) {
  const words = spoken(putInWords);
  return (
    <fieldset class="variants">
      <legend class="h2">{words.which}</legend>
      {tiers.map((tier) => (
        <label class="pick" key={tier.id}>
          <input
            type="radio"
            name="tier"
            value={tier.id}
            checked={tier.id === chosenId}
            onChange={() => onChoose(tier.id)}
          />
          <span class="variant">
            <b>{tierName(tier.name, tier)}</b>
            <span>
              <PriceOf now={tier.price} list={tier.listPrice} />
            </span>
            {isOpen && (
              <span class="quiet small">{availabilityWords[language.value][tier.availability]}</span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
