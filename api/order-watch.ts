/**
 * Who waits for an order to become another one (API-31): one question to PostgreSQL for all of them, some times a second.
 *
 * Nothing tells this process that an order has moved on, so nothing can be lost on the way; a look that fails is followed by
 * the next. Looks take a tenth of the time at most: the more orders wait, the further apart they are.
 */
import type { Kysely } from 'kysely';
import { type MarkedOrder, movedOrders } from '../db/order-marks.ts';
import type { Database } from '../db/schema.ts';
import { ORDER_WAITS_MAX } from '../domain/limits.ts';
import type { Log } from '../runtime/log.ts';
import { monotonicMs } from './latencies.ts';

export interface OrderWatch {
  /**
   * Resolves when the mark of the order is another one, after `waitMs` at the latest; at once where too many wait already,
   * or once the watch is closed. Never rejects.
   */
  moved(order: MarkedOrder, waitMs: number): Promise<void>;
  /** Everybody is answered now. */
  close(): void;
}

export interface OrderWatchOptions {
  readonly db: Kysely<Database>;
  readonly log: Pick<Log, 'warn'>;
  readonly waitsMax?: number;
}

const APART_MS_MIN = 100;
/** A look that took so long is followed by this many times as long without one. */
const REST = 10;

interface Waiter extends MarkedOrder {
  readonly answer: () => void;
}

export function openOrderWatch({ db, log, waitsMax = ORDER_WAITS_MAX }: OrderWatchOptions): OrderWatch {
  const waiters = new Set<Waiter>();
  let next: NodeJS.Timeout | null = null;
  let isLooking = false;
  let isClosed = false;

  function lookAfter(ms: number): void {
    if (next || isLooking || isClosed || waiters.size === 0) return;
    next = setTimeout(() => void look(), ms);
  }

  async function look(): Promise<void> {
    next = null;
    isLooking = true;
    const sinceMs = monotonicMs();
    const asked = [...waiters];
    try {
      for (const place of await movedOrders(db, asked)) asked[place]?.answer();
    } catch (err) {
      log.warn({ err, orders: asked.length }, 'could not look at the orders that are waited for');
    }
    isLooking = false;
    lookAfter(Math.max(APART_MS_MIN, (monotonicMs() - sinceMs) * REST));
  }

  return {
    moved: ({ id, mark }, waitMs) =>
      new Promise((resolve) => {
        if (isClosed || waiters.size >= waitsMax) return resolve();
        const answer = () => {
          clearTimeout(timer);
          waiters.delete(waiter);
          resolve();
        };
        const timer = setTimeout(answer, waitMs);
        const waiter: Waiter = { id, mark, answer };
        waiters.add(waiter);
        lookAfter(APART_MS_MIN);
      }),
    close() {
      isClosed = true;
      if (next) clearTimeout(next);
      for (const { answer } of [...waiters]) answer();
    },
  };
}
