/** Some units of an order in words: what of which line. Pure. */
import type { OrderedLine } from '../../domain/order-view.ts';
import type { Language } from '../language/choose-language.ts';
import { count } from '../language/money.ts';

export const unitsText = (
  lines: readonly Pick<OrderedLine, 'lineNo' | 'name'>[],
  units: readonly { readonly lineNo: number; readonly quantity: number }[],
  language: Language,
): string =>
  units
    .map(({ lineNo, quantity }) => {
      const name = lines.find((line) => line.lineNo === lineNo)?.name ?? '';
      return `${name} × ${count(quantity, language)}`;
    })
    .join(', ');
