/**
 * The one clock of all halls (GWY-13): a timer for the process and none for a socket. Each second: the
 * sales, the generation, then every hall's turn. Notices make single steps of it happen at once; losing
 * them costs a second.
 */

import type { Notice, NoticeListener } from '../../redis/notices.ts';
import type { Log } from '../../runtime/log.ts';
import { isStoreAway } from '../store-away.ts';
import { sendBack } from './give-up.ts';
import type { Hall } from './hall.ts';
import { type ClockDeps, HallClock } from './hall-clock.ts';
import type { Halls } from './halls.ts';
import { keepScores } from './keep-scores.ts';
import { type ResumeDeps, resumeVisitors } from './resume.ts';
import { SaleChange } from './sale-change.ts';

export interface TickerDeps extends ClockDeps, Omit<ResumeDeps, 'halls'> {
  readonly halls: Halls;
  readonly log: Log;
}

interface Watch {
  readonly clock: HallClock;
  readonly change: SaleChange;
}

/** Seconds between two writings of how often promises held. */
const SCORES_EVERY = 5;

export class Ticker {
  readonly #deps: TickerDeps;
  readonly #watches = new Map<Hall, Watch>();
  #listener: NoticeListener | null = null;
  #listening = '';
  #ticks = 0;
  #resumed = 0;
  #resuming: Promise<void> | null = null;

  constructor(deps: TickerDeps) {
    this.#deps = deps;
  }

  listenWith(listener: NoticeListener): void {
    this.#listener = listener;
  }

  /** One second. Never rejects for a store that is away. */
  async tick(): Promise<void> {
    await Promise.all([this.#quietly(() => this.#readSales()), this.#quietly(() => this.resume())]);
    await this.#quietly(() => this.#listen());
    await Promise.all(
      [...this.#deps.halls].map((hall) => this.#quietly(() => this.#watch(hall).clock.turn())),
    );
    this.#deps.halls.hintCounted();
    this.#ticks += 1;
    if (this.#ticks % SCORES_EVERY === 0)
      await this.#quietly(() => keepScores(this.#deps.db, this.#deps.halls));
  }

  heard(saleId: string, notice: Notice): void {
    const hall = this.#deps.halls.bySaleId(saleId);
    if (notice.type === 'generation') void this.#quietly(() => this.resume());
    if (notice.type === 'sale') void this.#quietly(() => this.#readSales());
    if (notice.type === 'merged' && hall) for (const entryId of notice.entryIds) sendBack(hall, entryId);
    if (notice.type === 'counted') hall?.promises.countedElsewhere(notice.entryIds);
    if (notice.type !== 'standings' || !hall) return;
    const here = notice.entryIds.filter((entryId) => hall.entries.has(entryId));
    void this.#quietly(async () => {
      if (here.length > 0) await Promise.all(here.map((entryId) => hall.ask.read.add(entryId)));
      else hall.learn(await hall.doors.read({ saleId, entryIds: [] }));
      this.#watch(hall).clock.tellNearFront();
    });
  }

  /** Puts the connected visitors back when the line begins another generation. */
  resume(): Promise<void> {
    this.#resuming ??= resumeVisitors(this.#deps, this.#resumed)
      .then((generation) => {
        this.#resumed = generation;
      })
      .finally(() => {
        this.#resuming = null;
      });
    return this.#resuming;
  }

  async #readSales(): Promise<void> {
    const { book, halls, clock } = this.#deps;
    await book.refresh();
    for (const sale of book.sales) {
      const hall = halls.bySaleId(sale.id);
      if (hall) await this.#watch(hall).change.apply(sale, clock());
    }
  }

  async #listen(): Promise<void> {
    const saleIds = [...this.#deps.halls].map((hall) => hall.sale.id);
    const names = saleIds.join(' ');
    if (!this.#listener || names === this.#listening) return;
    await this.#listener.listenTo(saleIds);
    this.#listening = names;
  }

  #watch(hall: Hall): Watch {
    const known = this.#watches.get(hall);
    if (known) return known;
    const clock = new HallClock(this.#deps, hall);
    const watch = { clock, change: new SaleChange(clock) };
    this.#watches.set(hall, watch);
    return watch;
  }

  async #quietly(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (fault) {
      if (!isStoreAway(fault)) this.#deps.log.error({ err: fault }, 'a step of the clock failed');
    }
  }
}
