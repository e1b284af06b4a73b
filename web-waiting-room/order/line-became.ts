/** What became of one line of an order, in words (PAG-86): units given back, paid back, asked back. Pure. */
import type { OrderState } from '../../domain/order-lifecycle.ts';
import type { OrderedLine } from '../../domain/order-view.ts';
import type { Language } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { count } from '../language/money.ts';
import { partWords } from './part-words.ts';

/** Of such an order all lines came to the same, and its page says it in its title. */
const ended: readonly OrderState[] = [
  'cancelled',
  'lapsed',
  'returned',
  'refund_pending',
  'refunded',
  'written_off',
];

/** Null where it is as the order is. An api, or a copy, of older times may count less. */
export function lineBecame(order: OrderState, line: OrderedLine, language: Language): string | null {
  if (ended.includes(order)) return null;
  const words = partWords[language].units;
  const { quantity, refundedQuantity = 0, repaidQuantity = 0, returningQuantity = 0 } = line;
  const said = (
    [
      [words.refunded, refundedQuantity],
      [words.repaid, repaidQuantity],
      [words.returning, returningQuantity],
    ] as const
  ).flatMap(([template, units]) =>
    units > 0 ? [fill(template, { n: count(units, language), of: count(quantity, language) })] : [],
  );
  if (said.length > 0) return said.join(' · ');
  return order === 'return_requested' ? words.kept : null;
}
