/** Waits that grow, stay within their bounds, and never make a crowd come back together. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { backoffMs, spreadMs } from './backoff.ts';

const fraction = fc.double({ min: 0, max: 0.999_999, noNaN: true });
const bounds = { firstMs: 200, mostMs: 5_000 };

test.prop([fc.nat(), fraction])(
  'RUN-8: a wait is at least half of the full one and at most the bound',
  (attempt, value) => {
    const fullMs = Math.min(bounds.mostMs, bounds.firstMs * 2 ** Math.min(attempt, 30));
    const waitMs = backoffMs(attempt, bounds, { fraction: () => value });
    expect(waitMs).toBeGreaterThanOrEqual(fullMs / 2);
    expect(waitMs).toBeLessThanOrEqual(fullMs);
  },
);

test.prop([fc.nat(60_000), fc.nat(60_000), fraction])(
  'RUN-8: a spread word stays in its range',
  (from, width, value) => {
    const waitMs = spreadMs(from, from + width, { fraction: () => value });
    expect(waitMs).toBeGreaterThanOrEqual(from);
    expect(waitMs).toBeLessThanOrEqual(from + width);
    expect(Number.isInteger(waitMs)).toBe(true);
  },
);

test('RUN-8: the wait doubles', () => {
  const waits = [0, 1, 2, 3, 4, 5].map((attempt) => backoffMs(attempt, bounds, { fraction: () => 1 }));
  expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 5_000]);
});
