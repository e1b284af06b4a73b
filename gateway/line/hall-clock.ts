/**
 * One hall, second by second (GWY-13): who is due is read, who is near the front is marked present, and
 * when the line has moved everybody gets the shared frame. A second in which the line is away is made up in
 * the next one.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { mustAsk, nearAhead } from '../../domain/place.ts';
import type { LineReply } from '../../redis/line-reply.ts';
import type { Clock } from '../../runtime/clock.ts';
import { isStoreAway } from '../store-away.ts';
import type { Entry } from './entry.ts';
import type { Hall } from './hall.ts';
import { frameFor, LaneFrames } from './lane-frames.ts';
import { NearFront } from './near-front.ts';
import { isoOf } from './place-message.ts';

/** A third of the silence after which nobody is called. */
const PRESENT_EVERY_SECONDS = 8;
/** Sockets written to in one go: some ten milliseconds. */
const WRITES_MAX = 1_000;

export interface ClockDeps {
  readonly clock: Clock;
  /** 1 as a rule; under overload positions are read and frames sent this many times less often. */
  readonly stretch: () => number;
  readonly countFrame: (sockets: number, bytes: number) => void;
}

export class HallClock {
  readonly hall: Hall;
  readonly #deps: ClockDeps;
  readonly #frames = new LaneFrames();
  readonly #nearFront = new NearFront();
  #turning = false;

  constructor(deps: ClockDeps, hall: Hall) {
    this.#deps = deps;
    this.hall = hall;
  }

  /** One second. A turn that takes longer swallows the next ones. */
  async turn(): Promise<void> {
    if (this.#turning) return;
    this.#turning = true;
    const due = this.hall.cadence.advance();
    try {
      await this.#readDue(due);
      this.hall.paces.learn(this.hall.lastHead, this.hall.word, this.hall.sale, this.#deps.clock());
      await this.#sendFrame();
    } catch (fault) {
      for (const entry of due) if (entry.dueAt === 0) this.hall.cadence.schedule(entry, 1);
      if (!isStoreAway(fault)) throw fault;
    } finally {
      this.#turning = false;
    }
  }

  /** The line was moved: after what is known of it by now, those near the front hear it without waiting for the second. */
  tellNearFront(): void {
    if (this.#deps.stretch() > 1) return; // Under overload frames are thinned out, not sent sooner.
    const { entries, lastHead } = this.hall;
    const { written, bytes } = this.#nearFront.tell(lastHead, entries.values(), isoOf(this.#deps.clock()));
    if (written > 0) this.#deps.countFrame(written, bytes);
  }

  /** Everybody, at once: at the opening a place turns into a position, and who is near the front is here. */
  async muster(): Promise<void> {
    const everybody = [...this.hall.entries.values()];
    await this.#readAll(everybody, this.hall.doors.read);
    const near = everybody.filter((entry) => this.#isNear(entry));
    await this.#readAll(near, this.hall.doors.present);
    for (const entry of near) entry.presentAt = this.hall.cadence.nowSeconds;
  }

  async #readDue(due: readonly Entry[]): Promise<void> {
    const { hall } = this;
    const now = hall.cadence.nowSeconds;
    const absent = due.filter(
      (entry) => this.#isNear(entry) && now - entry.presentAt >= PRESENT_EVERY_SECONDS,
    );
    const toMark = new Set(absent);
    await this.#readAll(absent, hall.doors.present);
    for (const entry of absent) entry.presentAt = now;
    const others = due.filter((entry) => !toMark.has(entry));
    if (others.length > 0) await this.#readAll(others, hall.doors.read);
    else if (absent.length === 0) hall.learn(await hall.doors.read({ saleId: hall.sale.id, entryIds: [] }));
    for (const entry of due) hall.reschedule(entry, this.#deps.stretch());
  }

  async #readAll(
    entries: readonly Entry[],
    door: (input: { saleId: string; entryIds: readonly string[] }) => Promise<LineReply>,
  ): Promise<void> {
    for (let from = 0; from < entries.length; from += SCRIPT_ENTRIES_MAX) {
      const entryIds = entries.slice(from, from + SCRIPT_ENTRIES_MAX).map(({ entryId }) => entryId);
      this.hall.learn(await door({ saleId: this.hall.sale.id, entryIds }));
    }
  }

  /** Near enough to be called soon, or passed over and here again. */
  #isNear({ standing }: Entry): boolean {
    if (standing.state === 'passedOver') return !mustAsk(standing);
    if (standing.state === 'returned') return true;
    return (
      (standing.state === 'waiting' || standing.state === 'snoozed') &&
      standing.ahead !== null &&
      standing.ahead <= nearAhead(this.hall.sale)
    );
  }

  async #sendFrame(): Promise<void> {
    const { hall } = this;
    const at = isoOf(this.#deps.clock());
    const now = { atSeconds: hall.cadence.nowSeconds, stretch: this.#deps.stretch(), at };
    const frames = this.#frames.due(hall.lastHead, now);
    if (Object.keys(frames.byLane).length === 0) return;
    this.#nearFront.note(hall.lastHead);
    await this.broadcast(({ standing }) => frameFor(standing, frames));
  }

  /** To everybody, each their frame; undefined for who has nothing to hear. */
  async broadcast(frameFor: (entry: Entry) => Buffer | undefined): Promise<void> {
    let [written, bytes] = [0, 0];
    for (const entry of this.hall.entries.values()) {
      const frame = frameFor(entry);
      if (!frame) continue;
      entry.send(frame);
      bytes += frame.length;
      written += 1;
      if (written % WRITES_MAX === 0) await breathe();
    }
    this.#deps.countFrame(written, bytes);
  }
}
