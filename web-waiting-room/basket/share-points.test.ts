/** How points are shared over the orders of a basket: all that are given, no more, and none beyond what an order costs. */
import { fc, test } from '@fast-check/vitest';
import { expect, test as plain } from 'vitest';
import { sharePoints } from './share-points.ts';

const part = (amount: number, currency = 'KRW') => ({ total: { amount, currency } });

plain('BAS-14: the first order takes what it costs, then the next, each currency for itself', () => {
  const points = (currency: string) => (currency === 'KRW' ? 25_000 : 3);
  const parts = [part(18_000), part(9, 'EUR'), part(30_000), part(4_000)];
  expect(sharePoints(parts, points)).toEqual([18_000, 3, 7_000, 0]);
  expect(sharePoints(parts, () => 0)).toEqual([0, 0, 0, 0]);
});

const currencies = ['KRW', 'EUR'] as const;
test.prop([
  fc.array(fc.tuple(fc.nat({ max: 50_000 }), fc.constantFrom(...currencies)), { maxLength: 8 }),
  fc.record({ KRW: fc.nat({ max: 200_000 }), EUR: fc.nat({ max: 200_000 }) }),
])(
  'BAS-14: as many points as there are and it costs, never more, and at most one order is paid in part',
  (asked, points) => {
    const parts = asked.map(([amount, currency]) => part(amount, currency));
    const shared = sharePoints(parts, (currency) => points[currency as keyof typeof points]);
    for (const currency of currencies) {
      const own = parts.flatMap(({ total }, n) =>
        total.currency === currency ? [{ amount: total.amount, taken: shared[n] ?? Number.NaN }] : [],
      );
      const cost = own.reduce((sum, { amount }) => sum + amount, 0);
      expect(own.reduce((sum, { taken }) => sum + taken, 0)).toBe(Math.min(cost, points[currency]));
      expect(own.every(({ amount, taken }) => taken >= 0 && taken <= amount)).toBe(true);
      expect(own.filter(({ amount, taken }) => taken > 0 && taken < amount).length).toBeLessThanOrEqual(1);
    }
  },
);
