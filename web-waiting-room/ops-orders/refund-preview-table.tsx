/** Units, money, points and state of an order, now and after what was chosen (PAG-80). */
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import { PreviewTable } from '../ops/steering/preview-table.tsx';
import type { RefundEffect } from './refund-preview.ts';
import { ordersWords } from './words.ts';

export interface RefundPreviewProps {
  readonly effect: RefundEffect;
  readonly currency: string;
}

export function RefundPreview({ effect: { units, money, points, state }, currency }: RefundPreviewProps) {
  const words = spoken(ordersWords);
  const lang = language.value;
  const inMoney = (amount: number) => price({ amount, currency }, lang);
  return (
    <PreviewTable
      rows={[
        { label: words.left, now: count(units.now, lang), after: count(units.after, lang) },
        { label: words.money, now: inMoney(money.now), after: inMoney(money.after) },
        ...(points.now > 0
          ? [{ label: words.points, now: count(points.now, lang), after: count(points.after, lang) }]
          : []),
        { label: words.becomes, now: words.states[state.now], after: words.states[state.after] },
      ]}
    />
  );
}
