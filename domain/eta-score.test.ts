/** The published score: never better than what was counted, silent while it says nothing. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { isHeld, PROMISES_SHOWN_MIN, publicScore } from './eta-score.ts';

const score = fc
  .tuple(fc.nat(10_000_000), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([promised, share]) => ({ promised, held: Math.floor(promised * share) }));

test.prop([score])(
  'ETA-1: the published score is never better than what was counted, nor far from it',
  (score) => {
    const shown = publicScore(score);
    expect(shown === null).toBe(score.promised < PROMISES_SHOWN_MIN);
    if (shown === null) return;
    const { promised, held } = shown;
    expect(promised).toBeLessThanOrEqual(score.promised);
    expect(promised).toBeGreaterThan(score.promised * 0.9);
    expect(held / promised).toBeLessThanOrEqual(score.held / score.promised + 1e-9);
    expect(held / promised).toBeGreaterThan(score.held / score.promised - 1 / promised - 1e-9);
  },
);

test('ETA-1: it is told anew about every tenth promise and no more often', () => {
  const shown = new Set(
    Array.from({ length: 10_000 }, (_, n) => JSON.stringify(publicScore({ promised: n, held: n }))),
  );
  expect(shown.size).toBeLessThan(300);
});

test('ETA-1: called too early or too late, the range did not hold', () => {
  const turn = { fromAt: 100, toAt: 200 };
  expect([99, 100, 150, 200, 201].map((at) => isHeld(turn, at))).toEqual([false, true, true, true, false]);
});
