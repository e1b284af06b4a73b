/** Baskets as lists: what adding, setting, joining and ordering do to them, and what an item is worth at a moment. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { added, changed, merged, quantities, type Wanted, without } from './basket.ts';
import { type BasketItem, partsOf, standingOf, totalsOf, whyNotMore } from './basket-standing.ts';
import { LINE_QUANTITY_MAX, ORDER_LINES_MAX } from './limits.ts';

const tierId = fc.constantFrom('a', 'b', 'c', 'd');
const list = fc.uniqueArray(fc.record({ tierId, quantity: fc.integer({ min: 1, max: 9 }) }), {
  selector: (item) => item.tierId,
});
const units = (items: readonly Wanted[], id: string) => quantities(items).get(id) ?? 0;
const ids = ['a', 'b', 'c', 'd'];

test('BAS-1: adding sums, setting sets, zero takes out, and the rest stays as it stands', () => {
  fc.assert(
    fc.property(list, list, (before, more) => {
      const sum = added(before, more);
      for (const id of ids) expect(units(sum, id)).toBe(units(before, id) + units(more, id));
      expect(sum.slice(0, before.length).map((item) => item.tierId)).toEqual(
        before.map((item) => item.tierId),
      );
      const set = changed(before, more);
      for (const id of ids) expect(units(set, id)).toBe(units(more, id) || units(before, id));
    }),
  );
  expect(changed([{ tierId: 'a', quantity: 2 }], [{ tierId: 'a', quantity: 0 }])).toEqual([]);
  expect(
    added(
      [],
      [
        { tierId: 'a', quantity: 2 },
        { tierId: 'a', quantity: 3 },
      ],
    ),
  ).toEqual([{ tierId: 'a', quantity: 5 }]);
});

test('BAS-5: joined lists have the larger quantity of each tier, whichever comes first and however often', () => {
  fc.assert(
    fc.property(list, list, (one, other) => {
      const both = merged(one, other);
      for (const id of ids) expect(units(both, id)).toBe(Math.max(units(one, id), units(other, id)));
      expect(merged(both, other)).toEqual(both);
      for (const id of ids) expect(units(merged(other, one), id)).toBe(units(both, id));
    }),
  );
});

test('BAS-7: what was ordered leaves the list, and nothing else does', () => {
  fc.assert(
    fc.property(list, list, (before, ordered) => {
      const after = without(before, ordered);
      for (const id of ids)
        expect(units(after, id)).toBe(Math.max(0, units(before, id) - units(ordered, id)));
      expect(after.every(({ quantity }) => quantity > 0)).toBe(true);
    }),
  );
});

const shelf = { mode: 'shelf', state: 'open', perVisitorMax: 4 } as const;

test('BAS-3: each item says whether it can be ordered, and why not', () => {
  const facts = { sale: shelf, left: 5, quantity: 2, unitsInSale: 2 };
  expect(standingOf(facts)).toBe('ready');
  expect(standingOf({ ...facts, left: 1 })).toBe('tooMany');
  expect(standingOf({ ...facts, left: 0 })).toBe('soldOut');
  expect(standingOf({ ...facts, unitsInSale: 5 })).toBe('overLimit');
  for (const [state, standing] of [
    ['draft', 'ended'],
    ['closed', 'ended'],
    ['lobby', 'notOpen'],
    ['paused', 'paused'],
    ['soldOut', 'soldOut'],
  ] as const)
    expect(standingOf({ ...facts, sale: { ...shelf, state } })).toBe(standing);
  for (const mode of ['line', 'raffle', 'passthrough'] as const) {
    expect(standingOf({ ...facts, sale: { ...shelf, mode } })).toBe('line');
    expect(standingOf({ ...facts, sale: { ...shelf, mode, state: 'lobby' } })).toBe('line');
    expect(standingOf({ ...facts, sale: { ...shelf, mode, state: 'closed' } })).toBe('ended');
  }
});

test('BAS-2: no more is put in than is left, or than one person may have, or of what is over', () => {
  const facts = { sale: shelf, left: 4, quantity: 4, unitsInSale: 4 };
  expect(whyNotMore(facts)).toBeNull();
  expect(whyNotMore({ ...facts, left: 3 })).toBe('sold_out');
  expect(whyNotMore({ ...facts, unitsInSale: 5 })).toBe('limit_reached');
  expect(whyNotMore({ ...facts, sale: { ...shelf, state: 'closed' } })).toBe('sale_not_open');
  const many = LINE_QUANTITY_MAX + 1;
  const wide = { ...shelf, perVisitorMax: 1_000 };
  expect(whyNotMore({ sale: wide, left: 1_000, quantity: many, unitsInSale: many })).toBe('limit_reached');
});

const item = (slug: string, tier: string, more: Partial<BasketItem> = {}): BasketItem => ({
  tierId: tier,
  quantity: 2,
  title: `Sale ${slug}`,
  name: tier,
  slug,
  standing: 'ready',
  left: 5,
  tier: null,
  sale: {
    ...shelf,
    slug,
    title: `Sale ${slug}`,
    audience: 'anyone',
    opensAt: null,
    fulfilment: 'ticket',
    holdMinutes: 10,
    picture: null,
  },
  amount: { amount: 2_000, currency: 'KRW' },
  ...more,
});

test('BAS-4: a basket falls into one order a sale, of what can be ordered, with its own total', () => {
  const items = [
    item('cup', 't1'),
    item('hat', 't2', { amount: { amount: 500, currency: 'EUR' } }),
    item('cup', 't3'),
    item('night', 't4', { standing: 'line' }),
    item('cup', 't5', { standing: 'soldOut' }),
  ];
  expect(partsOf(items)).toMatchObject([
    {
      slug: 'cup',
      lines: [{ tierId: 't1' }, { tierId: 't3' }],
      total: { amount: 4_000, currency: 'KRW' },
    },
    { slug: 'hat', lines: [{ tierId: 't2' }], total: { amount: 500, currency: 'EUR' } },
  ]);
  expect(totalsOf(items)).toEqual([
    { amount: 8_000, currency: 'KRW' },
    { amount: 500, currency: 'EUR' },
  ]);
  const wide = Array.from({ length: ORDER_LINES_MAX + 1 }, (_, index) => item('cup', `t${index}`));
  expect(partsOf(wide).map(({ lines }) => lines.length)).toEqual([ORDER_LINES_MAX, 1]);
});
