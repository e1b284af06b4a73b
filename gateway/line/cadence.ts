/**
 * When whose exact position is read next: a wheel of one-second slots, one timer for all. The interval
 * follows the distance (GWY-13), so that reading costs what the line moves and not how long it is.
 */
import type { PlaceState } from '../../domain/protocol.ts';
import type { Entry } from './entry.ts';

const SLOTS = 64;

/** Seconds to the next reading of somebody with `ahead` in front. */
export function readEverySeconds(state: PlaceState, ahead: number | null): number {
  if (state === 'finished') return 60;
  if (state === 'called' || state === 'won' || state === 'shopping' || state === 'passedOver') return 5;
  if (ahead === null) return 30;
  // A list moves by the hour, and whoever is asked hears of it by a notice; near its head also without one.
  if (state === 'reserve' || state === 'notDrawn') return ahead <= 100 ? 5 : 30;
  if (ahead <= 1_000) return 1;
  if (ahead <= 10_000) return 5;
  return ahead <= 50_000 ? 30 : 60;
}

export class Cadence {
  readonly #slots: Entry[][] = Array.from({ length: SLOTS }, () => []);
  #nowSeconds = 0;

  /** The entry is read `inSeconds` (1…63) from now, and not at the time it was to be read before. */
  schedule(entry: Entry, inSeconds: number): void {
    entry.dueAt = this.#nowSeconds + Math.min(SLOTS - 1, Math.max(1, inSeconds));
    this.#slots[entry.dueAt % SLOTS]?.push(entry);
  }

  /**
   * Moves on by a second and answers who is due; entries that left or were scheduled anew are not among
   * them.
   */
  advance(): Entry[] {
    this.#nowSeconds += 1;
    const slot = this.#nowSeconds % SLOTS;
    const due = this.#slots[slot] ?? [];
    this.#slots[slot] = [];
    return due.filter((entry) => {
      const isDue = entry.first !== null && entry.dueAt === this.#nowSeconds;
      if (isDue) entry.dueAt = 0; // Scheduled twice for the same second, it is read once.
      return isDue;
    });
  }

  get nowSeconds(): number {
    return this.#nowSeconds;
  }
}
