/**
 * What a measurement is. Each folder of bench/ with a run.ts is one: it exports `run`, and `npm run bench` finds it.
 *
 * A shared machine gives numbers that wander by a third from minute to minute, so a bench measures what it is about and
 * what it is compared with in turns, several rounds, in the same run; a ratio is taken round by round, and its median
 * is what counts. Numbers alone are never a claim.
 */

import type { Plot } from './plots/plot.ts';

export interface BenchTools {
  readonly rounds: number;
  /** Visitors of a small run, to see that it works; null for the full size, which alone is kept as a result. */
  readonly size: number | null;
  /** Progress, to stderr. */
  readonly say: (line: string) => void;
}

/** One quantity, with one value a round, in the order of the rounds. */
export interface Measure {
  readonly what: string;
  readonly unit: string;
  readonly rounds: readonly number[];
}

/** `of` divided by `to`, both named as some measure's `what`. */
export interface Ratio {
  readonly of: string;
  readonly to: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A bound of one measure alone. Shown and never failed by: an absolute time says as much of the machine as of us. */
export interface Target {
  readonly of: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/**
 * What one of the older systems said of a run of its own, on a machine of its own: quoted beside ours, never judged by.
 * They are named by letters, A to E.
 */
export interface Published {
  /** The measure of ours that comes nearest. */
  readonly of: string;
  readonly by: 'A' | 'B' | 'C' | 'D' | 'E';
  /** How they measured. */
  readonly test: string;
  readonly value: number;
  readonly unit: string;
}

export interface BenchResult {
  readonly name: string;
  readonly measures: readonly Measure[];
  readonly ratios: readonly Ratio[];
  readonly targets?: readonly Target[];
  readonly published?: readonly Published[];
  readonly plots?: readonly Plot[];
  /** What a reader of the numbers must know: sizes, settings, where the time goes. */
  readonly notes: readonly string[];
}

export type Run = (tools: BenchTools) => Promise<BenchResult>;

/** What a run.ts exports. A bench whose one round takes minutes says how many it wants where nobody else does. */
export interface BenchModule {
  readonly run: Run;
  readonly ROUNDS?: number;
}

export interface JudgedRatio extends Ratio {
  readonly rounds: readonly number[];
  readonly median: number;
  readonly isMet: boolean;
}

export interface JudgedTarget extends Target {
  readonly median: number;
  readonly unit: string;
  readonly isMet: boolean;
}

export interface Quoted extends Published {
  readonly ours: number;
  /** Ours divided by theirs. */
  readonly ratio: number;
}

export function judge(result: BenchResult): JudgedRatio[] {
  return result.ratios.map((ratio) => {
    const of = measureOf(result, ratio.of).rounds;
    const to = measureOf(result, ratio.to).rounds;
    const rounds = of.map((value, i) => value / (to[i] ?? Number.NaN));
    const middle = median(rounds);
    return { ...ratio, rounds, median: middle, isMet: isWithin(ratio, middle) };
  });
}

export function judgeTargets(result: BenchResult): JudgedTarget[] {
  return (result.targets ?? []).map((target) => {
    const { unit, rounds } = measureOf(result, target.of);
    const middle = median(rounds);
    return { ...target, unit, median: middle, isMet: isWithin(target, middle) };
  });
}

export function quote(result: BenchResult): Quoted[] {
  return (result.published ?? []).map((published) => {
    const ours = median(measureOf(result, published.of).rounds);
    return { ...published, ours, ratio: ours / published.value };
  });
}

const isWithin = ({ atLeast = -Infinity, atMost = Infinity }: Omit<Target, 'of'>, value: number): boolean =>
  value >= atLeast && value <= atMost;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that `share` of all are not above; the values sorted already. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

function measureOf(result: BenchResult, what: string): Measure {
  const found = result.measures.find((measure) => measure.what === what);
  if (found === undefined) throw new Error(`bench ${result.name}: no measure is called "${what}"`);
  return found;
}
