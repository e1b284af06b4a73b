/**
 * Durations in buckets that grow by 2 %: a percentile is off by that at most, a million values cost a few hundred
 * numbers, and the histograms of several processes add up.
 */
const GROWTH = Math.log(1.02);

export type Buckets = Record<number, number>;

export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Below 0.1 ms all durations are one. */
export function addMs(buckets: Buckets, ms: number): void {
  const bucket = Math.ceil(Math.log(Math.max(ms, 0.1)) / GROWTH);
  buckets[bucket] = (buckets[bucket] ?? 0) + 1;
}

export function addBuckets(into: Buckets, more: Buckets): void {
  for (const [bucket, count] of Object.entries(more)) {
    into[Number(bucket)] = (into[Number(bucket)] ?? 0) + count;
  }
}

/** In milliseconds: the upper edge of the bucket in which the percentile lies; zeros where nothing was measured. */
export function percentilesOf(buckets: Buckets): Percentiles {
  const sorted = Object.entries(buckets)
    .map(([bucket, count]) => [Number(bucket), count] as const)
    .sort(([a], [b]) => a - b);
  const count = sorted.reduce((sum, [, n]) => sum + n, 0);
  const at = (share: number) => {
    let seen = 0;
    for (const [bucket, n] of sorted) {
      seen += n;
      if (seen >= share * count) return Math.exp(bucket * GROWTH);
    }
    return 0;
  };
  return { count, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
