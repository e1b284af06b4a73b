/** What an order holds, line by line, and its total. */
import type { OrderLineView } from '../../domain/order-view.ts';
import type { Money } from '../../domain/sale.ts';
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';

const labels = {
  en: { total: 'Total', fees: 'Fees', none: 'None' },
  ko: { total: '합계', fees: '수수료', none: '없음' },
};

export interface OrderSumsProps {
  readonly lines: readonly OrderLineView[];
  readonly total: Money;
  readonly withFees?: boolean;
}

export function OrderSums({ lines, total, withFees = false }: OrderSumsProps) {
  const words = spoken(labels);
  const money = (amount: number) => price({ amount, currency: total.currency }, language.value);
  return (
    <dl class="sums">
      {lines.map((line) => (
        <div key={line.tierId}>
          <dt>
            {line.name}, {count(line.quantity, language.value)} × {price(line.price, language.value)}
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
      <div class="total">
        <dt>{words.total}</dt>
        <dd>{money(total.amount)}</dd>
      </div>
    </dl>
  );
}
