/**
 * The first range each visitor was promised, held against when they were called (ETA-1). Counts of this gateway since they
 * were last taken; PostgreSQL has the sum. A gateway that dies loses the counts of some seconds and nobody's place.
 *
 * A promise is ours to keep only while the visitor waits as it was given: who snoozes, is away or changes the lane has
 * none any more, and who comes by another gateway is promised anew. Who polls is remembered between two polls
 * (polled-promises.ts), and whoever opens a socket then brings that promise along.
 */
import { isHeld } from '../../domain/eta-score.ts';
import type { AdmissionLane } from '../../domain/lane.ts';
import type { EtaScore } from '../../domain/protocol.ts';
import type { Standing } from '../../domain/standing.ts';
import type { Entry, Told } from './entry.ts';
import { NO_PROMISE, type Polled, type PolledPromises, type Promised, SPENT } from './polled-promises.ts';

/** One more thing that a visitor is about to be told. */
interface Step {
  readonly now: Told;
  /** The lane that was told before; null where nothing was. */
  readonly laneBefore: AdmissionLane | null;
  readonly standing: Standing;
  readonly nowSeconds: number;
  /** Counts where it turns out to be a call. */
  readonly calledAt: number;
}

export class Promises {
  #promised = 0;
  #held = 0;
  #countedPolls: string[] = [];
  readonly #polled: PolledPromises;

  constructor(polled: PolledPromises) {
    this.#polled = polled;
  }

  /** Notes what the entry is about to be told. */
  note(entry: Entry, now: Told, nowMs: number): void {
    const { standing, told } = entry;
    const polled = entry.promisedFrom === NO_PROMISE ? this.#polled.of(entry.entryId, standing.number) : null;
    if (polled) {
      entry.promisedFrom = polled.promisedFrom;
      entry.promisedTo = polled.promisedTo;
      this.#polled.forget(entry.entryId);
    }
    const nowSeconds = Math.floor(nowMs / 1_000);
    const laneBefore = told?.lane ?? polled?.lane ?? null;
    this.#follow(entry, { now, laneBefore, standing, nowSeconds, calledAt: nowSeconds });
  }

  /**
   * Notes what somebody without a socket here is about to be told. The call may have come some time before this poll: it
   * counts from when it was made, and that was after the last poll by any clock.
   */
  notePoll(standing: Standing, now: Told, { nowMs, claimMs }: { nowMs: number; claimMs: number }): void {
    const { entryId, number } = standing;
    const nowSeconds = Math.floor(nowMs / 1_000);
    const known = this.#polled.of(entryId, number);
    const polled: Polled = known ?? {
      ...{ promisedFrom: NO_PROMISE, promisedTo: NO_PROMISE },
      ...{ number, lane: now.lane, seenAt: nowSeconds },
    };
    const madeAt = Math.floor(((now.deadlineMs ?? nowMs) - claimMs) / 1_000);
    const calledAt = Math.max(polled.seenAt, Math.min(nowSeconds, madeAt));
    const laneBefore = known?.lane ?? null;
    if (this.#follow(polled, { now, laneBefore, standing, nowSeconds, calledAt }))
      this.#countedPolls.push(entryId);
    polled.lane = now.lane;
    polled.seenAt = nowSeconds;
    if (polled.promisedFrom !== NO_PROMISE) this.#polled.keep(entryId, polled);
  }

  /** Another gateway has counted the calls of these. */
  countedElsewhere(entryIds: readonly string[]): void {
    for (const entryId of entryIds) this.#polled.spend(entryId);
  }

  /** Whose call this gateway counted when they polled, since it was last asked. */
  takeCountedPolls(): readonly string[] {
    const counted = this.#countedPolls;
    if (counted.length > 0) this.#countedPolls = [];
    return counted;
  }

  /** Takes the counts; null where there are none. */
  take(): EtaScore | null {
    const score = { promised: this.#promised, held: this.#held };
    this.#promised = 0;
    this.#held = 0;
    return score.promised > 0 ? score : null;
  }

  /** Puts back what could not be written. */
  putBack({ promised, held }: EtaScore): void {
    this.#promised += promised;
    this.#held += held;
  }

  /** Answers whether a call was counted. */
  #follow(promise: Promised, { now, laneBefore, standing, nowSeconds, calledAt }: Step): boolean {
    // On the way to being called nothing is decided; the lane is that of the call from here on.
    if (promise.promisedFrom === SPENT || standing.state === 'calling') return false;
    if (promise.promisedFrom !== NO_PROMISE && !isWaiting(now, laneBefore)) {
      const { promisedFrom: fromAt, promisedTo: toAt } = promise;
      promise.promisedFrom = SPENT;
      if (now.state !== 'called') return false;
      this.#promised += 1;
      if (isHeld({ fromAt, toAt }, calledAt)) this.#held += 1;
      return true;
    }
    if (promise.promisedFrom !== NO_PROMISE || now.state !== 'waiting' || !now.eta) return false;
    promise.promisedFrom = nowSeconds + now.eta.fromSeconds;
    promise.promisedTo = nowSeconds + now.eta.toSeconds;
    return false;
  }
}

/** Still waits as it was promised: a pause and baskets are ours to answer for. */
const isWaiting = ({ state, lane }: Told, laneBefore: AdmissionLane | null): boolean =>
  (state === 'waiting' || state === 'allHeld' || state === 'paused') && (laneBefore ?? lane) === lane;
