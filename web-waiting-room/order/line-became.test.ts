/** What a line says of itself: each count in words, in both languages, and nothing where the order's title says it. */
import { expect, test } from 'vitest';
import { orderStates } from '../../domain/order-lifecycle.ts';
import type { OrderedLine } from '../../domain/order-view.ts';
import { languages } from '../language/choose-language.ts';
import { lineBecame } from './line-became.ts';

const line = (more: Partial<OrderedLine> = {}): OrderedLine => ({
  ...{
    lineNo: 1,
    tierId: 't',
    name: 'A',
    quantity: 4,
    price: { amount: 1, currency: 'KRW' },
    state: 'delivered',
  },
  ...{ refundedQuantity: 0, repaidQuantity: 0, returningQuantity: 0 },
  ...more,
});

test('PAG-86: a line says how many of its units were given back, paid back and asked back', () => {
  const all = line({ refundedQuantity: 1, repaidQuantity: 1, returningQuantity: 2 });
  expect(lineBecame('return_requested', all, 'en')).toBe(
    '1 of 4 given back · 1 of 4 paid back, and yours to keep · 2 of 4 asked to be returned',
  );
  expect(lineBecame('delivered', line({ repaidQuantity: 4 }), 'en')).toBe(
    '4 of 4 paid back, and yours to keep',
  );
  expect(lineBecame('return_requested', line(), 'en')).toBe('Not part of the return');
  expect(lineBecame('delivered', line(), 'en')).toBeNull();
});

test.each(languages)('PAG-86: in %s, of an order that has ended its title says it, and older copies are read', (language) => {
  for (const state of orderStates) {
    const said = lineBecame(state, line({ refundedQuantity: 1 }), language);
    const isOver = /^(cancelled|lapsed|returned|refund|written)/.test(state);
    expect([state, said === null]).toEqual([state, isOver]);
    const { repaidQuantity, returningQuantity, ...older } = line();
    expect(lineBecame(state, older as OrderedLine, language) ?? '').not.toMatch(/[{}]|undefined|NaN/);
  }
}); // biome-ignore format: a table
