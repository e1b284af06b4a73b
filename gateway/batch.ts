/**
 * Micro-batches: what arrives within a few milliseconds is done together, because one script or statement
 * for hundreds costs little more than for one (GWY-12).
 *
 * At most `runsMax` at once: while the store is slow the next batch grows instead of the number of calls.
 * And at most `waitingMax` may wait: beyond that a crowd is told to come back, which is kinder than an
 * answer nobody waits for.
 */
import { Refused } from '../domain/refusals.ts';

export interface BatchOptions<Item, Result> {
  readonly itemsMax: number;
  readonly waitMs: number;
  readonly runsMax?: number;
  readonly waitingMax?: number;
  /** One result an item, in their order. A rejection is everybody's. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (fault: unknown) => void;
}

export class Batch<Item, Result> {
  readonly #options: Required<BatchOptions<Item, Result>>;
  #waiting: Waiting<Item, Result>[] = [];
  #timer: NodeJS.Timeout | null = null;
  #runs = 0;

  constructor(options: BatchOptions<Item, Result>) {
    this.#options = { runsMax: 2, waitingMax: 20_000, ...options };
  }

  add(item: Item): Promise<Result> {
    if (this.#waiting.length >= this.#options.waitingMax) return Promise.reject(new Refused('busy'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length >= this.#options.itemsMax) this.#flush();
      else this.#timer ??= setTimeout(() => this.#flush(), this.#options.waitMs);
    });
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#waiting.length > 0 && this.#runs < this.#options.runsMax) {
      const batch = this.#waiting.splice(0, this.#options.itemsMax);
      this.#runs += 1;
      void this.#run(batch);
    }
  }

  async #run(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.run(batch.map((waiting) => waiting.item));
      batch.forEach((waiting, index) => {
        waiting.resolve(results[index] as Result); // `run` answers one result an item.
      });
    } catch (fault) {
      for (const waiting of batch) waiting.reject(fault);
    }
    this.#runs -= 1;
    this.#flush();
  }
}
