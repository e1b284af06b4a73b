/** How the chosen items fall into orders, said before anything is ordered; for whom; and the button that holds them. */
import { useState } from 'preact/hooks';
import { type BasketItem, partsOf, totalsOf } from '../../domain/basket-standing.ts';
import type { Money } from '../../domain/sale.ts';
import { type Buyer, emptyBuyer } from '../checkout/buyer.ts';
import { BuyerFields } from '../checkout/buyer-fields.tsx';
import { leastToPayIn, offeredIn, payable } from '../checkout/points.ts';
import { PointsField } from '../checkout/points-field.tsx';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import type { Account } from '../signing-in/signed-in.ts';
import { isOpen, type Ordering } from './ordering.ts';
import { sharePoints } from './share-points.ts';
import { basketWords } from './words.ts';

export interface OrderingFormProps {
  readonly ordering: Ordering;
  readonly chosen: readonly BasketItem[];
  readonly account: Account | null;
  /** Another order waits to be paid: that is the next thing to do. */
  readonly isSecond: boolean;
}

export function OrderingForm({ ordering, chosen, account, isSecond }: OrderingFormProps) {
  const words = spoken(basketWords);
  const [typed, setTyped] = useState<Buyer | null>(null);
  const contact = account ? { name: account.name, email: account.email } : emptyBuyer.contact;
  const buyer = typed ?? { ...emptyBuyer, contact };
  const parts = partsOf(chosen);
  const isPosted = parts.some(({ fulfilment }) => fulfilment === 'shipping');
  const sums = totalsOf(chosen);
  const points = sharePoints(parts, offeredIn, leastToPayIn);
  const usedIn = (currency: string) =>
    parts.reduce(
      (sum, { total }, index) => sum + (total.currency === currency ? (points[index] ?? 0) : 0),
      0,
    );
  const totals = sums.map((sum) => price(payable(sum, usedIn(sum.currency)), language.value)).join(' + ');
  const isPlacing = ordering.isPlacing.value;
  /** Before it is known what became of the last orders, another one could be the same again. */
  const isUnsettled = ordering.parts.value.some(isOpen);
  const wrong = ordering.parts.value.flatMap(({ refusal }) =>
    (refusal?.errors ?? []).map(({ path }) => path),
  );
  return (
    <form
      class="pair"
      aria-label={words.orders}
      onSubmit={(event) => {
        event.preventDefault();
        void ordering.place(parts, buyer, points);
      }}
    >
      <section class="panel stack" aria-labelledby="orders">
        <h2 class="h2" id="orders">
          {words.orders}
        </h2>
        {parts.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <>
            <p>
              <b>
                {parts.length === 1
                  ? words.oneOrder
                  : fill(words.manyOrders, { n: count(parts.length, language.value) })}
              </b>
            </p>
            <dl class="sums">
              {parts.map(({ slug, title, holdMinutes, total, lines }, index) => (
                <div key={`${slug} ${lines[0]?.tierId}`}>
                  <dt>
                    {fill(words.part, { title, minutes: holdMinutes })}
                    <PaidWithPoints total={total} points={points[index] ?? 0} />
                  </dt>
                  <dd>{price(total, language.value)}</dd>
                </div>
              ))}
              <div class="total">
                <dt>{words.total}</dt>
                <dd>{totals}</dd>
              </div>
            </dl>
            {parts.length > 1 && <p class="quiet small">{words.why}</p>}
            {sums.map((sum) => (
              <PointsField
                key={sum.currency}
                total={sum}
                used={usedIn(sum.currency)}
                withCurrency={sums.length > 1}
              />
            ))}
          </>
        )}
      </section>
      {parts.length > 0 && (
        <div class="cols">
          <BuyerFields buyer={buyer} isPosted={isPosted} wrong={wrong} onChange={setTyped} />
          {ordering.waiting.value && <RefusalNote refusal={ordering.waiting.value} isTriedAgain />}
          <p>
            <button
              type="submit"
              class={`btn wide${isSecond ? '' : ' btn-go'}`}
              disabled={isPlacing || isUnsettled}
            >
              {isPlacing
                ? words.placing
                : fill(parts.length === 1 ? words.holdOne : words.holdMany, {
                    n: count(parts.length, language.value),
                    price: totals,
                  })}
            </button>
          </p>
        </div>
      )}
    </form>
  );
}

/** What an order takes of the points; the rest of it is paid for by itself. */
function PaidWithPoints({ total, points }: { readonly total: Money; readonly points: number }) {
  if (points === 0) return null;
  const paid = price({ ...total, amount: points }, language.value);
  return (
    <>
      <br />
      <span class="quiet small">{fill(spoken(basketWords).withPoints, { price: paid })}</span>
    </>
  );
}
