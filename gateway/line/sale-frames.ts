/**
 * The sale's message, encoded once for all who have the same chances (ETA-5): what differs between visitors is one word a
 * tier, and there are as many frames as combinations of words, not as visitors.
 */
import {
  type Chance,
  type ChanceLimit,
  chanceAt,
  chanceLimits,
  type Measured,
  peopleBefore,
  steadyLimits,
} from '../../domain/chance-at-place.ts';
import { aheadAfter, type SaleMessage } from '../../domain/protocol.ts';
import { isBeside, type LineHead, laneHeadOf, type Standing } from '../../domain/standing.ts';
import { messageFrame } from '../socket/text-frame.ts';
import type { Entry } from './entry.ts';
import { type LiveSale, wordOf } from './sale-book.ts';
import { saleMessage } from './sale-message.ts';

/** A word that changes more often is no news. */
const CHANCES_EVERY_MS = 10_000;

/** One word a tier, as one text: equal for all who hear the same frame. Empty where there is nothing to say. */
export type Chances = string;
const letters = { likely: 'l', possible: 'p', unlikely: 'u' } as const satisfies Record<Chance, string>;
const words: Readonly<Record<string, Chance>> = { l: 'likely', p: 'possible', u: 'unlikely' };

/** The message for all with equal chances, and its frame once a socket hears it. */
interface Said {
  readonly chances: Chances;
  readonly message: SaleMessage;
  frame: Buffer | null;
}

const nothingMeasured: Measured = {
  ...{ undecided: 0, turnsSettled: 0, turnsBought: 0 },
  ...{ holdsSettled: 0, holdsPaid: 0, unitsPaid: 0 },
};

export class SaleFrames {
  #sale: LiveSale;
  #message: SaleMessage;
  #limits: ChanceLimit[] | null = null;
  #limitsAtMs = Number.NEGATIVE_INFINITY;
  readonly #said = new Map<Chances, Said>();

  constructor(sale: LiveSale) {
    this.#sale = sale;
    this.#message = saleMessage(sale);
  }

  /** True where the chances were looked at anew. */
  learn(sale: LiveSale, nowMs: number): boolean {
    this.#sale = sale;
    const isAnew = nowMs - this.#limitsAtMs >= CHANCES_EVERY_MS || this.#limits?.length !== sale.tiers.length;
    if (!isAnew) return false;
    this.#limits = steadyLimits(this.#limits, chanceLimits(sale.tiers, sale.measured ?? nothingMeasured));
    this.#limitsAtMs = nowMs;
    return true;
  }

  /** What is said from now on. */
  say(message: SaleMessage): void {
    this.#message = message;
    this.#said.clear();
  }

  /** For somebody who stood so when the lane's counter was at `moved`, in a line that has come as far as `head`. */
  chancesOf(standing: Standing, moved: number, head: LineHead): Chances {
    const word = wordOf(this.#sale);
    const waits =
      standing.state === 'waiting' || standing.state === 'returned' || standing.state === 'snoozed';
    if (!this.#limits || !waits || standing.ahead === null) return '';
    if (word !== 'open' && word !== 'allHeld' && word !== 'paused') return '';
    const lane = isBeside(standing.lane) ? standing.lane : 'ordinary';
    const ahead = aheadAfter({ ahead: standing.ahead, moved }, laneHeadOf(head, lane));
    const people = peopleBefore(lane, ahead, { head, priorityShare: this.#sale.priorityShare });
    let chances = '';
    for (const limit of this.#limits) chances += letters[chanceAt(limit, people)];
    return chances;
  }

  /** For an entry that stands there now; noted as told. */
  frameOf(entry: Entry, head: LineHead): Buffer {
    const told = this.#frameFor(this.chancesOf(entry.standing, entry.moved, head));
    entry.chances = told.chances;
    return told.frame;
  }

  /** The same where it is another one than was told; undefined where it is not. */
  newFrameOf(entry: Entry, head: LineHead): Buffer | undefined {
    const chances = this.chancesOf(entry.standing, entry.moved, head);
    return chances === entry.chances ? undefined : this.frameOf(entry, head);
  }

  /** What a further socket is told the older ones know: the next change must reach them all. */
  frameAtArrival(entry: Entry, head: LineHead): Buffer {
    return entry.told ? this.#frameFor(entry.chances).frame : this.frameOf(entry, head);
  }

  /** One object for all with equal chances: a poll makes nothing of it. */
  messageFor(chances: Chances): SaleMessage {
    return this.#saidTo(chances).message;
  }

  /** The text that comes back is one and the same for all with equal chances: it costs an entry nothing to keep it. */
  #frameFor(chances: Chances): { readonly chances: Chances; readonly frame: Buffer } {
    const said = this.#saidTo(chances);
    said.frame ??= messageFrame(said.message);
    return { chances: said.chances, frame: said.frame };
  }

  #saidTo(chances: Chances): Said {
    const known = this.#said.get(chances);
    if (known) return known;
    const tiers = this.#message.tiers.map((tier, index) => {
      const chance = words[chances[index] ?? ''];
      return chance ? { ...tier, chance } : tier;
    });
    const made = { chances, message: { ...this.#message, tiers }, frame: null };
    this.#said.set(chances, made);
    return made;
  }
}
