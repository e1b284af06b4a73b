/** How many of one thing: one fewer, the number, one more. Taking it out altogether is another button's. */
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { basketWords } from './words.ts';

export interface QuantityStepProps {
  readonly name: string;
  /** The id of the element that shows the name. */
  readonly nameId: string;
  readonly quantity: number;
  readonly quantityMax: number;
  readonly isBusy: boolean;
  readonly onQuantity: (quantity: number) => void;
}

export function QuantityStep({ name, nameId, quantity, quantityMax, isBusy, onQuantity }: QuantityStepProps) {
  const words = spoken(basketWords);
  return (
    <div class="step">
      <button
        type="button"
        class="btn"
        aria-label={fill(words.fewer, { item: name })}
        disabled={isBusy || quantity === 1}
        onClick={() => onQuantity(quantity - 1)}
      >
        −
      </button>
      <output aria-labelledby={nameId}>{count(quantity, language.value)}</output>
      <button
        type="button"
        class="btn"
        aria-label={fill(words.more, { item: name })}
        disabled={isBusy || quantity >= quantityMax}
        onClick={() => onQuantity(quantity + 1)}
      >
        +
      </button>
    </div>
  );
}
