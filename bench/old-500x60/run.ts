/**
 * Five hundred order requests a second for sixty seconds, whether earlier ones are answered or not: a load of an older
 * system (C), at Usher's gateway and at a shop that takes a lock for each order. Latencies count from the moment at which a
 * request was meant to go.
 */
import type { BenchResult, BenchTools } from '../harness.ts';
import { type Measured, measureSide } from '../old/measure-side.ts';
import type { OpenLoopTask } from '../old/open-loop.ts';
import { figures, quoteFor } from '../old/published.ts';
import { type MainSide, sideNames } from '../old/side.ts';
import { costWords, TOLD_WITHIN_MS } from '../old/spent.ts';

/** A round has both sides after one another, and takes more than two minutes. */
export const ROUNDS = 1;
const PER_SECOND = 500;
const SECONDS = 60;
/** More than are on their way while a side keeps up; when it does not, requests wait here and their time runs. */
const CONNECTIONS = 128;
const PATIENCE_MS = 10_000;

type Round = Measured<OpenLoopTask>;

export async function run({ rounds, size, say }: BenchTools): Promise<BenchResult> {
  const requests = size ?? PER_SECOND * SECONDS;
  const all: Record<MainSide, Round[]> = { Usher: [], 'older shop': [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of sideNames) {
      const wish = { units: requests, settleMs: size === null ? TOLD_WITHIN_MS : 0 };
      const measured = await measureSide(name, wish, ({ base, slug, tierId }) => ({
        ...({ kind: 'openLoop', base, slug, tierId, requests } as const),
        ...{ perSecond: PER_SECOND, connections: CONNECTIONS, patienceMs: PATIENCE_MS },
      }));
      all[name].push(measured);
      say(`${name}: ${wordsOf(measured)}`);
    }
  }
  return resultOf(all, requests);
}

function resultOf(all: Record<MainSide, readonly Round[]>, requests: number): BenchResult {
  const of = (what: string, unit: string, value: (round: Round) => number) =>
    sideNames.map((name) => ({ what: `${name} ${what}`, unit, rounds: all[name].map(value) }));
  return {
    name: 'old-500x60',
    measures: [
      ...of('throughput', 'orders/s', ({ report }) => report.granted / report.seconds),
      ...of('granted', 'orders', ({ report }) => report.granted),
      ...of('errors', '%', ({ report }) => (100 * sumOf(report.errors)) / requests),
      ...of('p50', 'ms', ({ report }) => report.answer.p50),
      ...of('p95', 'ms', ({ report }) => report.answer.p95),
      ...of('p99', 'ms', ({ report }) => report.answer.p99),
      ...of('transactions', 'an order', ({ report, spent }) => spent.transactions / report.granted),
    ],
    ratios: [
      { of: 'Usher throughput', to: 'older shop throughput', atLeast: 1 },
      { of: 'Usher p99', to: 'older shop p99', atMost: 1 },
    ],
    published: [
      quoteFor('Usher throughput', figures.luaRate),
      quoteFor('Usher throughput', figures.lockedRate),
      quoteFor('Usher p50', figures.luaMean),
      quoteFor('Usher p50', figures.entryMean),
    ],
    plots: [
      {
        kind: 'lines',
        name: 'granted',
        title: `${PER_SECOND} order requests a second`,
        x: 'seconds',
        y: 'orders granted',
        series: sideNames.map((name) => ({ label: name, points: all[name].at(-1)?.report.curve ?? [] })),
      },
    ],
    notes: [
      `${requests.toLocaleString('en')} requests, ${PER_SECOND} a second, each by another buyer and sent once; errors are all but granted orders, and what had no answer ${PATIENCE_MS / 1_000} s after the last one was meant to go`,
      'Usher: gateway, api, writer, durable PostgreSQL and Redis; the older shop has no gateway, and neither side is paid here',
      'C ran this load and published no rate, only that a cache in Redis made it 1.9 times as fast',
      ...costNotes(all),
    ],
  };
}

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const costNotes = (all: Record<MainSide, readonly Round[]>): string[] =>
  sideNames.flatMap((name) => {
    const last = all[name].at(-1);
    return last ? [`processor time an order, ${name}: ${costWords(last.spent, last.report.granted)}`] : [];
  });

function wordsOf({ report: { granted, seconds, errors, answer } }: Round): string {
  const said = Object.entries(errors).map(([code, count]) => `${count} ${code}`);
  const rate = (granted / seconds).toFixed(0);
  return [`${granted} granted, ${rate}/s, p99 ${answer.p99.toFixed(0)} ms`, ...said].join(', ');
}
