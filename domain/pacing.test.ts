/** Pacing over generated sales. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { CONVERSION_MIN, conversion, proposeCalls, unitsPerOrder } from './pacing.ts';

const track = fc
  .record({
    settled: fc.nat(10_000),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    orders: fc.nat(1_000),
  })
  .map(({ settled, share, orders }) => ({
    settled,
    bought: Math.floor(settled * share),
    orders,
    units: orders * 2,
  }));

test.prop([track])('PAC-3: the correction for visitors who do not buy is bounded', (track) => {
  expect(conversion(track)).toBeGreaterThanOrEqual(CONVERSION_MIN);
  expect(conversion(track)).toBeLessThanOrEqual(1);
});

test.prop([track, fc.nat(10_000), fc.nat(10_000)])(
  'PAC-1: nobody is called for nothing, and somebody is called while something is free and nobody decides',
  (track, available, undecided) => {
    const proposed = proposeCalls({ ...track, available, undecided, promised: 0 });
    if (available === 0) expect(proposed).toBe(0);
    if (available > 0 && undecided === 0) expect(proposed).toBeGreaterThan(0);
    expect(proposed + undecided).toBeLessThanOrEqual(
      Math.max(undecided, Math.ceil(available / CONVERSION_MIN)),
    );
  },
);

test.prop([track, fc.nat(10_000), fc.nat(1_000), fc.nat(10_000)])(
  'PAC-5: what the reserve list is owed is not called for, and the rest as if it were not there',
  (track, available, undecided, promised) => {
    const owed = Math.ceil(promised * unitsPerOrder(track));
    const proposed = proposeCalls({ ...track, available, undecided, promised });
    const rest = Math.max(0, available - owed);
    expect(proposed).toBe(proposeCalls({ ...track, available: rest, undecided, promised: 0 }));
  },
);
