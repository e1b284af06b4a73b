/** The points that an order can be paid with, where a payment has a least amount. */
import { fc, test } from '@fast-check/vitest';
import { expect, test as plain } from 'vitest';
import { usablePoints } from './usable-points.ts';

plain('PNT-7: what points leave is nothing, or as much as a payment has to be', () => {
  expect(usablePoints(10_000, 4_000, 50)).toBe(4_000);
  expect(usablePoints(10_000, 9_950, 50)).toBe(9_950);
  expect(usablePoints(10_000, 9_951, 50)).toBe(9_950);
  expect(usablePoints(10_000, 9_999, 50)).toBe(9_950);
  expect(usablePoints(10_000, 12_000, 50)).toBe(10_000);
  expect(usablePoints(10_000, 9_999, 0)).toBe(9_999);
  // It costs less than any payment: points pay for all of it, or for nothing.
  expect(usablePoints(30, 29, 50)).toBe(0);
  expect(usablePoints(30, 30, 50)).toBe(30);
});

const small = fc.nat({ max: 300 });
test.prop([small, small, small])(
  'PNT-7: of all sums that leave nothing or enough it is the largest that there are points for',
  (amount, points, least) => {
    const fits = (used: number) => used === amount || amount - used >= least;
    const sums = Array.from({ length: Math.min(amount, points) + 1 }, (_, used) => used).filter(fits);
    expect(usablePoints(amount, points, least)).toBe(sums.at(-1) ?? 0);
  },
);
