/** Shares of money and points: whole, in proportion, and never off by rounding. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { nextShare, shareOf } from './refund-share.ts';

const amount = fc.nat({ max: 2 ** 40 });

test.prop([amount, amount, fc.array(fc.nat({ max: 2 ** 30 }), { maxLength: 12 })])(
  'ORD-15, PNT-5: parts in any order give back all of money and points, and none of them takes any',
  (totalAmount, pointsSpent, values) => {
    const paid = { totalAmount, pointsSpent };
    const gross = totalAmount + pointsSpent;
    let before = 0;
    const sum = { amount: 0, points: 0 };
    for (const value of [...values, gross].map((value) => Math.min(value, gross - before))) {
      const share = nextShare(paid, before, value);
      expect(share.amount).toBeGreaterThanOrEqual(0);
      expect(share.points).toBeGreaterThanOrEqual(0);
      expect(share.amount + share.points).toBe(value);
      sum.amount += share.amount;
      sum.points += share.points;
      before += value;
      if (before === gross) break;
    }
    const rest = nextShare(paid, before, gross - before);
    expect([sum.amount + rest.amount, sum.points + rest.points]).toEqual([totalAmount, pointsSpent]);
  },
);

test('ORD-15: what was paid with money alone goes back as money, to the last unit of the largest sums', () => {
  expect(shareOf({ totalAmount: 9_007_199_254_740_990, pointsSpent: 0 }, 9_007_199_254_740_989)).toEqual({
    amount: 9_007_199_254_740_989,
    points: 0,
  });
  expect(shareOf({ totalAmount: 0, pointsSpent: 0 }, 0)).toEqual({ amount: 0, points: 0 });
});
