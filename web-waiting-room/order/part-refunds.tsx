/** Each part of an order that went back while the rest stayed: which units, for how much, why, and when (PAG-86). */
import type { OrderView, PartRefundView } from '../../domain/order-view.ts';
import { typed, WithQuote } from '../frame/with-quote.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import { when } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { partWords } from './part-words.ts';
import { unitsText } from './units-text.ts';
import { orderLabels } from './words.ts';

export function PartRefunds({ order }: { readonly order: OrderView }) {
  const words = spoken(partWords);
  const { reasons } = spoken(orderLabels);
  const { partRefunds } = order;
  // A copy that an older page kept does not know of any.
  if (!partRefunds?.length) return null;
  return (
    <section class="panel stack" aria-labelledby="parts">
      <h2 class="h2" id="parts">
        {words.title}
      </h2>
      <ul class="stack">
        {partRefunds.map((part, at) => (
          <li key={`${at} ${part.at}`}>
            {whatOf(order, part)}
            {part.reason !== null && (
              <>
                <br />
                <WithQuote
                  text={fill(reasons[part.isReturn ? 'buyer' : 'staff'], { reason: part.reason })}
                  quote={typed(part.reason)}
                />
              </>
            )}
            <br />
            <span class="quiet">
              {fill(words.how[howOf(part)], { time: when(Date.parse(part.at), now.value, language.value) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function whatOf({ lines }: OrderView, part: PartRefundView): string {
  const words = spoken(partWords);
  const { amount, points } = part;
  const facts = {
    units: unitsText(lines, part.lines, language.value),
    money: price(amount, language.value),
    points: count(points, language.value),
  };
  if (amount.amount > 0) return fill(points > 0 ? words.both : words.money, facts);
  return fill(points > 0 ? words.points : words.nothing, facts);
}

const howOf = ({ isReturn, unitsStay }: PartRefundView): 'returned' | 'stays' | 'refund' => {
  if (isReturn) return 'returned';
  return unitsStay ? 'stays' : 'refund';
};
