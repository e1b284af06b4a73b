/**
 * The projection of sales in Redis, for whoever only looks (CAT-12 to CAT-14): one text a sale, with its version in front,
 * so that one GET reads it and a late older writing changes nothing. It is memory and never read for a decision; losing it
 * costs PostgreSQL some readings.
 *
 * A text alone does not say whether something has happened since. So whoever keeps the projection renews a mark that goes
 * out by itself: while it lasts, everything that was committed before it was last renewed is in the texts.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { PRODUCTS_CURRENT_KEY, PRODUCTS_KEEPER_KEY, productKey } from '../keys.ts';

export interface ProductText {
  readonly slug: string;
  /** Grows with every change of what the text says. */
  readonly version: number;
  readonly text: string;
}

const VERSION_DIGITS = 16;
/** What nobody changes for a day is written again by the next who reads it. */
const KEPT_MS = 24 * 3_600_000;

const lua = readFileSync(new URL('write-product.lua', import.meta.url), 'utf8');
const sha = createHash('sha1').update(lua).digest('hex');

/** False where the same or something newer was there. */
export async function writeProduct(redis: Redis, { slug, version, text }: ProductText): Promise<boolean> {
  const args = [productKey(slug), String(version).padStart(VERSION_DIGITS, '0'), text, KEPT_MS];
  const reply = await redis.evalsha(sha, 1, ...args).catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return redis.eval(lua, 1, ...args);
    throw error;
  });
  return reply === 1;
}

/** Null where none is kept. */
export async function readProduct(redis: Redis, slug: string): Promise<ProductText | null> {
  const kept = await redis.get(productKey(slug));
  if (kept === null) return null;
  return { slug, version: Number(kept.slice(0, VERSION_DIGITS)), text: kept.slice(VERSION_DIGITS) };
}

/** How long the projection may still be believed, in ms; 0 where it may not. */
export const currentForMs = async (redis: Redis): Promise<number> =>
  Math.max(0, await redis.pttl(PRODUCTS_CURRENT_KEY));

/** By Redis' clock, so that however late it is sent it says nothing that is not so. */
export async function markCurrent(redis: Redis, untilMs: number): Promise<void> {
  await redis.set(PRODUCTS_CURRENT_KEY, '1', 'PXAT', untilMs);
}

/** Redis' clock, in ms. */
export async function redisNowMs(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}

/** True for the one process that keeps the projection now; it is somebody else's once it has not asked for `forMs`. */
export async function keepProducts(redis: Redis, keeper: string, forMs: number): Promise<boolean> {
  const before = await redis.set(PRODUCTS_KEEPER_KEY, keeper, 'PX', forMs, 'NX', 'GET');
  if (before === keeper) await redis.pexpire(PRODUCTS_KEEPER_KEY, forMs);
  return before === null || before === keeper;
}
