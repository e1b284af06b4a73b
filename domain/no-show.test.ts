/** The correction for those who do not come: bounded, growing with them, and right where they are many. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { NO_SHOW_BOOST_MAX } from './limits.ts';
import { callsPerMinute, noShowBoost } from './no-show.ts';

const shows = fc
  .tuple(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([settled, share]) => ({ settled, missed: Math.floor(settled * share) }));

test.prop([shows, fc.integer({ min: 1, max: 600_000 })])(
  'PAC-4: the rate is corrected upwards only, and within its bound',
  (shows, target) => {
    expect(noShowBoost(shows)).toBeGreaterThanOrEqual(1);
    expect(noShowBoost(shows)).toBeLessThanOrEqual(NO_SHOW_BOOST_MAX);
    const calls = callsPerMinute(target, shows);
    expect(calls).toBeGreaterThanOrEqual(target);
    expect(calls).toBeLessThanOrEqual(Math.max(target, Math.floor(target * NO_SHOW_BOOST_MAX)));
  },
);

test.prop([shows, fc.nat(1_000)])('PAC-4: more who stay away never mean fewer calls', (shows, more) => {
  const worse = { settled: shows.settled + more, missed: shows.missed + more };
  expect(noShowBoost(worse)).toBeGreaterThanOrEqual(noShowBoost(shows));
});

test('PAC-4: as many come in as the rate says, up to one in three who stay away; a few at the start change nothing', () => {
  expect(noShowBoost({ settled: 0, missed: 0 })).toBe(1);
  expect(noShowBoost({ settled: 2, missed: 2 })).toBeLessThan(1.11);
  for (const share of [0.1, 0.2, 0.3]) {
    const boost = noShowBoost({ settled: 1_000, missed: 1_000 * share });
    expect(boost * (1 - share)).toBeGreaterThan(0.97);
    expect(boost * (1 - share)).toBeLessThanOrEqual(1);
  }
  expect(noShowBoost({ settled: 1_000, missed: 900 })).toBe(NO_SHOW_BOOST_MAX);
  expect(callsPerMinute(600, { settled: 1_000, missed: 200 })).toBe(744);
});
