/**
 * How long things take, kept small: counts in buckets that grow by a tenth, in two windows of which the older one is
 * dropped. Processes tell the registry their buckets' percentiles; whoever shows several processes takes the worst.
 */

export interface Latency {
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly count: number;
}

/** From 0.1 ms in steps of a tenth: an error of at most 10 %, and some 130 counters up to half a minute. */
const LEAST_MS = 0.1;
const STEP = 1.1;
const BUCKETS = 135;

export class LatencyWindow {
  private readonly windowMs: number;
  private newer = new Uint32Array(BUCKETS);
  private older = new Uint32Array(BUCKETS);
  private newerSinceMs = Number.NEGATIVE_INFINITY;

  /** What `lately` says is of the last one to two windows. */
  constructor(windowMs = 30_000) {
    this.windowMs = windowMs;
  }

  /** `nowMs` may be any clock that moves forward, the same at each call. */
  add(tookMs: number, nowMs: number): void {
    this.turn(nowMs);
    const bucket = tookMs <= LEAST_MS ? 0 : Math.ceil(Math.log(tookMs / LEAST_MS) / Math.log(STEP));
    const index = Math.min(bucket, BUCKETS - 1);
    this.newer[index] = (this.newer[index] ?? 0) + 1;
  }

  /** Null where nothing happened. */
  lately(nowMs: number): Latency | null {
    this.turn(nowMs);
    const counts = this.newer.map((count, index) => count + (this.older[index] ?? 0));
    const count = counts.reduce((sum, one) => sum + one, 0);
    if (count === 0) return null;
    const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((share) => upperMsAt(counts, share * count));
    return { p50, p95, p99, count };
  }

  private turn(nowMs: number): void {
    const passedMs = nowMs - this.newerSinceMs;
    if (passedMs < this.windowMs) return;
    this.older = passedMs < 2 * this.windowMs ? this.newer : new Uint32Array(BUCKETS);
    this.newer = new Uint32Array(BUCKETS);
    this.newerSinceMs = nowMs;
  }
}

function upperMsAt(counts: Uint32Array, rank: number): number {
  let seen = 0;
  const index = counts.findIndex((count) => {
    seen += count;
    return seen >= rank && count > 0;
  });
  return Math.round(LEAST_MS * STEP ** index * 10) / 10;
}

/** The worst of several processes: an operator looks for what is slow, and percentiles cannot be averaged. */
export function worstOf(all: readonly Latency[]): Latency {
  return {
    p50: Math.max(0, ...all.map(({ p50 }) => p50)),
    p95: Math.max(0, ...all.map(({ p95 }) => p95)),
    p99: Math.max(0, ...all.map(({ p99 }) => p99)),
    count: all.reduce((sum, { count }) => sum + count, 0),
  };
}
