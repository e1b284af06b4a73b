/** How points are shared over the orders of a basket: as many as can be used, and none beyond what an order costs. */
import { fc, test } from '@fast-check/vitest';
import { expect, test as plain } from 'vitest';
import { sharePoints } from './share-points.ts';

const part = (amount: number, currency = 'KRW') => ({ total: { amount, currency } });

plain('BAS-14: the first order takes what it costs, then the next, each currency for itself', () => {
  const points = (currency: string) => (currency === 'KRW' ? 25_000 : 3);
  const parts = [part(18_000), part(9, 'EUR'), part(30_000), part(4_000)];
  const none = () => 0;
  expect(sharePoints(parts, points, none)).toEqual([18_000, 3, 7_000, 0]);
  expect(sharePoints(parts, none, none)).toEqual([0, 0, 0, 0]);
});

plain(
  'PNT-7: what an order cannot take, because too little of it would be left to pay, the next one takes',
  () => {
    const least = (currency: string) => (currency === 'KRW' ? 50 : 0);
    const shared = (points: number, ...amounts: number[]) =>
      sharePoints(
        amounts.map((amount) => part(amount)),
        () => points,
        least,
      );
    expect(shared(9_980, 10_000, 5_000)).toEqual([9_950, 30]);
    expect(shared(14_980, 10_000, 5_000)).toEqual([10_000, 4_950]);
    expect(shared(20, 30, 5_000)).toEqual([0, 20]);
  },
);

const currencies = ['KRW', 'EUR'] as const;
test.prop([
  fc.array(fc.tuple(fc.nat({ max: 50_000 }), fc.constantFrom(...currencies)), { maxLength: 8 }),
  fc.record({ KRW: fc.nat({ max: 200_000 }), EUR: fc.nat({ max: 200_000 }) }),
])(
  'BAS-14: as many points as there are and it costs, never more, and at most one order is paid in part',
  (asked, points) => {
    const parts = asked.map(([amount, currency]) => part(amount, currency));
    const shared = sharePoints(
      parts,
      (currency) => points[currency as keyof typeof points],
      () => 0,
    );
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

test.prop([fc.array(fc.nat({ max: 400 }), { maxLength: 8 }), fc.nat({ max: 1_500 }), fc.nat({ max: 200 })])(
  'PNT-7: whatever the orders cost, each is left with nothing to pay, or enough, and no point is spent twice',
  (amounts, points, least) => {
    const shared = sharePoints(
      amounts.map((amount) => part(amount)),
      () => points,
      () => least,
    );
    const left = amounts.map((amount, index) => amount - (shared[index] ?? Number.NaN));
    // An order that points pay nothing of costs what it costs.
    expect(left.every((rest, index) => rest === 0 || rest >= least || shared[index] === 0)).toBe(true);
    expect(shared.every((taken, index) => taken >= 0 && taken <= (amounts[index] ?? 0))).toBe(true);
    expect(shared.reduce((sum, taken) => sum + taken, 0)).toBeLessThanOrEqual(points);
  },
);
