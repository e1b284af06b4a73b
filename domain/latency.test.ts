/** How long things took: percentiles within a tenth, and forgetting. */
import { expect, test } from 'vitest';
import { LatencyWindow, worstOf } from './latency.ts';

test('API-14: percentiles are within a tenth of the truth', () => {
  const window = new LatencyWindow(1_000);
  for (let ms = 1; ms <= 1_000; ms += 1) window.add(ms, 0);
  const latency = window.lately(0);
  expect(latency?.count).toBe(1_000);
  for (const [shown, truth] of [
    [latency?.p50, 500],
    [latency?.p95, 950],
    [latency?.p99, 990],
  ] as const) {
    expect(shown).toBeGreaterThanOrEqual(truth);
    expect(shown).toBeLessThan(truth * 1.11);
  }
});

test('API-14: what happened more than two windows ago is forgotten', () => {
  const window = new LatencyWindow(1_000);
  window.add(5_000, 0);
  expect(window.lately(999)?.count).toBe(1);
  window.add(1, 1_500);
  expect(window.lately(1_500)?.count).toBe(2);
  expect(window.lately(2_600)?.p99).toBeLessThan(2);
  window.add(1, 10_000);
  expect(window.lately(60_000)).toBeNull();
});

test('API-14: the extremes stay inside', () => {
  const window = new LatencyWindow(1_000);
  window.add(0, 0);
  window.add(1e9, 0);
  expect(window.lately(0)?.p50).toBe(0.1);
  expect(window.lately(0)?.p99).toBeGreaterThan(30_000);
});

test('API-14: of several processes the worst is shown, and the counts are added', () => {
  const fast = { p50: 1, p95: 2, p99: 30, count: 10 };
  const slow = { p50: 5, p95: 6, p99: 7, count: 1 };
  expect(worstOf([fast, slow])).toEqual({ p50: 5, p95: 6, p99: 30, count: 11 });
});
