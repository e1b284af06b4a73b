/**
 * Ten thousand buyers and ten units: a load of two older systems (A, E), at Usher's gateway and at a shop that takes a lock
 * for each order. Exactly ten are sold and paid; everybody else is told so, by name.
 */
import type { BenchResult, BenchTools } from '../harness.ts';
import { type Measured, measureSide } from '../old/measure-side.ts';
import { figures, quoteFor } from '../old/published.ts';
import type { ShoppersTask } from '../old/shoppers.ts';
import { type MainSide, sideNames } from '../old/side.ts';
import { costWords } from '../old/spent.ts';

export const ROUNDS = 3;
const BUYERS = 10_000;
const UNITS = 10;
/** Requests on their way at once: enough that no server waits for the client, and fewer than one takes 3 s for. */
const CONNECTIONS = 64;
const ENDS_WITHIN_MS = 60_000;

type Round = Measured<ShoppersTask>;

export async function run({ rounds, size, say }: BenchTools): Promise<BenchResult> {
  const visitors = size ?? BUYERS;
  const all: Record<MainSide, Round[]> = { Usher: [], 'older shop': [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of sideNames) {
      const measured = await measureSide<ShoppersTask>(name, { units: UNITS }, ({ base, slug, tierId }) => ({
        ...({ kind: 'shoppers', base, slug, tierId, visitors, hasLine: false } as const),
        ...{ connections: CONNECTIONS, endsWithinMs: ENDS_WITHIN_MS },
      }));
      all[name].push(measured);
      say(`${name}: ${wordsOf(measured)}`);
    }
  }
  return resultOf(all, visitors);
}

function resultOf(all: Record<MainSide, readonly Round[]>, visitors: number): BenchResult {
  const of = (what: string, unit: string, value: (round: Round) => number) =>
    sideNames.map((name) => ({ what: `${name} ${what}`, unit, rounds: all[name].map(value) }));
  return {
    name: 'old-10k-10',
    measures: [
      ...of('sold and paid', 'units', ({ sold }) => sold.paid),
      ...of('told sold out', 'buyers', ({ report }) => report.ends.sold_out ?? 0),
      ...of('not granted', '%', ({ report }) => 100 * (1 - report.ordered / visitors)),
      ...of('time', 's until everybody is answered', ({ report }) => report.answeredSeconds),
      ...of('until paid', 's until the last one has paid', ({ report }) => report.paidSeconds),
      ...of('answers', 'answers/s', ({ report }) => visitors / report.answeredSeconds),
      ...of('answer p50', 'ms', ({ report }) => report.times.order.p50),
      ...of('answer p99', 'ms', ({ report }) => report.times.order.p99),
    ],
    ratios: [{ of: 'Usher time', to: 'older shop time', atMost: 1 }],
    published: [
      quoteFor('Usher sold and paid', figures.tenSold),
      quoteFor('Usher not granted', figures.tenErrors),
    ],
    plots: [
      {
        kind: 'bars',
        name: 'time',
        title: `${visitors.toLocaleString('en')} buyers and ${UNITS} units: until everybody is answered`,
        unit: 's',
        bars: sideNames.map((name) => ({
          label: name,
          value: all[name].at(-1)?.report.answeredSeconds ?? Number.NaN,
        })),
      },
    ],
    notes: [
      `${visitors.toLocaleString('en')} buyers of one unit each, all at once over ${CONNECTIONS} connections, without a line; "busy" is asked again under the same key, so an answer's time holds its waits`,
      'the ten pay at the sandbox bank, at both sides, while the others are answered',
      ...sideNames.flatMap((name) => {
        const last = all[name].at(-1);
        return last ? [`processor time a buyer, ${name}: ${costWords(last.spent, visitors)}`] : [];
      }),
    ],
  };
}

function wordsOf({ report, sold }: Round): string {
  const ends = Object.entries(report.ends).map(([as, count]) => `${count} ${as}`);
  return `${sold.paid} sold, all answered in ${report.answeredSeconds.toFixed(1)} s; ${ends.join(', ')}`;
}
