/**
 * Remembers which visitors inside met a failure of ours, for the right to another turn (ADM-12). Kept here until PostgreSQL
 * takes it, because PostgreSQL is what fails most likely; a gateway that dies meanwhile forgets some seconds of it.
 */
import type { IncomingMessage } from 'node:http';
import type { Kysely } from 'kysely';
import { type CheckoutFailure, keepFailures } from '../../db/checkout-failures.ts';
import type { Database } from '../../db/schema.ts';
import { Refused } from '../../domain/refusals.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { readPass } from '../../tokens/pass.ts';
import { isStoreAway } from '../store-away.ts';

/** Turns of all sales that may fail between two flushes: more than stand on all floors as a rule. */
const TURNS_MAX = 10_000;
/** Of one write. */
const WRITE_MAX = 500;
/** What a turn is for: an order, or its payment. Who met a failure while reading something has lost nothing by it. */
const buying = /^\/api\/(sales\/[^/]+\/orders|orders\/[^/]+\/payments)$/;

export class TurnFailures {
  readonly #db: Kysely<Database>;
  readonly #ring: KeyRing;
  /** One a turn is enough. */
  readonly #waiting = new Map<string, CheckoutFailure>();
  #flushing: Promise<void> | null = null;

  constructor(db: Kysely<Database>, ring: KeyRing) {
    this.#db = db;
    this.#ring = ring;
  }

  /**
   * A request that was answered 5xx, or not at all. Counts where it was to buy something, with a pass of ours that still
   * runs; a picture or a stock that did not come breaks no turn, and must not bring another one.
   */
  async note(request: IncomingMessage, status: number): Promise<void> {
    const text = request.headers['usher-pass'];
    const [path = ''] = (request.url ?? '').split('?');
    if (typeof text !== 'string' || this.#waiting.size >= TURNS_MAX) return;
    if (request.method !== 'POST' || !buying.test(path)) return;
    try {
      const { pass, ended } = await readPass(this.#ring, text);
      if (ended) return;
      const { saleId, admissionId } = pass;
      const what = `${request.method} ${path.slice(0, 120)} ${status}`;
      this.#waiting.set(admissionId, { saleId, admissionId, what });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /**
   * Once a second. What PostgreSQL does not take now it takes later; one at a time, so that a slow one writes nothing
   * twice.
   */
  flush(): Promise<void> {
    this.#flushing ??= this.#write().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #write(): Promise<void> {
    const some = [...this.#waiting.values()].slice(0, WRITE_MAX);
    if (some.length === 0) return;
    try {
      await keepFailures(this.#db, some);
    } catch (fault) {
      if (isStoreAway(fault)) return;
      throw fault;
    }
    for (const failure of some)
      if (this.#waiting.get(failure.admissionId) === failure) this.#waiting.delete(failure.admissionId);
  }
}
