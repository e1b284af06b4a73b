/**
 * What a measurement is. Each folder of bench/ with a run.ts is one: it exports `run`, and `npm run bench` finds it.
 *
 * A shared machine gives numbers that wander by a third from minute to minute, so a bench measures what it is about and
 * what it is compared with in turns, several rounds, in the same run; a ratio is taken round by round, and its median
 * is what counts. Numbers alone are never a claim.
 */

export interface BenchTools {
  readonly rounds: number;
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

export interface BenchResult {
  readonly name: string;
  readonly measures: readonly Measure[];
  readonly ratios: readonly Ratio[];
  /** What a reader of the numbers must know: sizes, settings, where the time goes. */
  readonly notes: readonly string[];
}

export type Run = (tools: BenchTools) => Promise<BenchResult>;

export interface JudgedRatio extends Ratio {
  readonly rounds: readonly number[];
  readonly median: number;
  readonly isMet: boolean;
}

export function judge(result: BenchResult): JudgedRatio[] {
  return result.ratios.map((ratio) => {
    const of = roundsOf(result, ratio.of);
    const to = roundsOf(result, ratio.to);
    const rounds = of.map((value, i) => value / (to[i] ?? Number.NaN));
    const middle = median(rounds);
    const isMet = middle >= (ratio.atLeast ?? -Infinity) && middle <= (ratio.atMost ?? Infinity);
    return { ...ratio, rounds, median: middle, isMet };
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function roundsOf(result: BenchResult, what: string): readonly number[] {
  const found = result.measures.find((measure) => measure.what === what);
  if (found === undefined) throw new Error(`bench ${result.name}: no measure is called "${what}"`);
  return found.rounds;
}
