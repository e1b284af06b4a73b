/** The halls of this gateway, one a sale that somebody here waits for, made when the first one asks. */
import type { Redis } from 'ioredis';
import type { StandingState } from '../../domain/standing.ts';
import { notify } from '../../redis/notices.ts';
import type { LineDoors } from './doors.ts';
import { Hall, type HallDeps } from './hall.ts';
import { passthroughDoors } from './passthrough-doors.ts';
import { PolledPromises } from './polled-promises.ts';
import { raffleDoors } from './raffle-doors.ts';
import type { LiveSale } from './sale-book.ts';

export interface HallsDeps extends Omit<HallDeps, 'hint' | 'hintMerged' | 'polled'> {
  readonly redis: Redis;
  readonly doors: LineDoors;
}

const isWaiting = (state: StandingState) => state === 'waiting' || state === 'lobby';

export class Halls {
  readonly #deps: HallsDeps;
  readonly #halls = new Map<string, Hall>();
  readonly #polled = new PolledPromises();
  readonly #passthrough: LineDoors;
  readonly #raffle: LineDoors;

  constructor(deps: HallsDeps) {
    this.#deps = deps;
    const isHere = (saleId: string, entryId: string) =>
      this.#halls.get(saleId)?.entries.has(entryId) ?? false;
    this.#passthrough = passthroughDoors(deps.db, isHere);
    this.#raffle = raffleDoors(deps.doors, deps.db);
  }

  /** The hall of a sale that has a line or needs none; null for a shelf, which nobody waits for. */
  open(sale: LiveSale): Hall | null {
    if (sale.mode === 'shelf') return null;
    const known = this.#halls.get(sale.id);
    if (known) return known;
    const doors = this.#doorsOf(sale);
    // A hint that is lost costs a second: everybody looks by themselves.
    const hintOf =
      (type: 'standings' | 'merged'): HallDeps['hint'] =>
      (saleId, entryIds) =>
        void notify(this.#deps.redis, saleId, { type, entryIds: [...entryIds] }).catch(() => {});
    const hints = { hint: hintOf('standings'), hintMerged: hintOf('merged') };
    const hall = new Hall({ ...this.#deps, ...hints, polled: this.#polled }, doors, sale);
    this.#halls.set(sale.id, hall);
    return hall;
  }

  /** Tells the other gateways whose calls were counted here, so that none counts them again. */
  hintCounted(): void {
    for (const { sale, promises } of this) {
      const entryIds = promises.takeCountedPolls();
      if (entryIds.length > 0)
        void notify(this.#deps.redis, sale.id, { type: 'counted', entryIds }).catch(() => {});
    }
  }

  /** By sale, how many of those who wait have the page open here; who asks over plain HTTP has none. */
  pagesOpen(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { sale, entries } of this) {
      const count = entries
        .values()
        .filter(({ standing }) => isWaiting(standing.state))
        .toArray().length;
      if (count > 0) counts[sale.id] = count;
    }
    return counts;
  }

  #doorsOf({ mode }: LiveSale): LineDoors {
    if (mode === 'passthrough') return this.#passthrough;
    return mode === 'raffle' ? this.#raffle : this.#deps.doors;
  }

  bySaleId(saleId: string): Hall | null {
    return this.#halls.get(saleId) ?? null;
  }

  [Symbol.iterator](): Iterator<Hall> {
    return this.#halls.values();
  }
}
