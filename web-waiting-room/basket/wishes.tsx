/** The wishlist: what somebody would like, with the way into the basket. Nothing is held, and nothing runs out of time. */
import { useState } from 'preact/hooks';
import type { BasketItem } from '../../domain/basket-standing.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { ListRefusal } from './list-refusal.tsx';
import { inTheWay, moveWishes } from './move-wishes.ts';
import type { OpenList } from './open-list.ts';
import { tierName } from './tier-name.ts';
import { canBeMoved, WishRow } from './wish-row.tsx';
import { basketWords } from './words.ts';

export interface WishesProps {
  readonly basket: OpenList;
  readonly wishes: OpenList;
}

export function Wishes({ basket, wishes }: WishesProps) {
  const words = spoken(basketWords);
  /** What can be moved is chosen until somebody says otherwise, as in the basket. */
  const [unchosen, setUnchosen] = useState<ReadonlySet<string>>(new Set());
  /** What was meant last, for the words of a refusal. */
  const [asked, setAsked] = useState<readonly BasketItem[]>([]);
  const [moved, setMoved] = useState(0);
  const view = wishes.view.value;
  const isBusy = wishes.isBusy.value || basket.isBusy.value;
  const movable = (view?.items ?? []).filter(canBeMoved);
  const areSeveral = movable.length > 1;
  const chosen = movable.filter(({ tierId }) => !unchosen.has(tierId));

  async function move(items: readonly BasketItem[]): Promise<void> {
    setAsked(items);
    setMoved(0);
    if (!(await moveWishes(items, basket, wishes))) return;
    setMoved(items.length);
    // The button that was pressed is gone with what it moved.
    document.getElementById('wishes')?.focus();
  }

  return (
    <section class="stack" aria-labelledby="wishes">
      <h2 class="h2" id="wishes" tabIndex={-1}>
        {words.wishes}
      </h2>
      <p class="sr" role="status">
        {moved > 0 ? fill(words.moved, { n: count(moved, language.value) }) : ''}
      </p>
      <WhyNot basket={basket} wishes={wishes} asked={asked} />
      {view?.items.length === 0 && <p class="quiet">{words.noWishes}</p>}
      <ul class="items">
        {view?.items.map((item) => (
          <WishRow
            key={item.tierId}
            item={item}
            isChosen={areSeveral && canBeMoved(item) ? !unchosen.has(item.tierId) : null}
            isBusy={isBusy}
            onChoose={(isChosen) => {
              const others = [...unchosen].filter((tierId) => tierId !== item.tierId);
              setUnchosen(new Set(isChosen ? others : [...others, item.tierId]));
            }}
            onMove={() => void move([item])}
            onQuantity={(quantity) => {
              setAsked([item]);
              void wishes.set(item, quantity);
            }}
          />
        ))}
      </ul>
      {areSeveral && (
        <p>
          <button
            type="button"
            class="btn"
            disabled={isBusy || chosen.length === 0}
            onClick={() => void move(chosen)}
          >
            {fill(words.moveChosen, { n: count(chosen.length, language.value) })}
          </button>
        </p>
      )}
    </section>
  );
}

/** Of several that were to be moved, it names the one because of which none was. */
function WhyNot({ basket, wishes, asked }: WishesProps & { readonly asked: readonly BasketItem[] }) {
  const refusal = wishes.refusal.value;
  if (refusal === null) return null;
  const about = inTheWay(refusal, asked, basket.view.value?.items ?? []);
  return (
    <>
      <ListRefusal refusal={refusal} about={about} />
      {asked.length > 1 && (
        <p>{fill(spoken(basketWords).noneMoved, { item: about && tierName(about.name, about.tier) })}</p>
      )}
    </>
  );
}
