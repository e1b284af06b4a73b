/**
 * The sales that the API answers from: at most a second old, and never read for a decision about stock (API-13, CAT-12 to
 * CAT-14). They come from the projection in Redis while it is known to be current; where it is not, where a sale is not in
 * it, or where Redis is away, from PostgreSQL, once a second for all who ask.
 *
 * Whoever changes a sale here says so: it is read anew, and everybody else is told before the answer goes out.
 */
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { type KeptSale, saleBySlug } from '../db/sales.ts';
import type { Database } from '../db/schema.ts';
import { PRODUCT_AGE_MS_MAX, PRODUCTS_CURRENT_MS } from '../domain/limits.ts';
import { currentForMs, readProduct, writeProduct } from '../redis/catalogue/products.ts';
import { productOf, saleOf } from '../redis/catalogue/sale-text.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { type Fresh, keepFresh } from './fresh.ts';
import { isStoreAway } from './store-away.ts';

/** By slug; null: there is none. Drafts, hidden and deleted ones too. */
export interface KeptSales extends Fresh<KeptSale | null> {
  /** From PostgreSQL, read after it was asked for; one reading for all who ask while another is under way. */
  renew(slug: string): Promise<KeptSale | null>;
  /** It was changed here. Never rejects: without Redis, or PostgreSQL, the others find out by themselves. */
  changed(slug: string): Promise<void>;
}

export interface KeptSalesDeps {
  readonly db: Kysely<Database>;
  /** Null: PostgreSQL alone. */
  readonly redis: Redis | null;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  /** Of what is kept here; 0 asks each time. */
  readonly ageMsMax?: number;
}

/** Strangers choose the slugs, so the memory for them has a bound. */
const KEYS_MAX = 1_000;

export function keepSales({
  db,
  redis,
  clock,
  log,
  ageMsMax = PRODUCT_AGE_MS_MAX,
}: KeptSalesDeps): KeptSales {
  const shared = redis === null ? null : openProjection(redis);
  const age = { keysMax: KEYS_MAX, clock };

  const stored = keepFresh<KeptSale | null>({ read: (slug) => readStored(slug), ageMsMax, ...age });
  // The projection is at most PRODUCTS_CURRENT_MS behind; what is left of the whole age may be spent here.
  const projected = keepFresh<KeptSale | null>({
    read: async (slug) => (await shared?.find(slug)) ?? null,
    ...{ ageMsMax: Math.max(0, ageMsMax - PRODUCTS_CURRENT_MS), ...age },
  });
  const reading = new Map<string, Promise<KeptSale | null>>();
  /** A reading that is under way may have begun before what its asker knows of, so they share the next. */
  const readingNext = new Map<string, Promise<KeptSale | null>>();

  /** Whoever had to read it here lets the others have it. */
  async function readStored(slug: string): Promise<KeptSale | null> {
    const sale = await saleBySlug(db, slug);
    if (sale && sale.state !== 'draft') await shared?.tell(sale);
    return sale;
  }

  const readNow = (slug: string): Promise<KeptSale | null> => {
    readingNext.delete(slug);
    stored.forget(slug);
    projected.forget(slug);
    const now = stored.get(slug).finally(() => reading.delete(slug));
    reading.set(slug, now);
    return now;
  };
  const renew = (slug: string): Promise<KeptSale | null> => {
    const under = reading.get(slug);
    if (!under) return readNow(slug);
    const next =
      readingNext.get(slug) ??
      under.then(
        () => readNow(slug),
        () => readNow(slug),
      );
    readingNext.set(slug, next);
    return next;
  };

  return {
    get: async (slug) => (await projected.get(slug)) ?? (await stored.get(slug)),
    forget(slug) {
      stored.forget(slug);
      projected.forget(slug);
    },
    renew,
    changed: async (slug) => {
      await renew(slug).catch((err: unknown) => log.warn({ err, slug }, 'a changed sale could not be read'));
    },
  };
}

/** Redis is there and says no: it is full, loading, or a replica. Product pages do not fail because of it. */
const isRefusal = (fault: unknown): boolean => fault instanceof Error && fault.name === 'ReplyError';

/** The projection, as far as this process may believe it; a Redis that is away is no answer, and no fault. */
function openProjection(redis: Redis) {
  let currentUntilMs = 0;
  let asking: Promise<void> | null = null;

  /** The mark's remaining time counts from before it was asked for. */
  const askMark = async (): Promise<void> => {
    const nowMs = performance.now();
    currentUntilMs = nowMs + (await currentForMs(redis));
  };
  const isCurrent = async (): Promise<boolean> => {
    if (performance.now() < currentUntilMs) return true;
    asking ??= askMark().finally(() => {
      asking = null;
    });
    await asking;
    return performance.now() < currentUntilMs;
  };
  const orNothing = async <T>(act: () => Promise<T>): Promise<T | null> => {
    try {
      return await act();
    } catch (fault) {
      if (isStoreAway(fault) || isRefusal(fault)) return null;
      throw fault;
    }
  };

  return {
    find: (slug: string) =>
      orNothing(async () => {
        if (!(await isCurrent())) return null;
        const product = await readProduct(redis, slug);
        const sale = product && saleOf(product);
        // What is closed is looked at too seldom to be kept up with.
        return sale && sale.state !== 'closed' ? sale : null;
      }),
    tell: (sale: KeptSale) => orNothing(() => writeProduct(redis, productOf(sale))),
  };
}
