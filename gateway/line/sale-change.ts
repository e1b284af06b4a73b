/**
 * What a change of the sale means for those who wait for it: its message to all when it says something new,
 * and a new place for everybody whose state it changes. Sold out and closed reach everybody at once
 * (GWY-16).
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { SaleWord } from '../../domain/place.ts';
import { isStoreAway } from '../store-away.ts';
import type { HallClock } from './hall-clock.ts';
import { type LiveSale, wordOf } from './sale-book.ts';
import { saleMessage, urgentText } from './sale-message.ts';

/** What is held changes with every basket; who waits for it needs it no more often than this. */
const HELD_EVERY_MS = 5_000;
const TOLD_MAX = 500;

export class SaleChange {
  readonly #clock: HallClock;
  #urgent: string;
  #text: string;
  #sentAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: HallClock) {
    this.#clock = clock;
    const message = saleMessage(clock.hall.sale);
    this.#urgent = urgentText(message);
    this.#text = JSON.stringify(message);
  }

  /** Compares the sale as it is read now with what was told. */
  async apply(sale: LiveSale, nowMs: number): Promise<void> {
    const { hall } = this.#clock;
    const before = hall.word;
    hall.sale = sale;
    hall.word = wordOf(sale);
    const isAnew = hall.saleFrames.learn(sale, nowMs);
    const message = saleMessage(sale);
    const text = JSON.stringify(message);
    const urgent = urgentText(message);
    if (urgent !== this.#urgent || (text !== this.#text && nowMs - this.#sentAtMs >= HELD_EVERY_MS)) {
      this.#urgent = urgent;
      this.#text = text;
      this.#sentAtMs = nowMs;
      hall.saleFrames.say(message);
      await this.#clock.broadcast((entry) => hall.saleFrames.frameOf(entry, hall.lastHead));
    } else if (isAnew) {
      await this.#clock.broadcast((entry) => hall.saleFrames.newFrameOf(entry, hall.lastHead));
    }
    if (before === hall.word) return;
    await this.#retell();
    if (isOpening(hall.sale, before, hall.word)) await this.#opened();
  }

  async #retell(): Promise<void> {
    let told = 0;
    for (const entry of this.#clock.hall.entries.values()) {
      this.#clock.hall.retell(entry);
      told += 1;
      if (told % TOLD_MAX === 0) await breathe();
    }
  }

  async #opened(): Promise<void> {
    try {
      await this.#clock.muster();
    } catch (fault) {
      if (!isStoreAway(fault)) throw fault; // The cadence reads everybody again.
    }
  }
}

const sells = (word: SaleWord): boolean => word === 'open' || word === 'allHeld';

/** From here on who waits stands elsewhere: a lobby has an order, and without a wait everybody goes in. */
const isOpening = ({ mode }: LiveSale, before: SaleWord, now: SaleWord): boolean =>
  mode === 'passthrough' ? sells(now) && !sells(before) : before === 'lobby' && now === 'open';
