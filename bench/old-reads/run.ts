/**
 * A hundred, five hundred and a thousand users who read a stock, each again as soon as the answer has come: a load of an
 * older system (B), with its ramp shortened. At Usher, through its gateway and straight at its api; and at a server that
 * reads PostgreSQL each time.
 */
import type { BenchResult, BenchTools } from '../harness.ts';
import { type Measured, measureCrowd } from '../old/measure-side.ts';
import { publishedReads, quoteFor } from '../old/published.ts';
import type { ReadersTask } from '../old/readers.ts';
import { openSide, type Side } from '../old/side.ts';
import { costWords } from '../old/spent.ts';

/** A round has nine measurements of ten seconds. */
export const ROUNDS = 2;
const LEVELS = [100, 500, 1_000];
const UNITS = 10_000;
const full = { rampMs: 3_000, holdMs: 7_000 };
const small = { rampMs: 100, holdMs: 700 };

const kinds = ['Usher', 'Usher, without gateway', 'read from PostgreSQL'] as const;
type Kind = (typeof kinds)[number];
type Round = Measured<ReadersTask>;

const nameOf = (kind: Kind, users: number) => `${kind}, ${users.toLocaleString('en')} users`;

export async function run({ rounds, size, say }: BenchTools): Promise<BenchResult> {
  const levels = [...new Set(LEVELS.map((users) => Math.ceil((users * (size ?? 1_000)) / 1_000)))];
  const times = size === null ? full : small;
  const all = new Map<string, Round[]>();
  const readAt = async (side: Side, kind: Kind, base: string) => {
    for (const users of levels) {
      const task: ReadersTask = {
        ...{ kind: 'readers', base, path: `/api/sales/${side.slug}/stock`, users, ...times },
        expects: `"available":${UNITS}`,
      };
      const round = await measureCrowd(side, task);
      const name = nameOf(kind, users);
      all.set(name, [...(all.get(name) ?? []), round]);
      say(`${name}: ${round.report.perSecond.toFixed(0)}/s, wrong ${JSON.stringify(round.report.wrong)}`);
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    const usher = await openSide('Usher', { units: UNITS });
    try {
      await readAt(usher, 'Usher', usher.base);
      await readAt(usher, 'Usher, without gateway', usher.apiUrl);
    } finally {
      await usher.stop();
    }
    const older = await openSide('older shop', { units: UNITS });
    try {
      await readAt(older, 'read from PostgreSQL', older.base);
    } finally {
      await older.stop();
    }
  }
  return resultOf(all, levels, times);
}

function resultOf(all: Map<string, Round[]>, levels: readonly number[], times: typeof full): BenchResult {
  const of = (what: string, unit: string, value: (round: Round) => number) =>
    [...all].map(([name, rounds]) => ({ what: `${name}${what}`, unit, rounds: rounds.map(value) }));
  return {
    name: 'old-reads',
    measures: [
      ...of('', 'reads/s', ({ report }) => report.perSecond),
      ...of(': p50', 'ms', ({ report }) => report.answer.p50),
      ...of(': p99', 'ms', ({ report }) => report.answer.p99),
      ...of(': wrong', 'answers', ({ report }) =>
        Object.values(report.wrong).reduce((sum, count) => sum + count, 0),
      ),
    ],
    ratios: levels.flatMap((users) => [
      { of: nameOf('Usher, without gateway', users), to: nameOf('read from PostgreSQL', users), atLeast: 1 },
      { of: nameOf('Usher', users), to: nameOf('read from PostgreSQL', users) },
    ]),
    published: publishedReads
      .filter(({ users }) => levels.includes(users))
      .map((figure) => quoteFor(nameOf('Usher', figure.users), figure)),
    plots: [
      {
        kind: 'lines',
        name: 'reads',
        title: 'Readings of a stock a second',
        x: 'users',
        y: 'reads/s',
        series: kinds.map((kind) => ({
          label: kind,
          points: levels.map((users) => [users, all.get(nameOf(kind, users))?.at(-1)?.report.perSecond ?? 0]),
        })),
      },
    ],
    notes: [
      `each user on a connection of its own and without a pause; they come over ${times.rampMs / 1_000} s, and ${times.holdMs / 1_000} s after that count; one client process beside the servers`,
      'the server that reads PostgreSQL has 50 connections, a prepared statement by the primary key, and no gateway',
      ...[...all].flatMap(([name, rounds]) => {
        const last = rounds.at(-1);
        return last ? [`processor time a reading, ${name}: ${costWords(last.spent, last.report.reads)}`] : [];
      }),
    ],
  };
}
