/** What one process of the crowd has counted so far. Cumulative, so that a lost message to the parent loses nothing. */
import { addBuckets, addMs, type Buckets } from './histogram.ts';

/** Where a visitor is; each one is in exactly one of these. Who registered for a raffle waits, too. */
export const phases = ['coming', 'waiting', 'notDrawn', 'called', 'shopping', 'held', 'ended'] as const;
export type Phase = (typeof phases)[number];

export const latencies = ['join', 'wait', 'claim', 'reserve', 'pay'] as const;
export type Latency = (typeof latencies)[number];

export const events = [
  'joined', 'rejoined', 'lost', 'frames', 'messages', 'called', 'won', 'movedUp', 'claimed', 'ordered', 'paid', 'repeats',
  'differing', 'worsePositions', 'movedPlaces', 'checked', 'cleared', 'workedFirst',
] as const; // biome-ignore format: a list of words
export type Event = (typeof events)[number];

export interface Tally {
  readonly phase: Record<Phase, number>;
  readonly event: Record<Event, number>;
  /** Every "no" that somebody got, by its code; `network` where there was no answer. */
  readonly refused: Record<string, number>;
  readonly ended: Record<string, number>;
  readonly latency: Record<Latency, Buckets>;
  /** Events by second since 1970: joined, ordered, paid. */
  readonly bySecond: Record<'joined' | 'ordered' | 'paid', Record<number, number>>;
}

const zeros = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;

export const newTally = (): Tally => ({
  phase: zeros(phases),
  event: zeros(events),
  refused: {},
  ended: {},
  latency: { join: {}, wait: {}, claim: {}, reserve: {}, pay: {} },
  bySecond: { joined: {}, ordered: {}, paid: {} },
});

export function count(tally: Tally, event: Event): void {
  tally.event[event] += 1;
  if (event === 'joined' || event === 'ordered' || event === 'paid')
    bump(tally.bySecond[event], Math.floor(Date.now() / 1_000));
}

export const refuse = (tally: Tally, code: string): void => bump(tally.refused, code);
export const took = (tally: Tally, what: Latency, ms: number): void => addMs(tally.latency[what], ms);

export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = newTally();
  for (const tally of tallies) {
    for (const part of ['phase', 'event', 'refused', 'ended'] as const) addCounts(sum[part], tally[part]);
    for (const what of latencies) addBuckets(sum.latency[what], tally.latency[what]);
    for (const what of ['joined', 'ordered', 'paid'] as const)
      addCounts(sum.bySecond[what], tally.bySecond[what]);
  }
  return sum;
}

/** A second: mean from the first to the last second in which anything happened, and the best second. */
export function rateOf(bySecond: Record<number, number>): { mean: number; peak: number } {
  const seconds = Object.keys(bySecond).map(Number);
  if (seconds.length === 0) return { mean: 0, peak: 0 };
  const total = Object.values(bySecond).reduce((a, b) => a + b, 0);
  const length = Math.max(...seconds) - Math.min(...seconds) + 1;
  return { mean: total / length, peak: Math.max(...Object.values(bySecond)) };
}

export function bump(counts: Record<string | number, number>, name: string | number): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function addCounts(into: Record<string, number>, more: Record<string, number>): void {
  for (const [name, n] of Object.entries(more)) into[name] = (into[name] ?? 0) + n;
}
