/**
 * A line in a few plain lines, for model tests: the same acts as the scripts of redis/ and the statements of db/, and no
 * stores. What it says of everybody after each act is what the real one must say.
 */

import type { WaitingLane } from '../domain/lane.ts';
import { CALLS_UNASKED_MAX, NUMBER_BLOCK, SLOW_LANE_SHARE } from '../domain/limits.ts';

export type Where =
  | 'none' | 'waiting' | 'calling' | 'called' | 'shopping' | 'passedOver' | 'returned' | 'snoozed'
  | 'finished'; // biome-ignore format: a list of words reads best as a paragraph
type Fact = 'called' | 'shopping' | 'missed' | 'finished' | 'ended' | 'back' | 'left';

export interface ModelVisitor {
  where: Where;
  lane: WaitingLane;
  number: number;
  /** Of the last one that a snooze lets pass. */
  letsPassTo: number;
  /** Would be called when it is next. */
  isPresent: boolean;
  /** What PostgreSQL said last. */
  call: { number: number; no: number; fact: Fact; isOutside: boolean } | null;
  /** Its call went by unanswered; the next tick says so. */
  isOverdue: boolean;
  /** Number in the reserve list; 0 where it is not on it. */
  listed: number;
}

export class LineModel {
  readonly visitors: ModelVisitor[];
  readonly floorMax: number;
  readonly priorityShare: number;
  isPaused = false;
  next = 0;
  blockEnd = 0;
  /** The largest number of the list: the line goes on behind it. */
  lastListed = 0;
  moved = 0;
  #carried = { priority: 0, slow: 0 };

  constructor(settings: { visitors: number; floorMax: number; priorityShare: number }) {
    this.floorMax = settings.floorMax;
    this.priorityShare = settings.priorityShare;
    this.visitors = Array.from({ length: settings.visitors }, () => ({
      ...{ where: 'none', lane: 'ordinary', number: 0, letsPassTo: 0, isPresent: false, call: null },
      ...{ isOverdue: false, listed: 0 },
    }));
  }

  /** What is said of a visitor. */
  stateOf(visitor: ModelVisitor): Where | 'reserve' {
    const { where, listed } = visitor;
    return listed > 0 && (where === 'none' || where === 'finished') ? 'reserve' : where;
  }

  /** Everybody in a lane, in their order. */
  inLane(lane: WaitingLane): ModelVisitor[] {
    return this.visitors.filter((one) => one.where === 'waiting' && one.lane === lane).sort(byNumber);
  }

  callNoOf({ call, number }: ModelVisitor): number {
    return call?.number === number ? call.no : 0;
  }

  /** `numberEnd`: up to which numbers are reserved at the moment. */
  join(visitor: ModelVisitor, lane: WaitingLane, numberEnd: number): void {
    if (this.stateOf(visitor) !== 'none') return;
    if (this.next === this.blockEnd || this.lastListed > this.next) {
      this.next = Math.max(this.next, numberEnd);
      this.blockEnd = numberEnd + NUMBER_BLOCK;
    }
    this.next += 1;
    Object.assign(visitor, { where: 'waiting', lane, number: this.next, isPresent: true });
  }

  snooze(visitor: ModelVisitor, letPass: number): void {
    const isWaiting = visitor.where === 'waiting' && visitor.lane === 'ordinary';
    if (!isWaiting && visitor.where !== 'returned' && visitor.where !== 'snoozed') return;
    visitor.where = 'snoozed';
    const line = this.inLane('ordinary');
    const upto = line.filter(({ number }) => number <= visitor.number).length + letPass;
    visitor.letsPassTo = line[upto - 1]?.number ?? this.next + upto - line.length;
  }

  wake(visitor: ModelVisitor): void {
    if (visitor.where !== 'snoozed') return;
    const [first] = this.inLane('ordinary');
    const isDue = !first || first.number > visitor.number;
    Object.assign(visitor, { where: isDue ? 'returned' : 'waiting', lane: 'ordinary', isPresent: true });
  }

  changeLane(visitor: ModelVisitor, lane: WaitingLane): void {
    if (visitor.where !== 'waiting' || visitor.lane === lane) return;
    const [first] = this.inLane('ordinary');
    const isPassed = this.moved > 0 && (!first || first.number > visitor.number);
    if (lane === 'ordinary' && visitor.lane === 'slow' && isPassed) visitor.where = 'returned';
    Object.assign(visitor, { lane, isPresent: true });
  }

  show(visitor: ModelVisitor): void {
    const { where } = visitor;
    const isHere = where === 'waiting' || where === 'returned' || where === 'snoozed';
    const mayReturn = where === 'passedOver' && this.callNoOf(visitor) < CALLS_UNASKED_MAX;
    if (mayReturn) visitor.where = 'returned';
    if (isHere || mayReturn) visitor.isPresent = true;
  }

  ask(visitor: ModelVisitor): void {
    if (visitor.where === 'passedOver') Object.assign(visitor, { where: 'returned', isPresent: true });
  }

  /** Not from inside, which the writer ends, nor from the list. */
  leave(visitor: ModelVisitor): void {
    if (visitor.call && visitor.call.number <= visitor.number) visitor.call.fact = 'left';
    Object.assign(visitor, { where: 'none', isOverdue: false });
  }

  claim(visitor: ModelVisitor): void {
    const isRecorded = visitor.call?.number === visitor.number && visitor.call.fact === 'called';
    if (!isRecorded || visitor.isOverdue || !visitor.call) return;
    visitor.call.fact = 'shopping';
    visitor.where = 'shopping';
  }

  end(visitor: ModelVisitor, fact: 'finished' | 'ended' | 'back'): void {
    if (visitor.where !== 'shopping' || !visitor.call) return;
    visitor.call.fact = fact === 'back' && visitor.call.isOutside ? 'ended' : fact;
    visitor.where = visitor.call.fact === 'back' ? 'returned' : 'finished';
  }

  list(visitor: ModelVisitor, number: number): void {
    visitor.listed = number;
    this.lastListed = Math.max(this.lastListed, number);
    if (hasPlace(visitor)) visitor.where = 'none';
  }

  unlist(visitor: ModelVisitor): void {
    if (visitor.call) visitor.call.fact = 'left';
    Object.assign(visitor, { where: 'none', listed: 0 });
  }

  /** The turn of somebody on the list; no slot of the floor. */
  invite(visitor: ModelVisitor): void {
    const number = visitor.listed;
    const no = visitor.call?.number === number ? visitor.call.no + 1 : 1;
    Object.assign(visitor, { where: 'called', listed: 0, number });
    visitor.call = { number, no, fact: 'called', isOutside: true };
  }

  /** Marks who is next; in this order: who returned, the lanes by their shares, the line, what is left to the lanes. */
  mark(): void {
    if (this.isPaused) return;
    const room = this.floorMax - this.#floor();
    const [first] = this.inLane('ordinary');
    const snoozed = this.visitors.filter(({ where }) => where === 'snoozed');
    const due = first
      ? snoozed.filter(({ letsPassTo }) => letsPassTo < first.number)
      : snoozed.sort((one, other) => one.letsPassTo - other.letsPassTo).slice(0, Math.max(0, room));
    for (const visitor of due) visitor.where = 'returned';
    if (room <= 0) return;

    let left = room;
    const take = (some: readonly ModelVisitor[], upto: number): number => {
      let came = 0;
      for (const visitor of some) {
        if (came >= upto) break;
        if (visitor.where === 'waiting' && visitor.lane === 'ordinary') this.moved += 1;
        came += visitor.isPresent ? 1 : 0;
        if (!visitor.isPresent) visitor.lane = 'ordinary'; // Passed over, it comes back before every lane.
        visitor.where = visitor.isPresent ? 'calling' : 'passedOver';
        visitor.isPresent = false;
      }
      left -= came;
      return came;
    };
    take(this.visitors.filter(({ where }) => where === 'returned').sort(byNumber), left);
    const places = left;
    const shares = { priority: this.priorityShare, slow: SLOW_LANE_SHARE };
    const due_ = { priority: 0, slow: 0 };
    for (const lane of ['priority', 'slow'] as const)
      due_[lane] = this.inLane(lane).length === 0 ? 0 : this.#carried[lane] + places * shares[lane];
    for (const lane of ['priority', 'slow'] as const) {
      const came = take(this.inLane(lane), Math.min(Math.floor(due_[lane] / 100), left));
      this.#carried[lane] = Math.min(100, due_[lane] - came * 100);
    }
    take(this.inLane('ordinary'), left);
    take(this.inLane('priority'), left);
    take(this.inLane('slow'), left);
  }

  /** What a whole tick does: who let a call go by, who is next, and PostgreSQL's word for everybody who is marked. */
  tick(): void {
    for (const visitor of this.visitors.filter(({ isOverdue }) => isOverdue)) this.miss(visitor);
    this.mark();
    this.record();
    for (const visitor of this.visitors) if (visitor.where === 'calling') visitor.where = 'called';
  }

  miss(visitor: ModelVisitor): void {
    visitor.isOverdue = false;
    if (visitor.call) visitor.call.fact = 'missed';
    const isAgain = visitor.call && visitor.call.no < CALLS_UNASKED_MAX;
    visitor.where = visitor.call?.isOutside ? 'finished' : isAgain ? 'returned' : 'passedOver';
    if (visitor.call) visitor.number = visitor.call.number;
  }

  record(): void {
    for (const visitor of this.visitors) {
      const { where, number, call } = visitor;
      const isRecorded = call?.number === number && call.fact === 'called';
      if (where !== 'calling' || isRecorded) continue;
      visitor.call = { number, no: this.callNoOf(visitor) + 1, fact: 'called', isOutside: false };
    }
  }

  /** Redis forgot everything: PostgreSQL tells, then the receipts. */
  forget(next: number): void {
    Object.assign(this, { next, blockEnd: next, moved: 0 });
    this.#carried = { priority: 0, slow: 0 };
    for (const visitor of this.visitors) {
      const { where, call, number } = visitor;
      const isKnown = call !== null && call.number === number;
      const isQueued = !['none', 'called', 'shopping', 'finished'].includes(where);
      if (isKnown && call.fact === 'called') visitor.where = 'called';
      else if (where === 'snoozed') visitor.where = 'snoozed';
      else if (isQueued && isKnown)
        visitor.where = call.fact === 'back' || call.no < CALLS_UNASKED_MAX ? 'returned' : 'passedOver';
      else if (isQueued) visitor.where = 'waiting';
      if (isQueued) visitor.isPresent = visitor.where === 'waiting';
    }
  }

  #floor(): number {
    const isInside = ({ where, call }: ModelVisitor) =>
      where === 'calling' || ((where === 'called' || where === 'shopping') && !call?.isOutside);
    return this.visitors.filter(isInside).length;
  }
}

/** A place that the list keeps the order of. */
export const hasPlace = ({ where }: ModelVisitor): boolean =>
  ['waiting', 'passedOver', 'returned', 'snoozed'].includes(where);

const byNumber = (one: ModelVisitor, other: ModelVisitor): number => one.number - other.number;
