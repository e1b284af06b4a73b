/**
 * What was promised to those who poll (ETA-10). Between two polls a visitor is nowhere: this remembers the first range of as
 * many as fit, for all sales of this gateway, by the name of the entry. Whoever is not remembered is promised as much and
 * counts neither way; a gateway that dies forgets all of it and costs nobody the place.
 */
import type { AdmissionLane } from '../../domain/lane.ts';
import { POLL_AWAY_SECONDS, POLLED_PROMISES_MAX } from '../../domain/limits.ts';

/** Nothing promised yet; and: not to be counted, or counted already. */
export const NO_PROMISE = 0;
export const SPENT = -1;

/** Seconds since the epoch. */
export interface Promised {
  promisedFrom: number;
  promisedTo: number;
}

export interface Polled extends Promised {
  /** Of the place that the promise is about: who leaves and joins again is promised anew. */
  readonly number: number;
  lane: AdmissionLane;
  /** Seconds since the epoch: the last poll. */
  seenAt: number;
}

export class PolledPromises {
  readonly #max: number;
  /** In the order of their last polls. */
  readonly #polled = new Map<string, Polled>();

  constructor(max = POLLED_PROMISES_MAX) {
    this.#max = max;
  }

  get size(): number {
    return this.#polled.size;
  }

  /** What is remembered of this place. */
  of(entryId: string, number: number): Polled | null {
    const known = this.#polled.get(entryId);
    return known?.number === number ? known : null;
  }

  /** Remembered as the one who polled last. Where all is taken, who stayed away gives way, and nobody who still asks. */
  keep(entryId: string, polled: Polled): void {
    this.#polled.delete(entryId);
    if (this.#polled.size >= this.#max) {
      const [longestAway] = this.#polled;
      if (!longestAway || polled.seenAt - longestAway[1].seenAt < POLL_AWAY_SECONDS) return;
      this.#polled.delete(longestAway[0]);
    }
    this.#polled.set(entryId, polled);
  }

  forget(entryId: string): void {
    this.#polled.delete(entryId);
  }

  /** Never counts any more; stays remembered, so that nothing is promised to it anew. */
  spend(entryId: string): void {
    const known = this.#polled.get(entryId);
    if (known) known.promisedFrom = SPENT;
  }
}
