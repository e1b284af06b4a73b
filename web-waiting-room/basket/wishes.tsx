/** The wishlist: what somebody would like, with the way into the basket. Nothing is held, and nothing runs out of time. */
import type { BasketItem, BasketView } from '../../domain/basket-standing.ts';
import { saleAddress } from '../frame/page-address.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import type { Refusal } from '../server/ask.ts';
import { ListRefusal } from './list-refusal.tsx';
import { PriceOf } from './price-of.tsx';
import { tierName } from './tier-name.ts';
import { basketWords } from './words.ts';

export interface WishesProps {
  readonly view: BasketView | null;
  readonly refusal: Refusal | null;
  /** What was moved last. */
  readonly about: BasketItem | null;
  readonly isBusy: boolean;
  readonly onMove: (item: BasketItem) => void;
  readonly onRemove: (item: BasketItem) => void;
}

export function Wishes({ view, refusal, about, isBusy, onMove, onRemove }: WishesProps) {
  const words = spoken(basketWords);
  return (
    <section class="stack" aria-labelledby="wishes">
      <h2 class="h2" id="wishes" tabIndex={-1}>
        {words.wishes}
      </h2>
      {refusal && <ListRefusal refusal={refusal} about={about} />}
      {view?.items.length === 0 && <p class="quiet">{words.noWishes}</p>}
      <ul class="rows">
        {view?.items.map((item) => {
          const name = tierName(item.name, item.tier);
          const canBeMoved = !['ended', 'soldOut'].includes(item.standing);
          return (
            <li key={item.tierId}>
              <p>
                <b>{name}</b>
                {item.quantity > 1 && ` × ${count(item.quantity, language.value)}`}
                <br />
                {item.sale ? <a href={saleAddress(item.slug)}>{item.title}</a> : item.title}
                <br />
                <span class="quiet">
                  {item.tier && item.standing !== 'ended' && (
                    <PriceOf now={item.tier.price} list={item.tier.listPrice} />
                  )}{' '}
                  {!canBeMoved && fill(words.standings[item.standing])}
                </span>
              </p>
              <p class="row">
                {canBeMoved && (
                  <button
                    type="button"
                    class="btn"
                    aria-label={fill(words.toBasketOf, { item: name })}
                    disabled={isBusy}
                    onClick={() => onMove(item)}
                  >
                    {words.toBasket}
                  </button>
                )}
                <button
                  type="button"
                  class="link small tap"
                  aria-label={fill(words.removeOf, { item: name })}
                  disabled={isBusy}
                  onClick={() => onRemove(item)}
                >
                  {words.remove}
                </button>
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
