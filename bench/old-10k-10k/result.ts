/** What is said of the ten thousand: rates, the time of each step, and where the processors' time went. */
import type { BenchResult, Measure } from '../harness.ts';
import type { Measured } from '../old/measure-side.ts';
import { figures, quoteFor } from '../old/published.ts';
import type { ShoppersTask } from '../old/shoppers.ts';
import { lockPerOrder, type SideName, sideNames } from '../old/side.ts';
import { costWords } from '../old/spent.ts';
import { type Step, steps } from '../old/tally.ts';

export type Round = Measured<ShoppersTask>;

interface Plan {
  readonly visitors: number;
  readonly connections: number;
  readonly floorMax: number;
}

/** Three times the best rate that an older system published. */
const PAID_PER_SECOND_WANTED = 3 * 435;
export const sides: readonly SideName[] = [...sideNames, lockPerOrder];
/** The older shop has no line. */
const lineSteps: readonly Step[] = ['join', 'call', 'claim'];

export function resultOf(all: Record<SideName, readonly Round[]>, plan: Plan): BenchResult {
  const of = (what: string, unit: string, value: (round: Round) => number): Measure[] =>
    sides.map((name) => ({ what: `${name} ${what}`, unit, rounds: all[name].map(value) }));
  const stepMeasures = steps.flatMap((step) =>
    (['p50', 'p99'] as const).flatMap((share) =>
      of(`${step} ${share}`, 'ms', ({ report }) => report.times[step][share]).filter(
        ({ what }) => !what.startsWith('older shop') || !lineSteps.includes(step),
      ),
    ),
  );
  const total = ({ spent, report }: Round) => {
    const { clients: _, ...servers } = spent.processorMs;
    return (Object.values(servers).reduce((sum, ms) => sum + ms, 0) * 1_000) / report.paid;
  };
  const visitors = plan.visitors.toLocaleString('en');
  return {
    name: 'old-10k-10k',
    measures: [
      ...of('paid rate', 'paid orders/s', ({ report }) => report.paid / report.paidSeconds),
      ...of('order rate', 'orders/s', ({ report }) => report.ordered / report.orderedSeconds),
      ...of('paid', 'orders', ({ sold }) => sold.paid),
      ...of('time', 's from the opening to the last paid', ({ report }) => report.paidSeconds),
      ...of('line joined', 's, before the opening', ({ preparedSeconds }) => preparedSeconds).slice(0, 1),
      ...of(
        'followed',
        's until every ticket and mail is out',
        ({ followedSeconds }) => followedSeconds,
      ).slice(0, 1),
      ...stepMeasures,
      ...of('work', 'µs of processor a paid order, without the clients', total),
      ...of('transactions', 'a paid order', ({ spent, report }) => spent.transactions / report.paid),
      ...of(
        'log flushes',
        'a paid order',
        ({ spent, report }) => (spent.logFlushes ?? Number.NaN) / report.paid,
      ),
      ...of('log', 'bytes a paid order', ({ spent, report }) => spent.logBytes / report.paid),
    ],
    ratios: [
      { of: 'Usher paid rate', to: `${lockPerOrder} paid rate`, atLeast: 1 },
      { of: 'Usher paid rate', to: 'older shop paid rate', atLeast: 1 },
      { of: 'Usher order rate', to: `${lockPerOrder} order rate` },
      { of: 'Usher order rate', to: 'older shop order rate' },
      { of: 'Usher work', to: `${lockPerOrder} work` },
      { of: 'Usher work', to: 'older shop work' },
    ],
    targets: [{ of: 'Usher paid rate', atLeast: PAID_PER_SECOND_WANTED }],
    published: [
      quoteFor('Usher paid rate', figures.luaRate),
      quoteFor('Usher paid rate', figures.reservedRate),
      quoteFor('Usher paid rate', figures.largeRate),
      quoteFor('Usher paid rate', figures.lockedRate),
      quoteFor('Usher paid', figures.allSold),
      quoteFor('Usher paid', figures.largeFinished),
    ],
    plots: [
      {
        kind: 'lines',
        name: 'paid',
        title: `${visitors} visitors, ${visitors} units: orders paid`,
        x: 'seconds since the opening',
        y: 'orders paid',
        series: sides.map((name) => ({ label: name, points: all[name].at(-1)?.report.paidCurve ?? [] })),
      },
      {
        kind: 'bars',
        name: 'work',
        title: 'Where the time goes: processor time a paid order, at Usher',
        unit: 'µs',
        bars: workBars(all.Usher.at(-1)),
      },
    ],
    notes: [
      `${visitors} visitors of one unit each, one client process beside the servers, ${plan.connections} HTTP connections to each server; Usher has a line of as many sockets and a floor of ${plan.floorMax.toLocaleString('en')}, joined before it opens`,
      'call counts from the opening, order from sending it, pay from asking for the payment page until the order says paid; page, press and confirm are its parts, and a buyer looks 0.4 s after pressing, then less and less often',
      `${lockPerOrder}: Usher in everything, but its writer decides an order a transaction, each with the lock of its sale's row to itself, and no other process competes for it`,
      'Usher also writes a ledger, stored answers, sealed contacts, tickets and mail, and everything passes its gateway; the older shop has none of these, believes the webhook, and is asked without a gateway: where it wins, that is what it wins by',
      "the published rates are requests a second without a bank; D's best is the 435 of the target",
      ...sides.flatMap((name) => {
        const last = all[name].at(-1);
        return last
          ? [`processor time a paid order, ${name}: ${costWords(last.spent, last.report.paid)}`]
          : [];
      }),
    ],
  };
}

const workBars = (round: Round | undefined) =>
  Object.entries(round?.spent.processorMs ?? {})
    .map(([label, ms]) => ({ label, value: (ms * 1_000) / Math.max(1, round?.report.paid ?? 1) }))
    .sort((a, b) => b.value - a.value);
