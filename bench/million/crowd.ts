/** Everybody in one line, packed: a million visitors of a bench must not weigh more than the line they stand in. */
import { randomBytes } from 'node:crypto';
import type { Receipt } from '../../tokens/receipt.ts';
import type { BenchLine } from './bench-line.ts';

/** As the gateway batches joins, and how many of its batches are under way at once. */
const BATCH = 200;
const AT_ONCE = 2;

export class Crowd {
  readonly count: number;
  readonly #ids: string[];
  readonly #numbers: Uint32Array;

  constructor(count: number) {
    this.count = count;
    this.#ids = Array.from({ length: count }, () => randomBytes(12).toString('base64url'));
    this.#numbers = new Uint32Array(count);
  }

  id(at: number): string {
    return this.#ids[at] ?? '';
  }

  number(at: number): number {
    return this.#numbers[at] ?? 0;
  }

  receipt({ sale, line }: BenchLine, at: number, lobby = false): Receipt {
    const [entryId, number] = [this.id(at), this.number(at)];
    return { saleId: sale.id, entryId, number, lobby, generation: line.generation(), secretHash: null };
  }

  /** From `from` on, that many join; answers the wall time in ms. */
  async join({ hall, sale }: BenchLine, from: number, count: number): Promise<number> {
    const startedAt = performance.now();
    const end = from + count;
    let next = from;
    const lane = async (): Promise<void> => {
      for (; next < end; ) {
        const first = next;
        next = Math.min(end, next + BATCH);
        const entryIds = this.#ids.slice(first, next);
        const { standings } = await hall.doors.join({ saleId: sale.id, entryIds });
        for (const [at, { number }] of standings.entries()) this.#numbers[first + at] = number;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return performance.now() - startedAt;
  }
}
