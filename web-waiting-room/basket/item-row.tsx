/** One item of the basket: chosen or not, how many, what it costs, and why it cannot be ordered where it cannot. */
import type { BasketItem } from '../../domain/basket-standing.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import { PriceOf } from './price-of.tsx';
import { QuantityStep } from './quantity-step.tsx';
import { StandingNote } from './standing-note.tsx';
import { tierName } from './tier-name.ts';
import { basketWords } from './words.ts';

export interface ItemRowProps {
  readonly item: BasketItem;
  /** Null where it cannot be ordered now. */
  readonly isChosen: boolean | null;
  readonly isBusy: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  /** Zero takes it out. */
  readonly onQuantity: (quantity: number) => void;
}

export function ItemRow({ item, isChosen, isBusy, onChoose, onQuantity }: ItemRowProps) {
  const words = spoken(basketWords);
  const name = tierName(item.name, item.tier);
  const id = `item-${item.tierId}`;
  return (
    <li class="item">
      {isChosen !== null && (
        <input
          type="checkbox"
          checked={isChosen}
          aria-label={fill(words.choose, { item: name })}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      )}
      <div class="what">
        <b id={id}>{name}</b>
        {item.tier && item.standing !== 'ended' && (
          <span>
            <PriceOf now={item.tier.price} list={item.tier.listPrice} />
          </span>
        )}
        <StandingNote item={item} isBusy={isBusy} onQuantity={onQuantity} />
      </div>
      {item.standing !== 'ended' && (
        <QuantityStep
          name={name}
          nameId={id}
          quantity={item.quantity}
          quantityMax={item.sale?.perVisitorMax ?? 0}
          isBusy={isBusy}
          onQuantity={onQuantity}
        />
      )}
      <p class="sum">{item.amount && price(item.amount, language.value)}</p>
      <button
        type="button"
        class="link small tap"
        aria-label={fill(words.removeOf, { item: name })}
        disabled={isBusy}
        onClick={() => onQuantity(0)}
      >
        {words.remove}
      </button>
    </li>
  );
}
