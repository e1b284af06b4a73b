/**
 * One entry that is connected to this gateway: where it stands, what its visitor was told, and its sockets.
 *
 * Kept small on purpose: a gateway holds one of these for each waiting visitor. The sockets form a chain,
 * because there is one as a rule; timers belong to the hall.
 */
import type { Eta, LineCheck, PlaceState } from '../../domain/protocol.ts';
import { type LineHead, laneHeadOf, type Standing } from '../../domain/standing.ts';

/** A visitor's connection, as the line sees it. */
export interface Visitor {
  /** The next socket of the same entry. */
  next: Visitor | null;
  /** What this socket's receipts and passes are bound to: each device of an account has its own. */
  readonly secretHash: string | null;
  /** That secret was given, or there is none. */
  readonly mayClaim: boolean;
  tell(frame: Buffer): void;
  /** A newer socket of the entry takes this one's seat. */
  replace(): void;
  /** The place was given up. */
  unseat(): void;
  /** Another place of the same visitor is better: closes, and finds that one on its return. */
  comeBack(): void;
}

export interface Told {
  readonly state: PlaceState;
  readonly ahead: number | null;
  /** On a list: the place in it, from 1. */
  readonly reserveNumber: number | null;
  readonly moved: number;
  readonly eta: Eta | null;
  readonly callNo: number;
  readonly deadlineMs: number | null;
  readonly lane: Standing['lane'];
}

/** Before any second of a clock, and a small whole number: infinity would be an object of its own in each entry. */
const LONG_AGO = -1_000_000;

export class Entry {
  readonly entryId: string;
  readonly secretHash: string | null;
  standing: Standing;
  /** The counter of the entry's lane, and the generation, when `standing` was read. */
  moved: number;
  generation: number;
  #receiptNumber = -1;
  #receiptLobby = false;
  #receiptLane: Standing['lane'] = 'ordinary';
  #receiptLetsPassTo = 0;
  #receiptGeneration = -1;
  told: Told | null = null;
  aheadAtJoin: number | null = null;
  /** Seconds since the epoch: the first range that was promised (promises.ts). */
  promisedFrom = 0;
  promisedTo = 0;
  /** The words for each tier that were told last (sale-frames.ts). */
  chances = '';
  /** In the slow lane: why, and the puzzle that leads out. */
  check: LineCheck | null = null;
  /** Seconds of the hall's clock: when the standing is read next, and when presence was last marked. */
  dueAt = 0;
  presentAt = LONG_AGO;
  first: Visitor | null = null;

  constructor(standing: Standing, head: LineHead, secretHash: string | null) {
    this.entryId = standing.entryId;
    this.standing = standing;
    this.moved = laneHeadOf(head, standing.lane).moved;
    this.generation = head.generation;
    this.secretHash = secretHash;
  }

  /** Notes what the line said of it. */
  note(standing: Standing, head: LineHead): void {
    this.standing = standing;
    this.moved = laneHeadOf(head, standing.lane).moved;
    this.generation = head.generation;
  }

  /** The last receipt says what the line says now, or there is nothing to prove. */
  get isProven(): boolean {
    const { state, number, lane, letsPassTo } = this.standing;
    if (state === 'none') return true;
    return (
      this.#receiptNumber === number &&
      this.#receiptLobby === (state === 'lobby') &&
      this.#receiptLane === lane &&
      this.#receiptLetsPassTo === (letsPassTo ?? 0) &&
      this.#receiptGeneration === this.generation
    );
  }

  noteReceipt(): void {
    this.#receiptNumber = this.standing.number;
    this.#receiptLobby = this.standing.state === 'lobby';
    this.#receiptLane = this.standing.lane;
    this.#receiptLetsPassTo = this.standing.letsPassTo ?? 0;
    this.#receiptGeneration = this.generation;
  }

  /** Answers how many sockets the entry has now. */
  add(visitor: Visitor): number {
    visitor.next = this.first;
    this.first = visitor;
    return this.count();
  }

  remove(visitor: Visitor): void {
    if (this.first === visitor) this.first = visitor.next;
    for (let one = this.first; one; one = one.next) {
      if (one.next === visitor) one.next = visitor.next;
    }
    visitor.next = null;
  }

  /** The socket that came first. */
  oldest(): Visitor | null {
    let one = this.first;
    while (one?.next) one = one.next;
    return one;
  }

  send(frame: Buffer): void {
    this.sendEach(() => frame);
  }

  /** The same to all sockets that are bound to the same secret: as a rule there is one secret. */
  sendEach(frameFor: (secretHash: string | null) => Buffer): void {
    let frame: Buffer | null = null;
    let boundTo: string | null = null;
    for (let one = this.first; one; ) {
      const next = one.next; // A socket that is too slow leaves the chain while it is written to.
      if (frame === null || boundTo !== one.secretHash) {
        boundTo = one.secretHash;
        frame = frameFor(boundTo);
      }
      one.tell(frame);
      one = next;
    }
  }

  count(): number {
    let sockets = 0;
    for (let one = this.first; one; one = one.next) sockets += 1;
    return sockets;
  }
}
