/** The words of a crowd: the line of each second and the summary at the end. */
import { percentilesOf } from './histogram.ts';
import { latencies, rateOf, type Tally } from './tally.ts';

const whole = (n: number) => Math.round(n).toLocaleString('en');

export function progressLine(tally: Tally, before: Tally, seconds: number): string {
  const { phase, event } = tally;
  const rate = (name: 'joined' | 'ordered' | 'paid') => whole(event[name] - before.event[name]);
  const soldOut = soldOutOf(tally);
  const refused = Object.entries(tally.refused).map(([code, n]) => `${code} ${whole(n)}`);
  const isRaffle = phase.notDrawn + event.won > 0;
  return [
    `${String(seconds).padStart(4)} s`,
    `joined ${whole(event.joined)} (+${rate('joined')})`,
    `waiting ${whole(phase.waiting)}`,
    ...(isRaffle ? [`won ${whole(event.won)}`, `not drawn ${whole(phase.notDrawn)}`] : []),
    `called ${whole(phase.called)}`,
    `shopping ${whole(phase.shopping)}`,
    `held ${whole(phase.held)} (+${rate('ordered')})`,
    `paid ${whole(event.paid)} (+${rate('paid')})`,
    `told sold out ${whole(soldOut)}`,
    refused.length > 0 ? `refused: ${refused.join(', ')}` : 'refused 0',
  ].join('  ');
}

const soldOutOf = ({ ended }: Tally) =>
  Object.entries(ended).reduce((sum, [as, n]) => (as.startsWith('told sold out') ? sum + n : sum), 0);

export function summaryText(tally: Tally): string {
  const { event } = tally;
  const joins = rateOf(tally.bySecond.joined);
  const orders = rateOf(tally.bySecond.ordered);
  const paid = rateOf(tally.bySecond.paid);
  const rows = [
    ...(event.won > 0 ? [['winners', whole(event.won), `asked after them ${whole(event.movedUp)}`]] : []),
    ['joins', `${whole(event.joined)}`, `${whole(joins.mean)}/s, best second ${whole(joins.peak)}`],
    ['orders', `${whole(event.ordered)}`, `${whole(orders.mean)}/s, best second ${whole(orders.peak)}`],
    ['paid', `${whole(event.paid)}`, `${whole(paid.mean)}/s, best second ${whole(paid.peak)}`],
    [
      'asked for a check',
      whole(event.checked),
      `cleared ${whole(event.cleared)}, worked first ${whole(event.workedFirst)}`,
    ],
    ['sockets lost', whole(event.lost), `came back ${whole(event.rejoined)}`],
    ['messages', whole(event.messages), `and ${whole(event.frames)} frames`],
    ['repeated requests', whole(event.repeats), `answered differently: ${whole(event.differing)}`],
    [
      'places that moved',
      whole(event.movedPlaces),
      `positions shown that got worse: ${event.worsePositions}`,
    ],
  ];
  return [
    '',
    ...rows.map(([name = '', n = '', more = '']) => `${name.padEnd(20)}${n.padStart(9)}   ${more}`),
    '',
    `${'milliseconds'.padEnd(20)}${['count', 'p50', 'p95', 'p99', 'max'].map((s) => s.padStart(9)).join('')}`,
    ...latencies.map((what) => latencyRow(what, tally)),
    '',
    'refusals by code',
    ...countRows(tally.refused),
    '',
    'how it ended for them',
    ...countRows(tally.ended),
  ].join('\n');
}

function latencyRow(what: (typeof latencies)[number], tally: Tally): string {
  const { count, p50, p95, p99, max } = percentilesOf(tally.latency[what]);
  return `${what.padEnd(20)}${[count, p50, p95, p99, max].map((n) => whole(n).padStart(9)).join('')}`;
}

function countRows(counts: Record<string, number>): string[] {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return ['  none'];
  return rows.map(([name, n]) => `${whole(n).padStart(10)}  ${name}`);
}

/** The same for a file. */
export function summaryData(tally: Tally) {
  return {
    events: tally.event,
    joinsPerSecond: rateOf(tally.bySecond.joined),
    ordersPerSecond: rateOf(tally.bySecond.ordered),
    paidPerSecond: rateOf(tally.bySecond.paid),
    latencyMs: Object.fromEntries(latencies.map((what) => [what, percentilesOf(tally.latency[what])])),
    refused: tally.refused,
    ended: tally.ended,
  };
}
