/** Horizontal bars from zero, with their values written beside them. */
import { inkOf, sheet, short, tidy, WIDTH, words } from './paper.ts';
import type { BarsPlot } from './plot.ts';

const TOP = 44;
const ROW = 30;
const LEFT = 260;
const RIGHT = 120;

export function barsSvg({ title, unit, bars, mark }: BarsPlot): string {
  const max = Math.max(...bars.map(({ value }) => value), mark?.value ?? 0, Number.MIN_VALUE);
  const lengthOf = (value: number) => (value / max) * (WIDTH - LEFT - RIGHT);
  const rows = bars.flatMap(({ label, value }, at) => {
    const y = TOP + at * ROW;
    const length = lengthOf(value);
    return [
      words(LEFT - 10, y + 17, label, { anchor: 'end' }),
      `<rect x="${LEFT}" y="${y + 3}" width="${tidy(Math.max(1, length))}" height="20" rx="3" fill="${inkOf(at)}"/>`,
      words(LEFT + length + 8, y + 17, `${short(value)} ${unit}`, { faint: true }),
    ];
  });
  const bottom = TOP + bars.length * ROW;
  return sheet(bottom + (mark ? 34 : 14), title, [...rows, ...markAt(mark, lengthOf, bottom)]);
}

function markAt(mark: BarsPlot['mark'], lengthOf: (value: number) => number, bottom: number): string[] {
  if (!mark) return [];
  const x = tidy(LEFT + lengthOf(mark.value));
  return [
    `<line x1="${x}" y1="${TOP}" x2="${x}" y2="${bottom + 4}" stroke="#c93c37" stroke-dasharray="4 3"/>`,
    words(x, bottom + 20, mark.label, { anchor: 'middle', faint: true }),
  ];
}
