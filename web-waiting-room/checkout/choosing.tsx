/** The first half of the checkout: what and how many, for whom, and the button that holds it. */
import type { ComponentChildren } from 'preact';
import type { SaleView } from '../../domain/sale.ts';
import { countryOf } from '../address/country-names.ts';
import { fill } from '../language/fill.ts';
import { language } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import { canBeChosen, totalOf, unitsOf } from './basket.ts';
import { BuyerFields } from './buyer-fields.tsx';
import type { Checkout } from './checkout.ts';
import { payable } from './points.ts';
import { PointsField } from './points-field.tsx';
import { TierChooser } from './tier-chooser.tsx';
import { checkoutWordsOf } from './words.ts';

export interface ChoosingProps {
  readonly checkout: Checkout;
  readonly sale: SaleView;
  /** What stands in the way, if anything. */
  readonly trouble: ComponentChildren;
}

export function Choosing({ checkout, sale, trouble }: ChoosingProps) {
  const words = checkoutWordsOf(sale.fulfilment);
  const { basket, buyer, doing, refusal } = checkout;
  const total = totalOf(basket.value, sale.tiers);
  const isPlacing = doing.value === 'placing';
  const wrong = (refusal.value?.errors ?? []).map(({ path }) => path);
  return (
    <form
      class="pair"
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        void checkout.hold();
      }}
    >
      <section class="panel stack" aria-labelledby="choose">
        <h2 class="h2" id="choose">
          {words.choose}
        </h2>
        <TierChooser
          words={words}
          tiers={sale.tiers}
          basket={basket.value}
          perVisitorMax={sale.perVisitorMax}
          onChange={(next) => {
            basket.value = next;
          }}
        />
        {checkout.isFromBasket.value && <p class="quiet small">{words.fromBasket}</p>}
        {!sale.tiers.some(canBeChosen) && <p>{words.none}</p>}
        <p class="quiet small">{fill(words.limit, { n: sale.perVisitorMax })}</p>
        {total && <PointsField total={total} />}
        {total && (
          <dl class="sums">
            <div class="quiet">
              <dt>{words.fees}</dt>
              <dd>{words.noFees}</dd>
            </div>
            <div class="total">
              <dt>{words.total}</dt>
              <dd>{price(payable(total), language.value)}</dd>
            </div>
          </dl>
        )}
      </section>
      <div class="cols">
        <BuyerFields
          buyer={buyer.value}
          isPosted={sale.fulfilment === 'shipping'}
          home={countryOf(sale.timeZone) ?? undefined}
          wrong={wrong}
          onChange={(next) => {
            buyer.value = next;
          }}
        />
        {trouble}
        <p>
          <button type="submit" class="btn btn-go wide" disabled={isPlacing || total === null}>
            {isPlacing
              ? words.placing
              : total === null
                ? words.holdNone
                : fill(words.hold, {
                    n: count(unitsOf(basket.value), language.value),
                    minutes: sale.holdMinutes,
                    price: price(payable(total), language.value),
                  })}
          </button>
        </p>
      </div>
    </form>
  );
}
