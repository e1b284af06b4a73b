/**
 * The estimate of a wait (GWY-11): a range, from how far the line moved over the last minutes. Null rather
 * than a guess: a range that turns out wrong makes the next one worth nothing.
 *
 * The pace is the lane's and not the visitor's, so one pace serves everybody in it; a range that grows by more
 * than a fifth carries the reason and its time (ETA-2), and keeps it long enough that the rarest cadence brings it to
 * everybody.
 */
import type { Eta } from './protocol.ts';

/** Where the line stood; one sample each few seconds. */
export interface MovedSample {
  readonly atMs: number;
  readonly moved: number;
  /** What admission aimed for at that time. */
  readonly targetPerMinute: number;
}

/** Less than this was not long enough to know a pace. */
export const PACE_KNOWN_MS = 15_000;
/** Further back says little about now. */
export const PACE_WINDOW_MS = 180_000;
const SHORT_WINDOW_MS = 60_000;
/** Visitors are called in batches, some are absent: what was measured is not better known than this. */
const FAST_SHARE = 1.1;
const SLOW_SHARE = 0.8;
/** A reason stays this long: who stands far back hears each minute. */
const REASON_MS = 150_000;
/** A range grew when it is longer by more than a fifth. */
const GROWN_SHARE = 1.2;

export interface Pace {
  readonly fastPerMinute: number;
  readonly slowPerMinute: number;
}

/** The pace of a line, from samples in the order of time; null while it is not known or nothing moves. */
export function paceOf(samples: readonly MovedSample[], targetPerMinute: number, nowMs: number): Pace | null {
  const long = rateSince(samples, targetPerMinute, nowMs - PACE_WINDOW_MS);
  if (long === null) return null;
  const short = rateSince(samples, targetPerMinute, nowMs - SHORT_WINDOW_MS) ?? long;
  const slow = Math.min(long, short) * SLOW_SHARE;
  return slow > 0 ? { fastPerMinute: Math.max(long, short) * FAST_SHARE, slowPerMinute: slow } : null;
}

/**
 * What moved at a higher rate than today's counts for less; a raised rate is believed only when the line
 * has moved so, because the floor may hold it back.
 */
function rateSince(samples: readonly MovedSample[], targetPerMinute: number, fromMs: number): number | null {
  const seen = samples.filter((sample) => sample.atMs >= fromMs);
  const first = seen[0];
  const last = seen.at(-1);
  if (!first || !last || last.atMs - first.atMs < PACE_KNOWN_MS) return null;
  let moved = 0;
  let before = first;
  for (const sample of seen) {
    const share = Math.min(1, targetPerMinute / before.targetPerMinute);
    moved += Math.max(0, sample.moved - before.moved) * share;
    before = sample;
  }
  return (moved * 60_000) / (last.atMs - first.atMs);
}

export const etaReasons = ['rate_lowered', 'autopilot', 'paused', 'all_held', 'slower'] as const;
/** Why a range grew, as a code: pages have the words. `rate_lowered` is the organiser's doing. */
export type EtaReason = (typeof etaReasons)[number];

export interface EtaWhy {
  readonly reason: EtaReason;
  readonly atMs: number;
}

/** What a lane may aim for: the organiser's rate, and what the autopilot has left of it. */
export interface Rates {
  readonly admitPerMinute: number;
  readonly targetPerMinute: number;
}

/** What was last told, so that a longer range is noticed. Null before the first pace. */
export interface PaceMemory extends Rates {
  readonly slowPerMinute: number;
  readonly why: EtaWhy | null;
}

export interface PaceNow extends Rates {
  readonly pace: Pace | null;
  /** The line stood still within the last minutes, because it was paused or because everything was held. */
  readonly stoodStill: 'paused' | 'all_held' | null;
  readonly nowMs: number;
}

export function rememberPace(memory: PaceMemory | null, now: PaceNow): PaceMemory | null {
  const { pace, admitPerMinute, targetPerMinute, nowMs } = now;
  if (pace === null) return memory;
  const told = { slowPerMinute: pace.slowPerMinute, admitPerMinute, targetPerMinute };
  if (memory === null) return { ...told, why: null };
  if (pace.slowPerMinute * GROWN_SHARE < memory.slowPerMinute)
    return { ...told, why: { reason: reasonOf(memory, now), atMs: nowMs } };
  const why = memory.why && nowMs - memory.why.atMs < REASON_MS ? memory.why : null;
  // What counts is what was told: small steps add up against the best range, and the rates of that time.
  return pace.slowPerMinute >= memory.slowPerMinute ? { ...told, why } : { ...memory, why };
}

function reasonOf(memory: PaceMemory, { admitPerMinute, targetPerMinute, stoodStill }: PaceNow): EtaReason {
  if (admitPerMinute < memory.admitPerMinute) return 'rate_lowered';
  if (targetPerMinute < memory.targetPerMinute) return 'autopilot';
  return stoodStill ?? 'slower';
}

/** The range for somebody with `ahead` in front; null where there is no order or no pace. */
export function etaOf(ahead: number | null, pace: Pace | null, why: EtaWhy | null): Eta | null {
  if (ahead === null || pace === null) return null;
  const turn = ahead + 1; // Nobody ahead still means one turn to wait.
  return {
    fromSeconds: roundedDown((ahead * 60) / pace.fastPerMinute),
    toSeconds: roundedUp((turn * 60) / pace.slowPerMinute),
    ...(why && { reason: why.reason, reasonAt: new Date(why.atMs).toISOString() }),
  };
}

/** Steps as coarse as the range is long, so that a figure does not flicker. */
const stepOf = (seconds: number): number =>
  seconds < 120 ? 5 : seconds < 600 ? 30 : seconds < 3_600 ? 60 : 300;
const roundedDown = (seconds: number): number => Math.floor(seconds / stepOf(seconds)) * stepOf(seconds);
const roundedUp = (seconds: number): number => Math.ceil(seconds / stepOf(seconds)) * stepOf(seconds);
