/** What an order holds, line by line, with what became of each line where that is more than of the order, and its total. */
import type { OrderLineView } from '../../domain/order-view.ts';
import type { Money } from '../../domain/sale.ts';
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';

const labels = {
  en: { total: 'Total', fees: 'Fees', none: 'None', points: 'Paid with points', back: 'Given back' },
  ko: { total: '합계', fees: '수수료', none: '없음', points: '포인트 결제', back: '돌려드린 금액' },
};

export interface OrderSumsProps {
  readonly lines: readonly OrderLineView[];
  readonly total: Money;
  readonly withFees?: boolean;
  /** What points paid, and what went back so far; rows are there only where there is something to say. */
  readonly points?: number | undefined;
  readonly refunded?: number | undefined;
  /** What became of each line, by its place among them; null where there is nothing to say. */
  readonly became?: readonly (string | null)[];
}

export function OrderSums({ lines, total, withFees = false, ...more }: OrderSumsProps) {
  const { points = 0, refunded = 0, became = [] } = more;
  const words = spoken(labels);
  const money = (amount: number) => price({ amount, currency: total.currency }, language.value);
  return (
    <dl class="sums">
      {lines.map((line, at) => (
        <div key={`${at} ${line.tierId}`}>
          <dt>
            {line.name}, {count(line.quantity, language.value)} × {price(line.price, language.value)}
            {became[at] && <small class="quiet">{became[at]}</small>}
          </dt>
          <dd>{money(line.price.amount * line.quantity)}</dd>
        </div>
      ))}
      {withFees && (
        <div class="quiet">
          <dt>{words.fees}</dt>
          <dd>{words.none}</dd>
        </div>
      )}
      {points > 0 && (
        <div>
          <dt>{words.points}</dt>
          <dd>−{money(points)}</dd>
        </div>
      )}
      <div class="total">
        <dt>{words.total}</dt>
        <dd>{money(total.amount)}</dd>
      </div>
      {refunded > 0 && (
        <div>
          <dt>{words.back}</dt>
          <dd>{money(refunded)}</dd>
        </div>
      )}
    </dl>
  );
}
