/**
 * The loads of the older systems, each at a tiny size and on both sides: what they say has happened must have happened.
 * How fast it was is nothing that a test can know.
 */
import { expect, test } from 'vitest';
import { type BenchResult, judge, quote } from './harness.ts';
import { run as runTenOfMany } from './old-10k-10/run.ts';
import { run as runAllPaid } from './old-10k-10k/run.ts';
import { run as runOpenLoop } from './old-500x60/run.ts';
import { run as runReads } from './old-reads/run.ts';
import { tableOf } from './table.ts';

const tiny = (size: number) => ({ rounds: 1, size, say: () => {} });
/** Each starts the servers of both sides. */
const patience = { timeout: 240_000 };

const sides = ['Usher', 'older shop'];

/** On both sides. */
function expectOfBoth(result: BenchResult, what: string, value: number): void {
  for (const side of sides)
    expect([side, what, only(result, `${side} ${what}`)]).toEqual([side, what, value]);
}

function only(result: BenchResult, what: string): number | undefined {
  const found = result.measures.find((measure) => measure.what === what);
  expect(found?.rounds).toHaveLength(1);
  return found?.rounds[0];
}

test('RUN-32: old-10k-10 sells its ten units once, and everybody else is told so', patience, async () => {
  const result = await runTenOfMany(tiny(60));
  expectOfBoth(result, 'sold and paid', 10);
  expectOfBoth(result, 'told sold out', 50);
  expectWhole(result);
});

test('RUN-32: in old-10k-10k everybody comes through the line to a paid order', patience, async () => {
  const result = await runAllPaid(tiny(40));
  expectOfBoth(result, 'paid', 40);
  expectWhole(result);
});

test('RUN-32: old-500x60 grants what it can and calls everything else an error', patience, async () => {
  const result = await runOpenLoop(tiny(100));
  for (const side of sides) {
    // How many are granted in time is the machine's to say; that each is in the books, the bench itself.
    const granted = only(result, `${side} granted`) ?? 0;
    expect(granted).toBeGreaterThan(0);
    expect(only(result, `${side} errors`)).toBeCloseTo(100 - granted, 6);
  }
  expectWhole(result);
});

test('RUN-32: old-reads reads the stock that there is', patience, async () => {
  const result = await runReads(tiny(10));
  const wrong = result.measures.filter(({ what }) => what.endsWith(': wrong'));
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong.map(({ rounds }) => rounds)).toEqual(wrong.map(() => [0]));
  expect(only(result, 'Usher, 10 users')).toBeGreaterThan(0);
  expectWhole(result);
});

/** Every number that is shown or judged is one. */
function expectWhole(result: BenchResult): void {
  const judged = [...judge(result).map(({ median }) => median), ...quote(result).map(({ ratio }) => ratio)];
  expect(judged.filter((value) => !Number.isFinite(value))).toEqual([]);
  expect(tableOf(result)).not.toMatch(/NaN|Infinity|undefined/);
}
