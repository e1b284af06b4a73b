/** One item of the basket: chosen or not, how many, what it costs, and why it cannot be ordered where it cannot. */
import type { BasketItem } from '../../domain/basket-standing.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import { msOf, when } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { PriceOf } from './price-of.tsx';
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
        <Standing item={item} isBusy={isBusy} onQuantity={onQuantity} />
      </div>
      {item.standing !== 'ended' && (
        <div class="step">
          <button
            type="button"
            class="btn"
            aria-label={fill(words.fewer, { item: name })}
            disabled={isBusy || item.quantity === 1}
            onClick={() => onQuantity(item.quantity - 1)}
          >
            −
          </button>
          <output aria-labelledby={id}>{count(item.quantity, language.value)}</output>
          <button
            type="button"
            class="btn"
            aria-label={fill(words.more, { item: name })}
            disabled={isBusy || item.quantity >= (item.sale?.perVisitorMax ?? 0)}
            onClick={() => onQuantity(item.quantity + 1)}
          >
            +
          </button>
        </div>
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

function Standing({ item, isBusy, onQuantity }: Pick<ItemRowProps, 'item' | 'isBusy' | 'onQuantity'>) {
  const words = spoken(basketWords);
  const { left, standing, sale } = item;
  const opensAtMs = msOf(sale?.opensAt);
  const said = fill(words.standings[standing], {
    left: left === null ? null : count(left, language.value),
    max: sale?.perVisitorMax ?? null,
    time: opensAtMs === null ? null : when(opensAtMs, now.value, language.value),
  });
  if (standing === 'ready' && left !== null && left <= fewUnits)
    return <span class="quiet small">{fill(words.left, { n: count(left, language.value) })}</span>;
  if (said === '') return null;
  return (
    <span class="why small">
      {said}{' '}
      {standing === 'tooMany' && left !== null && left > 0 && (
        <button type="button" class="link" disabled={isBusy} onClick={() => onQuantity(left)}>
          {fill(words.takeLeft, { n: count(left, language.value) })}
        </button>
      )}
    </span>
  );
}

/** From here on the number itself is worth knowing. */
const fewUnits = 20;
