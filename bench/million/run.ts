/**
 * A million visitors in one line, without sockets: what each step of a line costs there, beside the same steps at ten
 * thousand. The code is the gateway's and the queue-worker's own; Redis and PostgreSQL are durable.
 */
import type { BenchResult, BenchTools } from '../harness.ts';
import { median } from '../harness.ts';
import { startPrivateUsher } from '../private-usher.ts';
import { openBenchLine } from './bench-line.ts';
import { Crowd } from './crowd.ts';
import { measureOpening, type OpeningResult } from './open-lobby.ts';
import { goThrough, type SizeResult } from './steps.ts';

const LARGE = 1_000_000;
const SMALL = 10_000;

export async function run({ rounds, size, say }: BenchTools): Promise<BenchResult> {
  const large = size ?? LARGE;
  const sizes = [Math.min(SMALL, Math.ceil(large / 4)), large];
  const usher = await startPrivateUsher([]);
  try {
    const all: SizeResult[][] = [];
    const openings: OpeningResult[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const row: SizeResult[] = [];
      for (const count of [sizes[0] ?? SMALL, ...sizes]) {
        // The first one of each round is for the compilers and is forgotten.
        const line = await openBenchLine(usher, `million-${round}-${row.length}-${count}`, 'open');
        try {
          row.push(await goThrough(line, new Crowd(count)));
          say(wordsOf(row.at(-1)));
        } finally {
          await line.close();
        }
      }
      all.push(row.slice(1));
      const opening = await measureOpening(usher, `million-${round}-opening`, large);
      openings.push(opening);
      say(
        `opening: root ${opening.rootMs.toFixed(0)} ms, then ${opening.rootToOpenMs.toFixed(0)} ms, longest ${opening.longestStallMs.toFixed(1)} ms; verified in ${opening.verifyMs.toFixed(0)} ms`,
      );
    }
    return resultOf(all, sizes, openings);
  } finally {
    await usher.stop();
  }
}

function resultOf(
  all: readonly SizeResult[][],
  sizes: readonly number[],
  openings: readonly OpeningResult[],
): BenchResult {
  const of = (what: string, unit: string, value: (result: SizeResult) => number) =>
    sizes.map((size, at) => ({
      what: `${what} at ${size.toLocaleString('en')}`,
      unit,
      rounds: all.map((row) => (row[at] ? value(row[at]) : Number.NaN)),
    }));
  const [small = '', large = ''] = sizes.map((size) => size.toLocaleString('en'));
  const steps = [
    ...of('join', 'µs an entry', ({ joinMicros }) => joinMicros),
    ...of('position', 'µs an entry', ({ positionMicros }) => positionMicros),
    ...of('leave', 'µs an entry', ({ leaveMicros }) => leaveMicros),
    ...of('resume', 'µs an entry', ({ resumeMicros }) => resumeMicros),
  ];
  const grown = ['join', 'position', 'leave', 'resume'] as const;
  return {
    name: 'million',
    measures: [
      ...steps,
      ...of('call 1,000', 'ms', ({ call1000Ms }) => call1000Ms),
      ...of('call 1,000, the fastest', 'ms', ({ call1000FastestMs }) => call1000FastestMs),
      ...of('call 1,000, then a row each', 'ms', ({ spread1000Ms }) => spread1000Ms),
      ...of('call 1,000, its rows alone', 'ms', ({ bareInsertMs }) => bareInsertMs),
      ...of('call 1,000, Redis', 'ms of its processor', ({ call1000RedisMs }) => call1000RedisMs),
      ...of('rebuild', 'ms', ({ rebuildMs }) => rebuildMs),
      ...of('Redis', 'bytes a waiting visitor', ({ bytesPerVisitor }) => bytesPerVisitor),
      ...of('longest command', 'ms of Redis', ({ longestStallMs }) => longestStallMs),
      { what: 'opening, root', unit: 'ms', rounds: openings.map(({ rootMs }) => rootMs) },
      { what: 'opening, root to open', unit: 'ms', rounds: openings.map(({ rootToOpenMs }) => rootToOpenMs) },
      {
        what: 'opening, longest command',
        unit: 'ms of Redis',
        rounds: openings.map(({ longestStallMs }) => longestStallMs),
      },
      { what: 'verify-draw', unit: 'ms', rounds: openings.map(({ verifyMs }) => verifyMs) },
    ],
    ratios: grown.map((step) => ({ of: `${step} at ${large}`, to: `${step} at ${small}`, atMost: 2.5 })),
    targets: [
      { of: `call 1,000 at ${large}`, atMost: 20 },
      { of: `Redis at ${large}`, atMost: 250 },
      { of: `longest command at ${large}`, atMost: 20 },
      { of: 'opening, root', atMost: 10_000 },
      { of: 'opening, root to open', atMost: 5_000 },
      { of: 'opening, longest command', atMost: 20 },
    ],
    plots: [
      {
        kind: 'lines',
        name: 'growth',
        title: 'A join, as the line grows',
        x: 'visitors in line',
        y: 'µs of wall time an entry',
        series: all.map((row, round) => ({ label: `round ${round + 1}`, points: row.at(-1)?.growth ?? [] })),
      },
      {
        kind: 'bars',
        name: 'steps',
        title: `Wall time an entry, ${small} and ${large} in line`,
        unit: 'µs',
        bars: steps.map(({ what, rounds }) => ({ label: what, value: median(rounds) })),
      },
    ],
    notes: [
      'one process does the work of a gateway and a queue-worker, without sockets; joins in batches of 200, two at once; positions in hundreds, from all over the line',
      'a call of 1,000 lasts until all are told: two scripts that take, two rows that record, two scripts that tell, two notices; then each gets a row of its own',
      'its rows alone: as many into a table like `admission`, with the same indexes, by two statements, and nothing else',
      'resume: Redis emptied, everybody back by a signed receipt, each compared with PostgreSQL; the line is the same afterwards, place by place',
      `the opening: ${large} in the lobby, without a beacon; the published proof is recomputed by scripts/verify-draw.ts and agrees, or the bench fails`,
      'the longest command is by the slow log of Redis: nobody else is answered meanwhile',
    ],
  };
}

function wordsOf(result: SizeResult | undefined): string {
  if (!result) return '';
  const { size, joinMicros, positionMicros, leaveMicros, resumeMicros } = result;
  const { call1000Ms, rebuildMs, bytesPerVisitor, longestStallMs } = result;
  const micros = { join: joinMicros, position: positionMicros, leave: leaveMicros, resume: resumeMicros };
  const steps = Object.entries(micros).map(([step, value]) => `${step} ${value.toFixed(1)}`);
  return [
    `${size}: ${steps.join(', ')} µs`,
    `call 1,000 ${call1000Ms.toFixed(1)} ms, at best ${result.call1000FastestMs.toFixed(1)}, then its rows ${result.spread1000Ms.toFixed(1)}, bare rows ${result.bareInsertMs.toFixed(1)}, of Redis ${result.call1000RedisMs.toFixed(1)}`,
    `rebuild ${rebuildMs.toFixed(0)} ms`,
    `${bytesPerVisitor.toFixed(0)} bytes`,
    `longest ${longestStallMs.toFixed(1)} ms`,
  ].join('; ');
}
