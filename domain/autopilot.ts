/**
 * The autopilot (PAC-6…9): it slows admission down when the shop behind the door is slow, and comes back when it is well
 * again. Additive increase, multiplicative decrease, as in RFC 5681: that is what finds the pace which a shop of unknown
 * strength can bear, and what shares out fairly where several sales lean on the same shop.
 *
 * Pure: what was measured comes in, the next rate goes out. It never goes above the operator's rate, and somebody is
 * always called, so that there is something to measure.
 */
import type { OpsLatency } from './ops-snapshot.ts';

export const paceWhys = ['reserve', 'pay', 'writer', 'calm'] as const;
/** What moved the rate: a step of the checkout that is slow, a writer that is behind, or that all is well again. */
export type PaceWhy = (typeof paceWhys)[number];

/** A step that takes longer than this at the 95th percentile is slow; below the second figure it is well. */
export const CHECKOUT_MS = {
  /** A buyer has pressed a button and waits; the API gives up at three seconds. */
  reserve: { slow: 1_000, calm: 500 },
  /** Asks a provider over the internet, so more is usual. */
  pay: { slow: 4_000, calm: 2_500 },
} as const;
/** How old the oldest command is that the writer has not decided: one that takes over is behind by seconds. */
export const WRITER_MS = { slow: 1_000, calm: 300 } as const;
/** Of fewer requests the slowest is no measure: one slow page would halve the line. */
export const REQUESTS_MIN = 10;
/** Multiplicative decrease. */
export const SLOWED_PERCENT = 70;
/**
 * Additive increase, of the operator's rate: from the least to all of it in four and a half minutes. Twice as fast it
 * overshoots, because who is called now orders a minute later (played out in test/pacing).
 */
export const RAISED_PERCENT = 5;
/** The least, of the operator's rate. */
export const LEAST_PERCENT = 10;
/** The effect of one decrease has to be seen before the next: visitors who are inside already still order. */
export const SLOW_AGAIN_MS = 45_000;
export const RAISE_AGAIN_MS = 15_000;

/** What was measured lately, of all processes the slowest. */
export interface ShopHealth {
  readonly latencies: readonly Pick<OpsLatency, 'what' | 'p95' | 'count'>[];
  /** Age of the oldest command that the writer has not decided; 0 where there is none, null where nobody could look. */
  readonly writerBehindMs: number | null;
}

/** What the autopilot has set. There is none where it leaves the operator's rate alone. */
export interface AutopilotState {
  readonly ratePerMinute: number;
  /** Since the last change, and since the last decrease. */
  readonly changedMsAgo: number;
  readonly slowedMsAgo: number;
}

export interface PaceChange {
  /** Null: the operator's rate holds again. */
  readonly ratePerMinute: number | null;
  readonly why: PaceWhy;
  /** What was slow, at how many ms; of `calm` the slowest step. */
  readonly ms: number;
}

/** Null: nothing is to be changed. */
export function nextPace(
  state: AutopilotState | null,
  admitPerMinute: number,
  health: ShopHealth,
): PaceChange | null {
  const { slow, isCalm, worstMs } = judge(health);
  const now = Math.min(admitPerMinute, state?.ratePerMinute ?? admitPerMinute);
  if (slow) {
    const ratePerMinute = Math.max(leastOf(admitPerMinute), Math.floor((now * SLOWED_PERCENT) / 100));
    const isSoon = state !== null && state.slowedMsAgo < SLOW_AGAIN_MS;
    return isSoon || ratePerMinute >= now ? null : { ratePerMinute, ...slow };
  }
  if (state === null) return null;
  if (!isCalm || state.changedMsAgo < RAISE_AGAIN_MS) return null;
  // At least the least: the operator may have raised the rate far above what was set before.
  const step = Math.max(1, Math.floor((admitPerMinute * RAISED_PERCENT) / 100));
  const raised = Math.max(leastOf(admitPerMinute), now + step);
  return { ratePerMinute: raised >= admitPerMinute ? null : raised, why: 'calm', ms: worstMs };
}

/** What admission aims for; the autopilot's rate counts only while it is switched on and below the operator's. */
export const targetOf = (sale: {
  readonly admitPerMinute: number;
  readonly autopilot: boolean;
  readonly autopilotRate: number | null;
}): number =>
  sale.autopilot && sale.autopilotRate !== null
    ? Math.min(sale.admitPerMinute, sale.autopilotRate)
    : sale.admitPerMinute;

const leastOf = (admitPerMinute: number): number =>
  Math.max(1, Math.ceil((admitPerMinute * LEAST_PERCENT) / 100));

/** Between slow and calm nothing is done: a pace at the edge must not swing. */
function judge({ latencies, writerBehindMs }: ShopHealth) {
  const seen = latencies.flatMap(({ what, p95, count }) => {
    const isKnown = (what === 'reserve' || what === 'pay') && count >= REQUESTS_MIN;
    return isKnown ? [{ why: what, ms: p95, bounds: CHECKOUT_MS[what] }] : [];
  });
  const all = [
    ...seen,
    ...(writerBehindMs === null ? [] : [{ why: 'writer' as const, ms: writerBehindMs, bounds: WRITER_MS }]),
  ].sort((one, other) => other.ms / other.bounds.slow - one.ms / one.bounds.slow);
  const [worst] = all;
  return {
    slow: worst && worst.ms > worst.bounds.slow ? { why: worst.why as PaceWhy, ms: worst.ms } : null,
    // A store that cannot be looked at is no sign of health: nothing is raised meanwhile.
    isCalm: writerBehindMs !== null && all.every(({ ms, bounds }) => ms < bounds.calm),
    worstMs: Math.max(0, ...all.map(({ ms }) => ms)),
  };
}
