/** The rounds of `waiting` as a result: measures, ratios, targets and pictures. */
import { type BenchResult, quantile } from '../harness.ts';
import type { LinesPlot } from '../plots/plot.ts';

export const sides = ['bare ws', 'gateway'] as const;
export type Side = (typeof sides)[number];

export interface Round {
  readonly joinSeconds: number;
  /** To those who stand behind the ones that are read: each is due one a second on both sides. */
  readonly framesPerSecond: number;
  readonly megabytesPerSecond: number;
  readonly processorMicrosPerFrame: number;
  /** Sockets that the server closed in the window. */
  readonly lost: number;
  /** Bytes a visitor. */
  readonly rss: number;
  readonly inUse: number;
  /** How often the line moved on in the window. */
  readonly steps: number;
  /** Sorted; empty on the bare side, which knows no line. */
  readonly ages: readonly number[];
}

export function resultOf(
  all: Record<Side, readonly Round[]>,
  { visitors, processes, windowMs }: { visitors: number; processes: number; windowMs: number },
): BenchResult {
  const of = (what: string, unit: string, value: (round: Round) => number) =>
    sides.map((side) => ({ what: `${side} ${what}`, unit, rounds: all[side].map(value) }));
  const age = (share: number) => all.gateway.map(({ ages }) => quantile(ages, share));
  return {
    name: 'waiting',
    measures: [
      ...of('frames', 'frames/s', ({ framesPerSecond }) => framesPerSecond),
      ...of('traffic', 'MB/s', ({ megabytesPerSecond }) => megabytesPerSecond),
      ...of('processor', 'µs a frame', ({ processorMicrosPerFrame }) => processorMicrosPerFrame),
      ...of('memory', 'bytes a visitor (resident)', ({ rss }) => rss),
      ...of('in use', 'bytes a visitor (heap and buffers)', ({ inUse }) => inUse),
      ...of('joining', 's for all', ({ joinSeconds }) => joinSeconds),
      ...of('lost', 'sockets', ({ lost }) => lost),
      { what: 'position age p50', unit: 'ms', rounds: age(0.5) },
      { what: 'position age p99', unit: 'ms', rounds: age(0.99) },
      { what: 'position age max', unit: 'ms', rounds: age(1) },
    ],
    ratios: [
      { of: 'gateway frames', to: 'bare ws frames', atLeast: 0.8 },
      { of: 'gateway memory', to: 'bare ws memory' },
      { of: 'gateway in use', to: 'bare ws in use', atMost: 1.3 },
      { of: 'gateway processor', to: 'bare ws processor' },
    ],
    targets: [{ of: 'position age p99', atMost: 1_000 }],
    plots: [agePlot(all.gateway, visitors), ...memoryPlot(all)],
    notes: [
      `${visitors} visitors on ${processes} servers and as many crowds, all on the same cores; fresh servers each round, a frame each second, counted for ${windowMs / 1_000} s`,
      `the line moved on ${all.gateway.map(({ steps }) => steps).join(', ')} times in the windows; an age is from there until one of the first 1,000 knows it`,
      'the gateway also reads positions, marks presence, answers heartbeats, keeps receipts and looks after the sale; the bare side sends frames alone',
      'frames are counted at those behind the 3,000 in front, who get one a second on both sides; processor time is of everything, by all frames',
      'memory after collecting garbage, everybody connected, less that of the same servers with nobody there; resident memory is shown and not judged, because it keeps what was used once',
    ],
  };
}

function agePlot(rounds: readonly Round[], visitors: number): LinesPlot {
  const shares = Array.from({ length: 101 }, (_, at) => at / 100);
  return {
    kind: 'lines',
    name: 'age',
    title: `Age of a position among the first 1,000 of ${visitors.toLocaleString('en')} who wait`,
    x: 'milliseconds since the line moved on',
    y: '% who know it',
    series: rounds.map(({ ages }, at) => ({
      label: `round ${at + 1}`,
      points: shares.map((share) => [quantile(ages, share), share * 100] as const),
    })),
  };
}

function memoryPlot(all: Record<Side, readonly Round[]>) {
  const last = (side: Side) => all[side].at(-1);
  return [
    {
      kind: 'bars' as const,
      name: 'memory',
      title: 'Memory of a visitor who waits, heap and buffers',
      unit: 'bytes',
      bars: sides.map((side) => ({ label: side, value: last(side)?.inUse ?? 0 })),
    },
  ];
}
