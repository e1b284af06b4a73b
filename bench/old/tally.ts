/** What a crowd has counted: how it ended for everybody, what they were told on the way, and how long each step took. */
import { quantile } from '../harness.ts';

/** `pay` is all from asking for the payment page until the order says that it is paid; the three after it are its parts. */
export const steps = ['join', 'call', 'claim', 'order', 'pay', 'page', 'press', 'confirm'] as const;
export type Step = (typeof steps)[number];

export interface Tally {
  /** Visitors by how it ended for them: `paid`, a refusal's code, `unfinished`. */
  readonly ends: Record<string, number>;
  /** Answers that said "later", and silences, by code: each was asked again. */
  readonly later: Record<string, number>;
  readonly tookMs: Record<Step, number[]>;
  /** Since the beginning: an order granted or refused, granted, paid. */
  readonly answeredAtMs: number[];
  readonly orderedAtMs: number[];
  readonly paidAtMs: number[];
}

export const newTally = (): Tally => ({
  ends: {},
  later: {},
  tookMs: Object.fromEntries(steps.map((step) => [step, []])) as unknown as Record<Step, number[]>,
  answeredAtMs: [],
  orderedAtMs: [],
  paidAtMs: [],
});

export function bump(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** In ms; NaN where nothing was measured. */
export function timesOf(tookMs: readonly number[]): Times {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number) => quantile(sorted, share);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** [seconds, how many by then], in a hundred points at most. */
export function curveOf(atMs: readonly number[]): [number, number][] {
  const sorted = atMs.toSorted((a, b) => a - b);
  const every = Math.max(1, Math.ceil(sorted.length / 100));
  const points = sorted.flatMap((ms, at): [number, number][] =>
    (at + 1) % every === 0 || at === sorted.length - 1 ? [[ms / 1_000, at + 1]] : [],
  );
  return [[0, 0], ...points];
}
