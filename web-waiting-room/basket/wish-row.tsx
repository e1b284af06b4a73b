/** One wish: chosen or not for moving several at once, how many, what it costs, and the way into the basket. */
import type { BasketItem } from '../../domain/basket-standing.ts';
import { saleAddress } from '../frame/page-address.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import { PriceOf } from './price-of.tsx';
import { QuantityStep } from './quantity-step.tsx';
import { StandingNote } from './standing-note.tsx';
import { tierName } from './tier-name.ts';
import { basketWords } from './words.ts';

export interface WishRowProps {
  readonly item: BasketItem;
  /** Null where there is nothing to choose. */
  readonly isChosen: boolean | null;
  readonly isBusy: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onMove: () => void;
  /** Zero takes it out. */
  readonly onQuantity: (quantity: number) => void;
}

/** What is paused, not open yet or behind a line may wait in the basket as well. */
export const canBeMoved = ({ standing }: BasketItem): boolean =>
  !['ended', 'soldOut', 'tooMany'].includes(standing);

/** The rest of what a basket says of its items is of no weight to somebody who only wishes. */
const toldOfWishes = ['ready', 'soldOut', 'tooMany', 'overLimit', 'ended'];

export function WishRow({ item, isChosen, isBusy, onChoose, onMove, onQuantity }: WishRowProps) {
  const words = spoken(basketWords);
  const name = tierName(item.name, item.tier);
  const id = `wish-${item.tierId}`;
  return (
    <li class="item wish">
      {isChosen !== null && (
        <input
          type="checkbox"
          checked={isChosen}
          aria-label={fill(words.chooseWish, { item: name })}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      )}
      <div class="what">
        <b id={id}>{name}</b>
        <span>{item.sale ? <a href={saleAddress(item.slug)}>{item.title}</a> : item.title}</span>
        {item.tier && item.standing !== 'ended' && (
          <span class="quiet">
            <PriceOf now={item.tier.price} list={item.tier.listPrice} />
          </span>
        )}
        {toldOfWishes.includes(item.standing) && (
          <StandingNote item={item} isBusy={isBusy} onQuantity={onQuantity} />
        )}
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
      <p class="row acts">
        {canBeMoved(item) && (
          <button
            type="button"
            class="btn"
            aria-label={fill(words.toBasketOf, { item: name })}
            disabled={isBusy}
            onClick={onMove}
          >
            {words.toBasket}
          </button>
        )}
        <button
          type="button"
          class="link small tap"
          aria-label={fill(words.removeOf, { item: name })}
          disabled={isBusy}
          onClick={() => onQuantity(0)}
        >
          {words.remove}
        </button>
      </p>
    </li>
  );
}
