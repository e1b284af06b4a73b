/** A bench's result as the table that `npm run bench` prints. */
import { type BenchResult, judge, judgeTargets, median, quote } from './harness.ts';

export function tableOf(result: BenchResult): string {
  const measures = result.measures.map(({ what, unit, rounds }) => [
    what,
    `${inWords(median(rounds))} ${unit}`,
    rounds.map(inWords).join('  '),
  ]);
  const ratios = judge(result).map((ratio) => [
    `${ratio.of} ÷ ${ratio.to}`,
    `${ratio.median.toFixed(2)}${target(ratio)}`,
    ratio.rounds.map((value) => value.toFixed(2)).join('  '),
  ]);
  const targets = judgeTargets(result).map((it) => [
    it.of,
    `${inWords(it.median)} ${it.unit}${target(it)}`,
    'in absolute terms',
  ]);
  const quoted = quote(result).map(({ of, ratio, by, test, value, unit }) => [
    of,
    `${inWords(ratio)} ×`,
    `what ${by} published: ${inWords(value)} ${unit} (${test})`,
  ]);
  const rows = [['', 'median', 'rounds'], ...measures, ...ratios, ...targets, ...quoted];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('   ')
      .trimEnd(),
  );
  return [`\n${result.name}`, ...lines, ...result.notes.map((note) => `· ${note}`)].join('\n');
}

function target({ atLeast, atMost, isMet }: { atLeast?: number; atMost?: number; isMet: boolean }): string {
  if (atLeast === undefined && atMost === undefined) return '';
  const wanted = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
  return ` (${wanted}: ${isMet ? 'met' : 'NOT met'})`;
}

/** Three digits that say something, whatever the size. */
export function inWords(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  if (value === 0) return '0';
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
