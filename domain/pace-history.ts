/**
 * What was aimed for in a minute that is over (PAC-10): read back from the journal of changes, so that the chart does not
 * hold yesterday's calls against today's rate, nor a pause against any.
 */

/** A change of the rate, or of whether anybody is called at all; `is` is null where the autopilot let go. */
export type PaceChange = { readonly atMs: number } & (
  | { readonly by: 'operator'; readonly was: number }
  | { readonly by: 'autopilot'; readonly is: number | null }
  | { readonly by: 'sale'; readonly isOpen: boolean }
);

export interface PaceNow {
  readonly admitPerMinute: number;
  /** Null where the autopilot leaves the operator's rate alone. */
  readonly autopilotRate: number | null;
  /** Paused, sold out and closed sales aim for nobody. */
  readonly isOpen: boolean;
}

/**
 * The mean of the target between two times, weighted by how long each held. `changes` are all of the sale since it opened,
 * in the order of time: what held before a change of the autopilot's or of the sale is what the change before it says.
 */
export function meanTarget(
  changes: readonly PaceChange[],
  now: PaceNow,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  let { admitPerMinute, autopilotRate, isOpen } = now;
  let untilMs = toMs;
  let sum = 0;
  const targetNow = () => (isOpen ? Math.min(admitPerMinute, autopilotRate ?? admitPerMinute) : 0);
  // Backwards from what is so now: each change says what was before it.
  for (const [index, change] of [...changes.entries()].reverse()) {
    if (change.atMs <= fromMs) break;
    if (change.atMs < untilMs) {
      sum += targetNow() * (untilMs - change.atMs);
      untilMs = change.atMs;
    }
    const before = changes.slice(0, index);
    if (change.by === 'operator') admitPerMinute = change.was;
    else if (change.by === 'autopilot')
      autopilotRate = before.findLast((one) => one.by === 'autopilot')?.is ?? null;
    else isOpen = before.findLast((one) => one.by === 'sale')?.isOpen ?? true;
  }
  if (toMs <= fromMs) return targetNow();
  sum += targetNow() * (untilMs - fromMs);
  return Math.round(sum / (toMs - fromMs));
}
