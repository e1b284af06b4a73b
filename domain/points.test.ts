/** What an order's points come to: for any history, once, and in proportion to the money that stayed. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { type PointsOfOrder, type PointsWritten, pointsDue } from './points.ts';

const order = (more: Partial<PointsOfOrder> = {}): PointsOfOrder => ({
  ...{ state: 'issued', fulfilment: 'ticket', totalAmount: 20_000, refundedAmount: 0 },
  ...{ pointsSpent: 4_000, refundedPoints: 0, takenBackBy: null },
  ...more,
});
const nothing: PointsWritten = { earned: null, takenBack: 0, givenBack: 0 };
const none = { earn: null, takeBack: 0, giveBack: 0 };

describe('an order', () => {
  plain.each([
    ['ticket', 'paid', true],
    ['ticket', 'issued', true],
    ['ticket', 'held', false],
    ['shipping', 'paid', false],
    ['shipping', 'delivered', false],
    ['shipping', 'confirmed', true],
  ] as const)('PNT-3: of %s that is %s earns points: %s', (fulfilment, state, earns) => {
    const due = pointsDue(order({ fulfilment, state }), nothing, 5);
    expect(due).toEqual(earns ? { ...none, earn: { amount: 1_000, ofAmount: 20_000 } } : none);
  });

  plain('PNT-3: earns nothing where the house gives none, and a fraction of a point is none', () => {
    expect(pointsDue(order(), nothing, 0)).toEqual(none);
    expect(pointsDue(order({ totalAmount: 99 }), nothing, 1)).toEqual(none);
  });

  plain('PNT-5: gives back what it was paid with and takes back what it earned, in proportion', () => {
    const earned = { amount: 1_000, ofAmount: 20_000 };
    const part = order({ refundedAmount: 5_000, refundedPoints: 1_000 });
    expect(pointsDue(part, { ...nothing, earned }, 5)).toEqual({
      earn: null,
      takeBack: 250,
      giveBack: 1_000,
    });
    const settled = { earned, takenBack: 250, givenBack: 1_000 };
    expect(pointsDue(part, settled, 5)).toEqual(none);
    expect(pointsDue(order({ ...part, state: 'refund_pending' }), settled, 5)).toEqual({
      ...none,
      takeBack: 750,
      giveBack: 3_000,
    });
  });

  plain.each(['cancelled', 'lapsed', 'refunded', 'returned'] as const)(
    'PNT-4: that is %s has all of its points back',
    (state) => expect(pointsDue(order({ state }), nothing, 5)).toEqual({ ...none, giveBack: 4_000 }),
  );
});

const states = fc.constantFrom('held', 'paid', 'issued', 'refund_pending', 'refunded', 'cancelled', 'lapsed');
test.prop([
  fc.array(fc.record({ state: states, refunded: fc.nat({ max: 20_000 }), percent: fc.nat({ max: 100 }) })),
])(
  'PNT-1, PNT-3, PNT-5: settled at any moments, never more is given than was spent nor taken than was earned',
  (history) => {
    let written = nothing;
    let refundedAmount = 0;
    for (const { state, refunded, percent } of history) {
      refundedAmount = Math.max(refundedAmount, refunded);
      const now = order({
        state: state as PointsOfOrder['state'],
        refundedAmount,
        refundedPoints: (refundedAmount / 5) | 0,
      });
      const due = pointsDue(now, written, percent);
      const earned = due.earn ?? written.earned;
      written = {
        earned,
        takenBack: written.takenBack + due.takeBack,
        givenBack: written.givenBack + due.giveBack,
      };
      expect(written.takenBack).toBeLessThanOrEqual(earned?.amount ?? 0);
      expect(written.givenBack).toBeLessThanOrEqual(4_000);
      expect(pointsDue(now, written, percent)).toMatchObject({ earn: null, giveBack: 0 });
    }
  },
);
