/** How a measurement is judged and drawn: what is said of a run must be what was measured. */
import { expect, test } from 'vitest';
import { type BenchResult, judge, judgeTargets, quantile, quote } from './harness.ts';
import { svgOf } from './plots/plot.ts';
import { tableOf } from './table.ts';

const result: BenchResult = {
  name: 'sample',
  measures: [
    { what: 'ours', unit: 's', rounds: [2, 30, 3] },
    { what: 'bare', unit: 's', rounds: [1, 10, 2] },
  ],
  ratios: [{ of: 'ours', to: 'bare', atMost: 2 }],
  targets: [{ of: 'ours', atMost: 2 }],
  notes: ['a < b & c'],
};

test('RUN-31: a ratio is taken round by round, and its median is judged; a target in absolute terms fails nothing', () => {
  expect(judge(result)).toEqual([
    { of: 'ours', to: 'bare', atMost: 2, rounds: [2, 3, 1.5], median: 2, isMet: true },
  ]);
  expect(judgeTargets(result)).toEqual([{ of: 'ours', atMost: 2, unit: 's', median: 3, isMet: false }]);
  expect(tableOf(result)).toMatch(/ours ÷ bare +2\.00 \(≤ 2: met\)/);
  expect(tableOf(result)).toMatch(/ours +3\.00 s \(≤ 2: NOT met\) +in absolute terms/);
  const wrong = { ...result, ratios: [{ of: 'ours', to: 'nobody' }] };
  expect(() => judge(wrong)).toThrow('no measure is called "nobody"');
});

test('RUN-32: what an older system published is quoted with its letter beside ours, and judges nothing', () => {
  const published = [{ of: 'ours', by: 'D', test: 'JMeter', value: 2, unit: 'requests/s' }] as const;
  expect(quote({ ...result, published })).toEqual([{ ...published[0], ours: 3, ratio: 1.5 }]);
  expect(tableOf({ ...result, published })).toMatch(
    /ours +1\.50 × +what D published: 2\.00 requests\/s \(JMeter\)/,
  );
});

test('RUN-31: a quantile is a value that was measured', () => {
  const sorted = Array.from({ length: 100 }, (_, at) => at + 1);
  expect([0, 0.5, 0.99, 1].map((share) => quantile(sorted, share))).toEqual([1, 50, 99, 100]);
  expect(quantile([7], 0.99)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});

test('RUN-31: a picture shows every value, and nothing of its words is markup', () => {
  const bars = svgOf({
    kind: 'bars',
    name: 'b',
    title: 'a < b & "c"',
    unit: 'ms',
    bars: [
      { label: 'bare', value: 5 },
      { label: 'ours', value: 10 },
    ],
    mark: { value: 7.5, label: 'target' },
  });
  expect(bars).toContain('a &lt; b &amp; &quot;c&quot;');
  expect(bars).toContain('5 ms');
  expect(
    [...bars.matchAll(/<rect x="\d+" y="[\d.]+" width="([\d.]+)"/g)].map(([, width]) => Number(width)),
  ).toEqual([170, 340]);
  const lines = svgOf({
    kind: 'lines',
    name: 'l',
    title: 'growth',
    x: 'entries',
    y: 'µs',
    isLogX: true,
    series: [{ label: 'one', points: [[10, 1], [100, 1], [1_000, 2]] }],
  }); // biome-ignore format: points read best in a row
  const points =
    /points="([^"]+)"/
      .exec(lines)?.[1]
      ?.split(' ')
      .map((pair) => pair.split(',').map(Number)) ?? [];
  expect(points).toHaveLength(3);
  // Logarithmic: each decade is as wide as the other.
  expect((points[1]?.[0] ?? 0) - (points[0]?.[0] ?? 0)).toBeCloseTo(
    (points[2]?.[0] ?? 0) - (points[1]?.[0] ?? 0),
    0,
  );
  expect(lines).not.toMatch(/NaN|Infinity|undefined/);
});
