/**
 * The first range each visitor was promised, held against when they were called (ETA-1). Counts of this gateway since they
 * were last taken; PostgreSQL has the sum. A gateway that dies loses the counts of some seconds and nobody's place.
 *
 * A promise is ours to keep only while the visitor waits as it was given: who snoozes, is away or changes the lane has
 * none any more, and who comes by another gateway is promised anew.
 */
import { isHeld } from '../../domain/eta-score.ts';
import type { EtaScore } from '../../domain/protocol.ts';
import type { Entry, Told } from './entry.ts';

/** Nothing promised yet; and: not to be counted, or counted already. */
export const NO_PROMISE = 0;
const SPENT = -1;

export class Promises {
  #promised = 0;
  #held = 0;

  /** Notes what the entry is about to be told. */
  note(entry: Entry, now: Told, nowMs: number): void {
    // On the way to being called nothing is decided; the lane is that of the call from here on.
    if (entry.promisedFrom === SPENT || entry.standing.state === 'calling') return;
    const nowSeconds = Math.floor(nowMs / 1_000);
    if (entry.promisedFrom !== NO_PROMISE && !isWaiting(now, entry.told)) {
      const promise = { fromAt: entry.promisedFrom, toAt: entry.promisedTo };
      if (now.state === 'called') {
        this.#promised += 1;
        if (isHeld(promise, nowSeconds)) this.#held += 1;
      }
      entry.promisedFrom = SPENT;
      return;
    }
    if (entry.promisedFrom !== NO_PROMISE || now.state !== 'waiting' || !now.eta) return;
    entry.promisedFrom = nowSeconds + now.eta.fromSeconds;
    entry.promisedTo = nowSeconds + now.eta.toSeconds;
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
}

/** Still waits as it was promised: a pause and baskets are ours to answer for. */
const isWaiting = ({ state, lane }: Told, before: Told | null): boolean =>
  (state === 'waiting' || state === 'allHeld' || state === 'paused') && (before?.lane ?? lane) === lane;
