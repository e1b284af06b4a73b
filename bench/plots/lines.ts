/** Lines over a plain or logarithmic x, y from zero, with a legend. */
import { inkOf, rule, sheet, short, stepsTo, tidy, WIDTH, words } from './paper.ts';
import type { LinesPlot } from './plot.ts';

const TOP = 64;
const BOTTOM = 320;
const LEFT = 70;
const RIGHT = WIDTH - 24;
const HEIGHT = 372;

export function linesSvg({ title, x, y, isLogX = false, series }: LinesPlot): string {
  const points = series.flatMap((one) => one.points);
  const ySteps = stepsTo(Math.max(...points.map(([, value]) => value), Number.MIN_VALUE));
  const yMax = ySteps.at(-1) ?? 1;
  const xs = points.map(([value]) => value);
  const [xMin, xMax] = isLogX ? [Math.min(...xs), Math.max(...xs)] : [0, Math.max(...xs, Number.MIN_VALUE)];
  const scale = isLogX ? Math.log : (value: number) => value;
  const across = scale(xMax) - scale(xMin) || 1;
  const atX = (value: number) => LEFT + ((scale(value) - scale(xMin)) / across) * (RIGHT - LEFT);
  const atY = (value: number) => BOTTOM - (value / yMax) * (BOTTOM - TOP);
  const xSteps = isLogX ? decades(xMin, xMax) : stepsTo(xMax).filter((step) => step <= xMax);

  return sheet(HEIGHT, title, [
    ...ySteps.flatMap((step) => [
      rule(LEFT, atY(step), RIGHT, atY(step)),
      words(LEFT - 8, atY(step) + 4, short(step), { anchor: 'end', faint: true }),
    ]),
    ...xSteps.map((step) => words(atX(step), BOTTOM + 18, short(step), { anchor: 'middle', faint: true })),
    words((LEFT + RIGHT) / 2, BOTTOM + 40, x, { anchor: 'middle', faint: true }),
    words(16, TOP - 14, y, { faint: true }),
    ...series.map((one, at) => {
      const path = one.points.map(([px, py]) => `${tidy(atX(px))},${tidy(atY(py))}`).join(' ');
      return `<polyline points="${path}" fill="none" stroke="${inkOf(at)}" stroke-width="2"/>`;
    }),
    ...legend(series.map(({ label }) => label)),
  ]);
}

function legend(labels: readonly string[]): string[] {
  let x = RIGHT;
  return labels.toReversed().flatMap((label, at) => {
    x -= 30 + label.length * 7;
    const ink = inkOf(labels.length - 1 - at);
    return [
      `<rect x="${x}" y="${TOP - 26}" width="12" height="12" rx="2" fill="${ink}"/>`,
      words(x + 17, TOP - 16, label, { faint: true }),
    ];
  });
}

function decades(min: number, max: number): number[] {
  const from = Math.floor(Math.log10(min));
  const to = Math.ceil(Math.log10(max));
  return Array.from({ length: to - from + 1 }, (_, at) => 10 ** (from + at)).filter(
    (step) => step >= min && step <= max,
  );
}
