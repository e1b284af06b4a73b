/** The arithmetic of the bench: a step is as old as the visitor's first word of it. */
import { expect, test } from 'vitest';
import { agesOf } from './ages.ts';

const steps = [10, 20, 30].map((moved, at) => ({ moved, atMs: 1_000 * (at + 1) }));

test('RUN-30: each step counts once for each visitor near the front, until they are called', () => {
  const news = [
    { moved: 10, atMs: 1_100 },
    { moved: 30, atMs: 3_050 },
  ];
  // The word of 30 is also the first word of 20.
  expect(agesOf(steps, [{ ahead: 100, aheadMoved: 0, news }], { nearMax: 1_000, endMs: 9_000 })).toEqual([
    100, 1_050, 50,
  ]);
  const called = { ahead: 15, aheadMoved: 0, news };
  expect(agesOf(steps, [called], { nearMax: 1_000, endMs: 9_000 })).toEqual([100]);
});

test('RUN-30: who is far back does not count, and who never hears is as late as the end', () => {
  const far = { ahead: 1_025, aheadMoved: 0, news: [] };
  expect(agesOf(steps, [far], { nearMax: 1_000, endMs: 9_000 })).toEqual([6_000]);
});
