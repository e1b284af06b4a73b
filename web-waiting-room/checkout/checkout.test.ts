/** The pure half of the checkout: what is chosen, one attempt and its key, and what "sold out" says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TierView } from '../../domain/sale.ts';
import { withSubjectParticle } from '../language/particle.ts';
import { attemptFor, isUnknown } from './attempt.ts';
import { type Basket, fitting, totalOf, unitsOf, withinLeft, withQuantity } from './basket.ts';
import { soldOutView } from './sold-out.ts';

const tier = (id: string, amount: number): TierView => ({
  id,
  name: `Tier ${id}`,
  price: { amount, currency: 'KRW' },
  ...{ listPrice: null, attributes: {}, capacity: 10 },
  availability: 'plenty',
});

test('PAG-14: no sequence of choices puts more into the basket than one person may have', () => {
  const step = fc.record({
    tierId: fc.constantFrom('a', 'b', 'c'),
    quantity: fc.integer({ min: -5, max: 50 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.array(step), (most, steps) => {
      let basket: Basket = {};
      for (const { tierId, quantity } of steps) basket = withQuantity(basket, tierId, quantity, most);
      expect(unitsOf(basket)).toBeLessThanOrEqual(most);
      expect(Object.values(basket).every((units) => units > 0)).toBe(true);
    }),
  );
  expect(withQuantity({}, 'a', Number.NaN, 4)).toEqual({});
});

test('PAG-14: the total is that of the server’s prices', () => {
  expect(totalOf({ a: 2, b: 1 }, [tier('a', 99_000), tier('b', 66_000)])).toEqual({
    amount: 264_000,
    currency: 'KRW',
  });
  expect(totalOf({}, [tier('a', 1)])).toBeNull();
});

test('BAS-12: of the basket is filled in what this sale still has, and no more than one person may have', () => {
  const gone: TierView = { ...tier('c', 1), availability: 'none' };
  const sale = { tiers: [tier('a', 1), tier('b', 1), gone], perVisitorMax: 4 };
  const items = [
    { tierId: 'b', quantity: 3 },
    { tierId: 'c', quantity: 1 },
    { tierId: 'other', quantity: 9 },
    { tierId: 'a', quantity: 3 },
  ];
  expect(fitting(sale, items)).toEqual({ b: 3, a: 1 });
  expect(fitting(sale, [])).toEqual({});
});

test('PAG-10: the same order keeps its key, another order gets another one', () => {
  const first = attemptFor(null, '{"n":1}', () => 'key-1');
  expect(attemptFor(first, '{"n":1}', () => 'key-2')).toBe(first);
  expect(attemptFor(first, '{"n":2}', () => 'key-2')).toEqual({ key: 'key-2', body: '{"n":2}' });
});

test('PAG-10: only an answer that decides ends the attempt', () => {
  for (const code of ['offline', 'busy', 'in_progress', 'too_many_requests', 'internal'])
    expect(isUnknown(code), code).toBe(true);
  for (const code of ['sold_out', 'limit_reached', 'key_reused', 'pass_ended', 'invalid_request'])
    expect(isUnknown(code), code).toBe(false);
});

test('PAG-15: sold out names what has gone and what is still there', () => {
  const tiers = [tier('a', 132_000), tier('b', 99_000)];
  expect(soldOutView({ a: 2 }, { a: 0, b: 7 }, tiers, 'en')).toEqual({
    code: 'sold_out',
    facts: { tier: 'Tier a', left: 'Tier b × 7, ₩99,000' },
  });
  expect(soldOutView({ a: 2 }, { a: 1, b: 0 }, tiers, 'en')).toEqual({
    code: 'sold_out_partly',
    facts: { tier: 'Tier a', left: 'Tier a × 1, ₩132,000' },
  });
  expect(withinLeft({ a: 2, b: 1 }, { a: 1, b: 0 })).toEqual({ a: 1 });
});

test('PAG-15: Korean particles follow the sound of the word', () => {
  expect(['발코니 B석', '스탠딩', '자리', 'Row A'].map(withSubjectParticle)).toEqual([
    '발코니 B석이',
    '스탠딩이',
    '자리가',
    'Row A이(가)',
  ]);
});
