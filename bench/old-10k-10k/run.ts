/**
 * Ten thousand visitors and ten thousand units, from the opening until all are paid, the sandbox bank included. At Usher
 * they wait in its line and come through its gateway; once more with a lock per order in place of the writer's batches, and
 * all else the same; and at the older shop, which has no line, all of them order at once. The same clients, in the same run.
 */
import type { BenchTools } from '../harness.ts';
import { measureSide } from '../old/measure-side.ts';
import { lockPerOrder, type SideName } from '../old/side.ts';
import { TOLD_WITHIN_MS } from '../old/spent.ts';
import { type Round, resultOf, sides } from './result.ts';

/** A round has the sides after one another, and takes up to six minutes. */
export const ROUNDS = 1;
const VISITORS = 10_000;
/** Places on the floor: each is filled again within a second, and a visitor needs some seconds from call to paid. */
const FLOOR_MAX = 1_000;
/** Requests on their way at once: enough that no server waits for the client, and fewer than one takes 3 s for. */
const CONNECTIONS = 64;
/** Long enough for every side to sell all: a rate of those who were quick says nothing of the others. */
const ENDS_WITHIN_MS = 400_000;

export async function run({ rounds, size, say }: BenchTools) {
  const visitors = size ?? VISITORS;
  const all: Record<SideName, Round[]> = { Usher: [], 'older shop': [], [lockPerOrder]: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of sides) {
      const wish = { units: visitors, floorMax: FLOOR_MAX, settleMs: size === null ? TOLD_WITHIN_MS : 0 };
      const measured = await measureSide(name, wish, ({ base, slug, tierId }) => ({
        ...({ kind: 'shoppers', base, slug, tierId, visitors, hasLine: name !== 'older shop' } as const),
        ...{ connections: CONNECTIONS, endsWithinMs: ENDS_WITHIN_MS },
      }));
      all[name].push(measured);
      say(`${name}: ${wordsOf(measured)}`);
      if (measured.sold.paid < visitors)
        throw new Error(`${name}: ${measured.sold.paid} of ${visitors} orders are paid, not all`);
    }
  }
  return resultOf(all, { visitors, connections: CONNECTIONS, floorMax: FLOOR_MAX });
}

function wordsOf({ report, sold, preparedSeconds }: Round): string {
  const ends = Object.entries(report.ends).map(([as, count]) => `${count} ${as}`);
  const later = Object.entries(report.later).map(([code, count]) => `${count} × ${code}`);
  return [
    `ready in ${preparedSeconds.toFixed(1)} s`,
    `${sold.paid} paid in ${report.paidSeconds.toFixed(1)} s`,
    `${(report.paid / report.paidSeconds).toFixed(0)}/s`,
    ends.join(', '),
    ...(later.length > 0 ? [`told later: ${later.join(', ')}`] : []),
  ].join('; ');
}
