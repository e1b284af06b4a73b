/**
 * The sales that somebody may be waiting for, as this gateway knows them: read from PostgreSQL once a
 * second, and at once after a notice. While PostgreSQL is away the last known ones stay: who waits goes on
 * waiting.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { type LiveSale, liveSales } from '../../db/live-sales.ts';
import type { Database } from '../../db/schema.ts';
import { type SaleWord, saleWord } from '../../domain/place.ts';
import { isSoldOutBeside, stockBeside } from '../../domain/raffle.ts';

export type { LiveSale };

/** A sale made a moment ago is found; however many strange names are asked for, PostgreSQL is asked five times a second. */
const ASK_AGAIN_MS = 200;

export class SaleBook {
  readonly #db: Kysely<Database>;
  #bySlug = new Map<string, LiveSale>();
  #asking: Promise<void> | null = null;
  #looking: Promise<void> | null = null;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** All of them, as last read. */
  get sales(): Iterable<LiveSale> {
    return this.#bySlug.values();
  }

  known(slug: string): LiveSale | null {
    return this.#bySlug.get(slug) ?? null;
  }

  /** Asks PostgreSQL where it is not known; null for one that nobody can wait for. */
  async find(slug: string): Promise<LiveSale | null> {
    if (!this.#bySlug.has(slug)) await this.#lookAgain();
    return this.known(slug);
  }

  /** A fresh look for all who ask meanwhile, not before the last one is old enough. */
  #lookAgain(): Promise<void> {
    this.#looking ??= pause(Math.max(0, this.#askedAtMs + ASK_AGAIN_MS - performance.now()))
      .then(() => this.refresh())
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  refresh(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    this.#askedAtMs = performance.now();
    // There is no line to stand in where nobody may see the sale yet.
    const sales = (await liveSales(this.#db)).filter(({ isHiddenLobby }) => !isHiddenLobby);
    this.#bySlug = new Map(sales.map((sale) => [sale.slug, sale]));
  }
}

/** What the sale says to those in line. */
export const wordOf = (sale: LiveSale): SaleWord =>
  isSoldOutBeside(sale) ? 'soldOut' : saleWord({ state: sale.state, stock: stockBeside(sale) });
