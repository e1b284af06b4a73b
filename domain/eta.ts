/**
 * The estimate of a wait (GWY-11): a range, from how far the line moved over the last minutes. Null rather
 * than a guess: a range that turns out wrong makes the next one worth nothing.
 *
 * The pace is the lane's and not the visitor's, so one pace serves everybody in it; a range that grows by more
 * than a fifth carries the reason and its time (ETA-2), and keeps it long enough that the rarest cadence brings it to
 * everybody.
 */
import { NO_SHOW_BOOST_MAX } from './limits.ts';
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
/** What is known of the leaving at least and at most is this far apart, or nothing is said of it yet. */
const APART_MAX = 3;
/** Fewer calls that were answered or missed do not tell how many will be made. */
const SHOWS_MIN = 20;
/** Absent visitors a call: where nearly all are gone the measure of one minute says little. */
const PER_CALL_MAX = 20;
/** A reason stays this long: who stands far back hears each minute. */
const REASON_MS = 150_000;
/** So much more of all calls in the priority lane is felt by those who wait beside it. */
const PRIORITY_FELT = 0.1;
/** From here on it is the size of the floor that holds the line back. */
const FLOOR_FULL = 0.9;
/** A range grew when it is longer by more than a fifth. */
const GROWN_SHARE = 1.2;

export interface Pace {
  readonly fastPerMinute: number;
  readonly slowPerMinute: number;
  /**
   * From this many people on the floor is full, and the line moves as people leave it: at 0 a minute nobody has yet, or
   * too few. Null where the floor is not known.
   */
  readonly full: {
    readonly people: number;
    readonly fastPerMinute: number;
    readonly slowPerMinute: number;
  } | null;
}

/** How the floor fills and empties, over the last minute. */
export interface Turnover {
  readonly floor: number;
  readonly calledPerMinute: number;
  readonly endedPerMinute: number;
  /** From the call to the end, the mean of those turns that ended; 0 where none has. */
  readonly turnSeconds: number;
}
export interface Floor extends Turnover {
  readonly floorMax: number;
  /** Calls by which those who do not come are measured; before there are some, more may be called soon (PAC-4). */
  readonly callsSettled: number;
}

/**
 * The pace of a line, from samples in the order of time; null while it is not known or nothing moves. A line that has
 * just opened moves as fast as the rate until the floor is full: then only as fast as people leave, so what was seen of
 * the leaving says how it goes on for those further back.
 */
export function paceOf(
  samples: readonly MovedSample[],
  targetPerMinute: number,
  nowMs: number,
  floor: Floor | null = null,
): Pace | null {
  const long = rateSince(samples, targetPerMinute, nowMs - PACE_WINDOW_MS);
  if (long === null) return null;
  const short = rateSince(samples, targetPerMinute, nowMs - SHORT_WINDOW_MS) ?? long;
  const slow = Math.min(long, short) * SLOW_SHARE;
  if (slow <= 0) return null;
  const isBoostKnown = floor === null || floor.callsSettled >= SHOWS_MIN;
  const fast = Math.max(long, short) * FAST_SHARE * (isBoostKnown ? 1 : NO_SHOW_BOOST_MAX);
  return { fastPerMinute: fast, slowPerMinute: slow, full: floor && fullPace(floor, { fast, slow, short }) };
}

function fullPace(
  floor: Floor,
  { fast, slow, short }: { fast: number; slow: number; short: number },
): Pace['full'] {
  // Of each call how many move on in this lane: fewer than one where lanes share the calls, more where some are absent.
  const perCall = floor.calledPerMinute > 0 ? Math.min(PER_CALL_MAX, short / floor.calledPerMinute) : 1;
  // As many leave a full floor as leave this one for its size: fewer than in the end, while most have just come. As many
  // as it holds over the time of a turn: more than in the end, because the quick ones are over first. Both come to the same.
  const least = floor.endedPerMinute * (floor.floorMax / Math.max(1, floor.floor)) * perCall;
  const most = floor.turnSeconds > 0 ? ((floor.floorMax * 60) / floor.turnSeconds) * perCall : fast;
  return {
    people: Math.max(0, floor.floorMax - floor.floor) * perCall,
    fastPerMinute: Math.min(fast, Math.max(least, most) * FAST_SHARE),
    slowPerMinute: least * APART_MAX < Math.min(most, slow) ? 0 : Math.min(slow, least * SLOW_SHARE),
  };
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

export const etaReasons = [
  'rate_lowered',
  'autopilot',
  'paused',
  'all_held',
  'outage',
  'priority',
  'slower',
] as const;
/**
 * Why a range grew, as a code: pages have the words. `rate_lowered` is the organiser's doing, of the rate or of the floor;
 * `outage` is a failure of ours; by `priority` others come in before; `slower` are those inside.
 */
export type EtaReason = (typeof etaReasons)[number];

export interface EtaWhy {
  readonly reason: EtaReason;
  readonly atMs: number;
}

/** What a lane may aim for: the organiser's rate and floor, what the autopilot has left of the rate, and the other lanes. */
export interface Rates {
  readonly admitPerMinute: number;
  readonly targetPerMinute: number;
  readonly floorMax: number;
  /** Of all who were called lately the part that came by the priority lane; 0 for that lane itself. */
  readonly priorityShare: number;
}

/** What a line stood still for: nobody's pace. */
export type StoodStill = Extract<EtaReason, 'paused' | 'all_held' | 'outage'>;

/** What was last told, so that a longer range is noticed. Null before the first pace. */
export interface PaceMemory extends Rates {
  readonly slowPerMinute: number;
  readonly why: EtaWhy | null;
  /** Until then everybody is told why. */
  readonly whyUntilMs: number;
}

export interface PaceNow extends Rates {
  readonly pace: Pace | null;
  /** The line stood still within the last minutes: paused, with everything held, or by a failure of ours. */
  readonly stoodStill: StoodStill | null;
  /** How many are inside; null where that is not known. */
  readonly floor: number | null;
  readonly nowMs: number;
}

export function rememberPace(memory: PaceMemory | null, now: PaceNow): PaceMemory | null {
  const { pace, admitPerMinute, targetPerMinute, floorMax, priorityShare, nowMs } = now;
  if (pace === null) return memory;
  const slowPerMinute = lastingOf(pace);
  const told = { slowPerMinute, admitPerMinute, targetPerMinute, floorMax, priorityShare };
  if (memory === null) return { ...told, why: null, whyUntilMs: nowMs };
  const standing = nowMs < memory.whyUntilMs ? memory.why : null;
  if (slowPerMinute * GROWN_SHARE < memory.slowPerMinute) {
    const reason = reasonOf(memory, now);
    // What was measured over minutes goes on falling for minutes: without a cause of its own it is still the same one.
    const why = standing && reason === 'slower' ? standing : { reason, atMs: nowMs };
    return { ...told, why, whyUntilMs: nowMs + REASON_MS };
  }
  const why = { why: standing, whyUntilMs: memory.whyUntilMs };
  // What counts is what was told: small steps add up against the best range, and the rates of that time.
  return slowPerMinute >= memory.slowPerMinute ? { ...told, ...why } : { ...memory, ...why };
}

/** What those further back wait by. Nothing is known of it before anybody has left the floor. */
const lastingOf = ({ slowPerMinute, full }: Pace): number =>
  full && full.slowPerMinute > 0 ? full.slowPerMinute : slowPerMinute;

function reasonOf(memory: PaceMemory, now: PaceNow): EtaReason {
  if (now.admitPerMinute < memory.admitPerMinute) return 'rate_lowered';
  // A smaller floor that is not full holds nobody back.
  const isFull = now.floor === null || now.floor >= now.floorMax * FLOOR_FULL;
  if (now.floorMax < memory.floorMax && isFull) return 'rate_lowered';
  if (now.targetPerMinute < memory.targetPerMinute) return 'autopilot';
  if (now.stoodStill !== null) return now.stoodStill;
  return now.priorityShare - memory.priorityShare >= PRIORITY_FELT ? 'priority' : 'slower';
}

/** The range for somebody with `ahead` in front; null where there is no order or no pace. */
export function etaOf(ahead: number | null, pace: Pace | null, why: EtaWhy | null): Eta | null {
  if (ahead === null || pace === null) return null;
  const turn = ahead + 1; // Nobody ahead still means one turn to wait.
  const toSeconds = secondsFor(turn, pace.slowPerMinute, pace.full, pace.full?.slowPerMinute ?? 0);
  if (!Number.isFinite(toSeconds)) return null;
  return {
    fromSeconds: roundedDown(secondsFor(ahead, pace.fastPerMinute, pace.full, pace.full?.fastPerMinute ?? 0)),
    toSeconds: roundedUp(toSeconds),
    ...(why && { reason: why.reason, reasonAt: new Date(why.atMs).toISOString() }),
  };
}

/** Infinite where somebody stands behind a floor that nobody has left yet. */
function secondsFor(people: number, perMinute: number, full: Pace['full'], fullPerMinute: number): number {
  const before = Math.min(people, full?.people ?? people);
  const behind = people - before;
  return (before * 60) / perMinute + (behind > 0 ? (behind * 60) / fullPerMinute : 0);
}

/** Steps as coarse as the range is long, so that a figure does not flicker. */
const stepOf = (seconds: number): number =>
  seconds < 120 ? 5 : seconds < 600 ? 30 : seconds < 3_600 ? 60 : 300;
const roundedDown = (seconds: number): number => Math.floor(seconds / stepOf(seconds)) * stepOf(seconds);
const roundedUp = (seconds: number): number => Math.ceil(seconds / stepOf(seconds)) * stepOf(seconds);
