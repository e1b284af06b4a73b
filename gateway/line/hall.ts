/**
 * The visitors of one sale who are connected to this gateway, and what they hear.
 *
 * A hall holds nothing that is not also in Redis, PostgreSQL or the visitors' own receipts: a gateway that
 * dies loses no place. Whatever is learned of the line, by whoever asked, goes through learn(): a visitor
 * hears of it when it is more than the shared frames already say. Timers are the ticker's.
 */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { SOCKETS_PER_ENTRY_MAX } from '../../domain/limits.ts';
import { mustAsk, type SaleWord } from '../../domain/place.ts';
import { type LineHead, type Standing, unreadHead } from '../../domain/standing.ts';
import type { LineReply } from '../../redis/line-reply.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import type { Log } from '../../runtime/log.ts';
import { signReceipt } from '../../tokens/receipt.ts';
import { messageFrame } from '../socket/text-frame.ts';
import { isStoreAway } from '../store-away.ts';
import { Cadence, readEverySeconds } from './cadence.ts';
import type { LineDoors } from './doors.ts';
import { DrawnPlaces } from './drawn-places.ts';
import { Entry, type Told, type Visitor } from './entry.ts';
import type { Found } from './find-place.ts';
import { type HallBatches, hallBatches } from './hall-batches.ts';
import { LanePaces } from './lane-paces.ts';
import { passMessage } from './pass-message.ts';
import {
  headFor,
  isoOf,
  type PlaceExtra,
  placeMessage,
  type Situation,
  stillHolds,
  toldOf,
} from './place-message.ts';
import type { PolledPromises } from './polled-promises.ts';
import { Promises } from './promises.ts';
import { receiptOf } from './receipt-of.ts';
import { type LiveSale, wordOf } from './sale-book.ts';
import { SaleFrames } from './sale-frames.ts';

export interface HallDeps {
  readonly db: Kysely<Database>;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly polled: PolledPromises;
  /** Tells the other gateways; must not fail. */
  readonly hint: (saleId: string, entryIds: readonly string[]) => void;
  /** The same of entries whose visitors have a better place. */
  readonly hintMerged: (saleId: string, entryIds: readonly string[]) => void;
}

export class Hall {
  readonly doors: LineDoors;
  readonly ask: HallBatches;
  readonly entries = new Map<string, Entry>();
  readonly cadence = new Cadence();
  sale: LiveSale;
  word: SaleWord;
  /** Null until the line was read for the first time. */
  head: LineHead | null = null;
  readonly paces = new LanePaces();
  readonly promises: Promises;
  readonly saleFrames: SaleFrames;
  readonly #drawn = new DrawnPlaces();
  readonly #deps: HallDeps;

  constructor(deps: HallDeps, doors: LineDoors, sale: LiveSale) {
    this.#deps = deps;
    this.doors = doors;
    this.sale = sale;
    this.word = wordOf(sale);
    this.promises = new Promises(deps.polled);
    this.saleFrames = new SaleFrames(sale);
    this.saleFrames.learn(sale, deps.clock());
    this.ask = hallBatches({
      db: deps.db,
      doors,
      sale: () => this.sale,
      drawn: this.#drawn,
      learn: (reply) => this.learn(reply),
      hint: (entryIds) => deps.hint(this.sale.id, entryIds),
    });
  }

  /**
   * Seats a visitor who was found a place: the place with its receipt, the sale, and a call or pass that
   * lasts.
   */
  arrive({ candidate, standing, head, check }: Found, visitor: Visitor): Entry {
    const entry = this.#entryFor(standing, head, candidate.secretHash);
    if (check !== undefined) entry.check = check;
    if (entry.add(visitor) > SOCKETS_PER_ENTRY_MAX) entry.oldest()?.replace();
    const situation = this.#situationOf(entry, head);
    const receipt = this.#receipt(entry, visitor.secretHash);
    const { aheadAtJoin } = entry;
    const place = placeMessage(situation, { aheadAtJoin, check: entry.check, ...(receipt && { receipt }) });
    const sale = this.saleFrames.frameAtArrival(entry, this.lastHead);
    if (!entry.told) this.#note(entry, toldOf(situation));
    visitor.tell(Buffer.concat([messageFrame(place), sale, callOf(entry)]));
    this.#offerPass(entry, visitor);
    this.cadence.schedule(entry, this.#interval(entry));
    return entry;
  }

  /**
   * One that is connected already is as up to date as learn() keeps it: what was found may be older by now.
   */
  #entryFor(standing: Standing, head: LineHead, secretHash: string | null): Entry {
    const known = this.entries.get(standing.entryId);
    if (known) return known;
    const entry = new Entry(standing, head, secretHash);
    entry.aheadAtJoin = standing.ahead;
    this.entries.set(entry.entryId, entry);
    return entry;
  }

  depart(entry: Entry, visitor: Visitor): void {
    entry.remove(visitor);
    if (!entry.first && this.entries.get(entry.entryId) === entry) this.entries.delete(entry.entryId);
  }

  /** Tells the other gateways that the visitors of these entries have a better place. */
  hintMerged(entryIds: readonly string[]): void {
    this.#deps.hintMerged(this.sale.id, entryIds);
  }

  /** The line as last heard of. */
  get lastHead(): LineHead {
    return this.head ?? unreadHead;
  }

  /** What PostgreSQL has committed about an entry, whether or not the line could be told. */
  settle(standing: Standing): void {
    const entry = this.entries.get(standing.entryId);
    if (entry) this.#tell(entry, standing, this.lastHead);
  }

  /** Every answer of the line comes by here. */
  learn({ head, standings }: LineReply): void {
    if (!this.head || head.generation > this.head.generation || head.moved >= this.head.moved)
      this.head = head;
    for (const standing of standings) {
      const entry = this.entries.get(standing.entryId);
      if (!entry) continue;
      const cameBack = standing.state === 'returned' && entry.standing.state !== 'returned';
      const isPassedOver = standing.state === 'passedOver' && !mustAsk(standing);
      if (cameBack || isPassedOver) this.#isHere(entry);
      if (!isPassedOver) this.#tell(entry, standing, head);
    }
  }

  /** Whoever is connected was not away: back to the front without a word, and called next. */
  #isHere(entry: Entry): void {
    this.ask.present.add(entry.entryId).catch((fault: unknown) => {
      if (!isStoreAway(fault)) this.#deps.log.warn({ err: fault }, 'could not say who is here');
    });
  }

  situation(standing: Standing, head: LineHead): Situation {
    const { word, sale } = this;
    const { mode, opensAt } = sale;
    const { pace, why } = this.paces.of(standing.lane);
    const lobbyIndex = this.#drawn.indexOf(sale, standing);
    return { standing, head: headFor(head, standing.lane), word, mode, opensAt, pace, why, lobbyIndex };
  }

  /** The place as it was read last, in full. */
  placeFrame(entry: Entry, extra: PlaceExtra): Buffer {
    const { check } = entry;
    return messageFrame(placeMessage(this.#situationOf(entry, this.lastHead), { check, ...extra }));
  }

  /** After its reading: when it is read again. */
  reschedule(entry: Entry, atLeastSeconds: number): void {
    this.cadence.schedule(entry, Math.max(atLeastSeconds, this.#interval(entry)));
  }

  /** Null where nobody is inside. */
  async passFor(standing: Standing, secretHash: string | null) {
    return await passMessage(this.#deps.ring, this.sale, standing, secretHash);
  }

  #tell(entry: Entry, standing: Standing, head: LineHead): void {
    entry.note(standing, head);
    this.retell(entry, head);
  }

  /** Says what is new to the visitor about where the entry stands, also by a change of the sale alone. */
  retell(entry: Entry, head = this.lastHead): void {
    const before = entry.told;
    const situation = this.#situationOf(entry, head);
    const now = toldOf(situation);
    const { isProven, check } = entry;
    if (before && isProven && stillHolds(before, now)) return;
    this.#note(entry, now);
    const aheadAtJoin = entry.aheadAtJoin === null ? now.ahead : null; // The lobby had no order to begin from.
    entry.aheadAtJoin ??= now.ahead;
    const isSameTurn = before?.state === now.state && before.deadlineMs === now.deadlineMs;
    const call = isSameTurn ? nothing : callOf(entry);
    entry.sendEach((secretHash) => {
      const receipt = isProven ? null : this.#receipt(entry, secretHash);
      const place = placeMessage(situation, { aheadAtJoin, check, ...(receipt && { receipt }) }, now);
      return call === nothing ? messageFrame(place) : Buffer.concat([messageFrame(place), call]);
    });
    if (isSameTurn) return;
    for (let one = entry.first; one; one = one.next) this.#offerPass(entry, one);
  }

  #note(entry: Entry, now: Told): void {
    this.promises.note(entry, now, this.#deps.clock());
    entry.told = now;
  }

  /** The position belongs to the counter at its own reading, whatever the line says by now. */
  #situationOf({ standing, moved, generation }: Entry, head: LineHead): Situation {
    const situation = this.situation(standing, head);
    return { ...situation, head: { ...situation.head, moved, generation } };
  }

  /** The pass that stands, to one socket. */
  #offerPass({ standing, told }: Entry, visitor: Visitor): void {
    if (told?.state !== 'shopping' || !visitor.mayClaim) return;
    this.passFor(standing, visitor.secretHash).then(
      (pass) => pass && visitor.tell(messageFrame(pass)),
      (err: unknown) => this.#deps.log.warn({ err }, 'could not sign a pass'),
    );
  }

  #receipt(entry: Entry, secretHash: string | null): string | null {
    const { entryId, standing, generation } = entry;
    entry.noteReceipt();
    const receipt = receiptOf({ saleId: this.sale.id, entryId, standing, secretHash, generation });
    return receipt && signReceipt(this.#deps.ring, receipt);
  }

  #interval(entry: Entry): number {
    return readEverySeconds(entry.told?.state ?? 'waiting', entry.standing.ahead);
  }
}

const nothing = Buffer.alloc(0);

/** The call that stands, to go with a place in one write; of no bytes where there is none. */
const callOf = ({ standing, told }: Entry): Buffer =>
  told?.state === 'called' && standing.deadlineMs !== null
    ? messageFrame({ type: 'call', claimBy: isoOf(standing.deadlineMs) })
    : nothing;
