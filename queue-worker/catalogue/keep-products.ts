/**
 * Keeps the projection of sales in Redis as PostgreSQL has them (CAT-12): looks which versions have moved, reads those
 * sales, writes them, and only then renews the mark that says so. Dying anywhere leaves texts that are old and a mark that
 * goes out.
 *
 * What this process wrote it remembers, so that a round in which nothing moved costs one statement. The memory ends with
 * the connection: the Redis that answers then may have forgotten, or been put back.
 */

import { saleVersions } from '../../db/sale-versions.ts';
import { salesBySlugs } from '../../db/sales.ts';
import { PRODUCTS_CURRENT_MS } from '../../domain/limits.ts';
import { keepProducts, markCurrent, redisNowMs, writeProduct } from '../../redis/catalogue/products.ts';
import { productOf } from '../../redis/catalogue/sale-text.ts';
import type { Deps } from '../deps.ts';

/** Read and written at a time. */
const SALES_AT_ONCE = 200;
/** Twice the rounds that may fail before another process takes over. */
const KEEPER_MS = 2_000;

export class ProductKeeper {
  readonly #deps: Pick<Deps, 'db' | 'redis' | 'name'>;
  #written = new Map<string, number>();
  /** A sale may have closed, and gone out of what is looked at, while nobody looked. */
  #mustSeeAll = true;
  readonly #forget = () => {
    this.#written = new Map();
    this.#mustSeeAll = true;
  };

  constructor(deps: Pick<Deps, 'db' | 'redis' | 'name'>) {
    this.#deps = deps;
    deps.redis.on('ready', this.#forget);
  }

  close(): void {
    this.#deps.redis.off('ready', this.#forget);
  }

  async round(): Promise<void> {
    const { db, redis, name } = this.#deps;
    if (!(await keepProducts(redis, name, KEEPER_MS))) return this.#forget();
    const written = this.#written;
    const sinceMs = await redisNowMs(redis);
    const which = this.#mustSeeAll ? 'all' : 'just';
    const moved = (await saleVersions(db, which)).filter(
      ({ slug, version }) => written.get(slug) !== version,
    );
    for (let at = 0; at < moved.length; at += SALES_AT_ONCE) {
      const slugs = moved.slice(at, at + SALES_AT_ONCE).map(({ slug }) => slug);
      const products = (await salesBySlugs(db, slugs)).map(productOf);
      await Promise.all(products.map((product) => writeProduct(redis, product)));
      for (const { slug, version } of products) written.set(slug, version);
    }
    // Another connection since the round began: what it wrote may be gone, and is written again before anything is
    // promised.
    if (written !== this.#written) return;
    this.#mustSeeAll = false;
    await markCurrent(redis, sinceMs + PRODUCTS_CURRENT_MS);
  }
}
