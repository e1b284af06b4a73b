/**
 * Units that are promised (RAF-6): to each turn of a raffle or a reserve list one, until it has put something into a basket
 * or is over; and to those who wait on the reserve list of a sale that came back, before anybody else.
 *
 * Kept while a batch is being decided: a turn whose order is granted has its promise redeemed, one whose hold goes back to
 * the stock has it again.
 */
import type { OrderFact, PassFact, PromiseFacts } from './facts.ts';

export class Promises {
  readonly #facts: PromiseFacts;
  readonly #redeemed = new Set<string>();
  readonly #renewed = new Set<string>();

  constructor(facts: PromiseFacts) {
    this.#facts = facts;
  }

  /** Units owed to turns that last and have none in their basket. */
  outstanding(): number {
    return this.#facts.promised + this.#renewed.size - this.#redeemed.size;
  }

  /** Of `available` units in all, those that this pass may take: what is promised to others is not free. */
  spareFor(available: number, admissionId: string, pass: PassFact): number {
    const all = this.outstanding();
    if (pass.turn === undefined) return Math.max(0, available - all - this.#facts.listed);
    return Math.max(0, available - all + (this.#isPromised(admissionId, pass.turn) ? 1 : 0));
  }

  /** The same for money that comes late for an order: its buyer's own promise is its own. */
  spareForLate(available: number, { admissionId, isOfTurn }: OrderFact): number {
    if (!isOfTurn || admissionId === null) return this.spareFor(available, '', nobody);
    return this.spareFor(available, admissionId, { ...nobody, turn: 'promised' });
  }

  redeem(admissionId: string): void {
    if (!this.#renewed.delete(admissionId)) this.#redeemed.add(admissionId);
  }

  /** The units of an order went back to the stock while its turn lasts. */
  renew({ admissionId, isOfTurn }: Pick<OrderFact, 'admissionId' | 'isOfTurn'>): void {
    if (!isOfTurn || admissionId === null) return;
    if (!this.#redeemed.delete(admissionId)) this.#renewed.add(admissionId);
  }

  #isPromised(admissionId: string, turn: NonNullable<PassFact['turn']>): boolean {
    if (this.#redeemed.has(admissionId)) return false;
    return turn === 'promised' || this.#renewed.has(admissionId);
  }
}

const nobody: PassFact = { visitorId: '', isShopping: false, passEndsAtMs: null };
