/**
 * The geometry of "people called each minute": one bar a minute over the last half hour, the target as a stepped line.
 * Pure. Minutes that the server leaves out are minutes without a call.
 */
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';

export interface PaceMinute {
  readonly atMs: number;
  readonly called: number;
  /** Null before the opening: nothing was aimed for. */
  readonly target: number | null;
}

const minuteMs = 60_000;
export const minutesShown = 30;

/** One entry a minute, the oldest first, up to the minute of `nowMs`. */
export function paceMinutes(
  perMinute: OpsSnapshot['perMinute'],
  target: number,
  nowMs: number,
): PaceMinute[] {
  const told = perMinute.map(({ at }) => Math.floor(Date.parse(at) / minuteMs));
  const first = Math.min(...told);
  const known = new Map(perMinute.map((minute) => [Math.floor(Date.parse(minute.at) / minuteMs), minute]));
  const last = Math.floor(nowMs / minuteMs);
  return Array.from({ length: minutesShown }, (_, index) => {
    const minute = last - minutesShown + 1 + index;
    const found = known.get(minute);
    const meant = minute < first ? null : target;
    return { atMs: minute * minuteMs, called: found?.called ?? 0, target: found?.target ?? meant };
  });
}

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

export interface PaceChart {
  readonly bars: string;
  readonly plan: string;
  readonly grid: readonly { readonly y: number; readonly value: number }[];
  readonly times: readonly { readonly x: number; readonly atMs: number }[];
  readonly base: number;
  readonly left: number;
  readonly right: number;
}

/** Times that would run into "now, 20:24" at the end are left out. */
const nowLabelWidth = 110;
const margin = { left: 40, right: 2, top: 10, bottom: 24 };

export function paceChart(minutes: readonly PaceMinute[], { width, height }: ChartSize): PaceChart {
  const most = roundUp(Math.max(2, ...minutes.flatMap(({ called, target }) => [called, target ?? 0])));
  const step = (width - margin.left - margin.right) / Math.max(1, minutes.length);
  const x = (index: number) => round(margin.left + index * step);
  const y = (value: number) => round(margin.top + (1 - value / most) * (height - margin.top - margin.bottom));
  const bars = minutes
    .map(({ called }, i) =>
      called > 0 ? `M${x(i + 0.08)} ${y(called)}H${x(i + 0.92)}V${y(0)}H${x(i + 0.08)}z` : '',
    )
    .join('');
  const plan = minutes
    .map(({ target }, i) => {
      if (target === null) return '';
      return `${(minutes[i - 1]?.target ?? null) === null ? 'M' : 'L'}${x(i)} ${y(target)}H${x(i + 1)}`;
    })
    .join('');
  const every = width > 500 ? 5 : 10;
  return {
    bars,
    plan,
    grid: [0, most / 2, most].map((value) => ({ y: y(value), value })),
    times: minutes
      .map(({ atMs }, i) => ({ x: x(i), atMs }))
      .filter(({ atMs }, i) => (atMs / minuteMs) % every === 0 && x(i) < width - nowLabelWidth),
    base: y(0),
    left: margin.left,
    right: round(width - margin.right),
  };
}

const round = (value: number) => Math.round(value * 10) / 10;

/** To a number that halves well, not far above. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const found = [1, 1.2, 1.6, 2, 3, 4, 6, 8, 10].find((factor) => factor * power >= value);
  return (found ?? 10) * power;
}
