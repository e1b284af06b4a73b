/**
 * Choosing a variant and how many, and putting it into the basket or on the wishlist. For goods on a shelf it is the next
 * thing to do; beside a line it is a choice made ahead, which holds nothing.
 */
import { useState } from 'preact/hooks';
import type { ListName } from '../../domain/basket.ts';
import type { SaleView, TierView } from '../../domain/sale.ts';
import { type OpenList, openList } from '../basket/open-list.ts';
import { tierName } from '../basket/tier-name.ts';
import { canBeChosen } from '../checkout/basket.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import type { Refusal } from '../server/ask.ts';
import { availabilityWords } from '../stock/tier-words.ts';
import { putInWords } from './put-in-words.ts';
import { Variants } from './variants.tsx';

const lists = { basket: openList('basket'), wishlist: openList('wishlist') };

export interface PutInProps {
  readonly sale: SaleView;
  /** It is the page's next thing to do. */
  readonly isNext: boolean;
}

export function PutIn({ sale, isNext }: PutInProps) {
  const words = spoken(putInWords);
  const isOpen = sale.state === 'open';
  const first = sale.tiers.find(canBeChosen) ?? sale.tiers[0];
  const [tierId, setTierId] = useState<string | null>(null);
  const [quantity, setQuantity] = useState(1);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [said, setSaid] = useState<{ readonly list: ListName; readonly text: string } | null>(null);
  const tier = sale.tiers.find(({ id }) => id === tierId) ?? first;
  if (!tier) return null;
  const name = tierName(tier.name, tier);
  const mayHave = sale.perVisitorMax;
  const canBePut = canBeChosen(tier);
  const isBusy = lists.basket.isBusy.value || lists.wishlist.isBusy.value;

  async function put(list: OpenList, units: number, done: string): Promise<void> {
    if (!tier) return;
    const { slug, title } = sale;
    setSaid(null);
    const refused = await list.put({ tierId: tier.id, name: tier.name, quantity: units, slug, title });
    setRefusal(refused);
    const text = fill(done, { n: count(units, language.value), item: name });
    if (refused === null) setSaid({ list: list.list, text });
  }

  return (
    <form
      class="put-in"
      aria-label={words.form}
      onSubmit={(event) => {
        event.preventDefault();
        void put(lists.basket, quantity, words.inBasket);
      }}
    >
      <Variants
        tiers={sale.tiers}
        isOpen={isOpen}
        chosenId={tier.id}
        onChoose={(chosenId) => {
          setTierId(chosenId);
          setRefusal(null);
          setSaid(null);
        }}
      />
      <div class="how-many">
        <span id="how-many">{words.howMany}</span>
        <div class="step">
          <button
            type="button"
            class="btn"
            aria-label={words.fewer}
            disabled={quantity <= 1}
            onClick={() => setQuantity(quantity - 1)}
          >
            −
          </button>
          <output aria-labelledby="how-many">{count(quantity, language.value)}</output>
          <button
            type="button"
            class="btn"
            aria-label={words.more}
            disabled={quantity >= mayHave}
            onClick={() => setQuantity(quantity + 1)}
          >
            +
          </button>
        </div>
        <span class="quiet small">{fill(words.limit, { n: count(mayHave, language.value) })}</span>
      </div>
      {refusal && <PutInRefusal refusal={refusal} tier={tier} max={mayHave} />}
      <p class="row">
        <button type="submit" class={`btn${isNext ? ' btn-go' : ''}`} disabled={isBusy || !canBePut}>
          {canBePut ? words.put : availabilityWords[language.value][tier.availability]}
        </button>
        <button
          type="button"
          class="btn"
          disabled={isBusy}
          onClick={() => void put(lists.wishlist, 1, words.onWishlist)}
        >
          {words.wish}
        </button>
      </p>
      <p role="status" class="put-in-said">
        {said && (
          <>
            {said.text} <a href={`/${said.list}`}>{words.goTo[said.list]}</a>
          </>
        )}
      </p>
    </form>
  );
}

interface PutInRefusalProps {
  readonly refusal: Refusal;
  readonly tier: TierView;
  readonly max: number;
}

function PutInRefusal({ refusal, tier, max }: PutInRefusalProps) {
  const words = spoken(putInWords);
  const left = refusal.left?.[tier.id] ?? 0;
  const isFull =
    refusal.code === 'list_full' || (refusal.code === 'invalid_request' && !refusal.errors?.length);
  if (isFull || (refusal.code === 'sold_out' && left > 0))
    return (
      <p class="refusal" role="alert">
        {isFull
          ? words.full
          : fill(words.onlyLeft, { n: count(left, language.value), item: tierName(tier.name, tier) })}
      </p>
    );
  // Nothing can be put in of what is over, or was taken away while the page stood open.
  const isOver = ['sale_not_open', 'invalid_request'].includes(refusal.code);
  const code = isOver ? 'sale_ended' : refusal.code;
  return (
    <RefusalNote
      refusal={{ ...refusal, code }}
      facts={{ tier: tierName(tier.name, tier), left: null, max }}
    />
  );
}
