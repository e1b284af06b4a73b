/**
 * What was aimed for in a minute that is over (PAC-10): read back from the journal of changes, so that the chart does not
 * hold yesterday's calls against today's rate.
 */

/** A change of the rate, by whom; `is` null where the autopilot let go. */
export interface RateChange {
  readonly atMs: number;
  readonly by: 'operator' | 'autopilot';
  readonly was: number;
  readonly is: number | null;
}

export interface RatesNow {
  readonly admitPerMinute: number;
  /** Null where the autopilot leaves the operator's rate alone. */
  readonly autopilotRate: number | null;
}

/**
 * The mean of the target between two times, weighted by how long each held. `changes` are all of the sale, in the order of
 * time: what the autopilot had set before one of its changes is what the change before it says.
 */
export function meanTarget(
  changes: readonly RateChange[],
  now: RatesNow,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  let { admitPerMinute, autopilotRate } = now;
  let untilMs = toMs;
  let sum = 0;
  const targetNow = () => Math.min(admitPerMinute, autopilotRate ?? admitPerMinute);
  // Backwards from what is so now: each change says what was before it.
  for (const [index, { atMs, by, was }] of [...changes.entries()].reverse()) {
    if (atMs <= fromMs) break;
    if (atMs < untilMs) {
      sum += targetNow() * (untilMs - atMs);
      untilMs = atMs;
    }
    if (by === 'operator') admitPerMinute = was;
    else autopilotRate = changes.slice(0, index).findLast((one) => one.by === 'autopilot')?.is ?? null;
  }
  if (toMs <= fromMs) return targetNow();
  sum += targetNow() * (untilMs - fromMs);
  return Math.round(sum / (toMs - fromMs));
}
