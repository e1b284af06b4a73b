/** The projection of sales: who writes it, what a late writing does, and what is answered without it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import { openDatabase } from '../db/open.ts';
import { createSale, saleBySlug, versionOf } from '../db/sales.ts';
import type { Database } from '../db/schema.ts';
import { PRODUCTS_CURRENT_MS } from '../domain/limits.ts';
import { settingsOf } from '../domain/sale-defaults.ts';
import { ProductKeeper } from '../queue-worker/catalogue/keep-products.ts';
import {
  currentForMs,
  keepProducts,
  markCurrent,
  readProduct,
  writeProduct,
} from '../redis/catalogue/products.ts';
import { productOf, saleOf } from '../redis/catalogue/sale-text.ts';
import { PRODUCTS_CURRENT_KEY, productKey } from '../redis/keys.ts';
import { openRedis } from '../redis/open.ts';
import { systemChance } from '../runtime/chance.ts';
import { systemClock } from '../runtime/clock.ts';
import { startPrivateRedis } from '../test/private-redis.ts';
import { newSlug, testLog, test as withStores } from '../test/stores.ts';
import { keepSales } from './kept-sales.ts';

/** The mark is one for all sales, so each test has a Redis of its own. */
const test = withStores.extend<{ own: Awaited<ReturnType<typeof startPrivateRedis>>; mine: Redis }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from its pattern.
  own: async ({}, use) => {
    const own = await startPrivateRedis();
    await use(own);
    await own.stop();
  },
  mine: async ({ own }, use) => {
    const redis = openRedis(own.url, testLog);
    await new Promise((resolve) => redis.once('ready', resolve));
    await use(redis);
    redis.disconnect();
  },
});

const past = new Date('2020-01-01T00:00:00Z');
const make = async (db: Kysely<Database>, title = 'A night') => {
  const tiers = [{ name: 'One', price: { amount: 1_000, currency: 'KRW' }, capacity: 10 }];
  const settings = settingsOf({ slug: newSlug(), title, tiers, opensAt: past });
  return await db
    .transaction()
    .execute((trx) => createSale(trx, settings, { actor: 'test', chance: systemChance }));
};
const rename = (db: Kysely<Database>, slug: string, title: string) =>
  db.updateTable('sale').set({ title }).where('slug', '=', slug).execute();
const sell = async (db: Kysely<Database>, saleId: string) => {
  await db.updateTable('tier').set({ available: 9, sold: 1 }).where('sale_id', '=', saleId).execute();
  await db.updateTable('writer_lease').set({ ledger_seq: 2 }).where('sale_id', '=', saleId).execute();
};
/** Answers nothing: what is read all the same comes from elsewhere. */
const nowhere = () => openDatabase('postgres://nobody@127.0.0.1:1/none', testLog);
const reading = (db: Kysely<Database>, redis: Redis | null, ageMsMax?: number) =>
  keepSales({ db, redis, clock: systemClock, log: testLog, ...(ageMsMax !== undefined && { ageMsMax }) });

test('CAT-12: every change of a sale grows its version, whoever makes it and by whatever statement', async ({
  db,
}) => {
  const { slug, id } = await make(db);
  let before = 0;
  const grows = async (what: string, act: () => Promise<unknown>) => {
    await act();
    const sale = await saleBySlug(db, slug);
    const version = sale ? versionOf(sale) : 0;
    expect([what, version > before]).toEqual([what, true]);
    before = version;
  };
  await grows('made', async () => {});
  await grows('text', () => rename(db, slug, 'Another'));
  await grows('stock', () => sell(db, id));
  const tier = {
    id: `tier_${newSlug()}`,
    sale_id: id,
    position: 1,
    name: 'Two',
    price_amount: 1,
    capacity: 0,
  };
  await grows('tier', () =>
    db
      .insertInto('tier')
      .values({ ...tier, available: 0 })
      .execute(),
  );
  await grows('price', () =>
    db.updateTable('tier').set({ price_amount: 5 }).where('id', '=', tier.id).execute(),
  );
  const hash = 'a'.repeat(64);
  const bytes = { small: Buffer.from('s'), large: Buffer.from('l') };
  await db
    .insertInto('picture')
    .values({ hash, width: 1, height: 1, ...bytes })
    .execute();
  const picture = { id: 'pic_1', sale_id: id, hash, position: 0 };
  await grows('picture', () => db.insertInto('sale_picture').values(picture).execute());
  await grows('alt', () => db.updateTable('sale_picture').set({ alt_en: 'A jar' }).execute());
  await grows('no picture', () => db.deleteFrom('sale_picture').execute());
});

test('CAT-12: what has changed is in the projection after the next round, and is read there alone', async ({
  db,
  mine,
}) => {
  const { slug, id } = await make(db);
  const keeper = new ProductKeeper({ db, redis: mine, name: 'one' });
  await keeper.round();
  const sales = reading(nowhere(), mine, PRODUCTS_CURRENT_MS);
  const stored = await saleBySlug(db, slug);
  const kept = await sales.get(slug);
  expect(kept && productOf(kept)).toEqual(stored && productOf(stored));
  expect(kept?.opens_at).toEqual(past);

  await sell(db, id);
  await rename(db, slug, 'Renamed');
  await keeper.round();
  expect(await sales.get(slug)).toMatchObject({ title: 'Renamed', tiers: [{ available: 9, sold: 1 }] });
  await db.updateTable('sale').set({ state: 'closed' }).where('slug', '=', slug).execute();
  await keeper.round();
  expect(saleOf((await readProduct(mine, slug)) ?? { text: '' }).state).toBe('closed');
  keeper.close();
});

test('CAT-12: of several keepers one works; another one follows, and knows that it may have missed something', async ({
  db,
  mine,
}) => {
  const { slug } = await make(db);
  const first = new ProductKeeper({ db, redis: mine, name: 'one' });
  const second = new ProductKeeper({ db, redis: mine, name: 'two' });
  await first.round();
  await mine.del(PRODUCTS_CURRENT_KEY);
  await second.round();
  expect(await currentForMs(mine)).toBe(0);
  await mine.del(productKey(slug));
  expect(await keepProducts(mine, 'two', 10)).toBe(false);
  await mine.flushall();
  await second.round();
  expect(await readProduct(mine, slug)).toMatchObject({ slug });
  expect(await currentForMs(mine)).toBeGreaterThan(0);
  for (const keeper of [first, second]) keeper.close();
});

test('CAT-13: who read before a change and writes after it changes nothing', async ({ db, mine }) => {
  const { slug } = await make(db, 'Before');
  const slow = await saleBySlug(db, slug);
  const sales = reading(db, mine, PRODUCTS_CURRENT_MS);
  await rename(db, slug, 'After');
  await sales.changed(slug);
  if (slow) expect(await writeProduct(mine, productOf(slow))).toBe(false);
  await markCurrent(mine, Date.now() + 60_000);
  expect(await reading(nowhere(), mine, PRODUCTS_CURRENT_MS).get(slug)).toMatchObject({ title: 'After' });
});

test('API-13: who asks for the newest while it is being read hears the next reading, which is one for all', async ({
  db,
}) => {
  const { slug } = await make(db, 'Once');
  const sales = keepSales({ db, redis: null, clock: systemClock, log: testLog, ageMsMax: 60_000 });
  const [first, second, third] = [sales.renew(slug), sales.renew(slug), sales.renew(slug)];
  expect(third).toBe(second);
  expect(second).not.toBe(first);
  await Promise.all([first, second]);
  await rename(db, slug, 'Twice');
  expect(await sales.get(slug)).toMatchObject({ title: 'Once' });
  expect(await sales.renew(slug)).toMatchObject({ title: 'Twice' });
});

test('CAT-14: without the mark, without the text and without Redis it is PostgreSQL that is read', async ({
  db,
  mine,
  own,
}) => {
  const { slug } = await make(db, 'Kept');
  const keeper = new ProductKeeper({ db, redis: mine, name: 'one' });
  await keeper.round();
  await rename(db, slug, 'Changed');
  const fresh = () => reading(db, mine, 0).get(slug);
  expect(await fresh()).toMatchObject({ title: 'Kept' });
  await mine.del(PRODUCTS_CURRENT_KEY);
  expect(await fresh()).toMatchObject({ title: 'Changed' });
  // And whoever read it has told the others.
  expect(saleOf((await readProduct(mine, slug)) ?? { text: '' })).toMatchObject({ title: 'Changed' });
  await mine.flushall();
  await markCurrent(mine, Date.now() + 60_000);
  expect(await fresh()).toMatchObject({ title: 'Changed' });
  expect(await readProduct(mine, slug)).toMatchObject({ slug });
  await mine.config('SET', 'maxmemory', '1');
  await mine.del(productKey(slug));
  await rename(db, slug, 'Full');
  expect(await fresh()).toMatchObject({ title: 'Full' });
  await mine.config('SET', 'maxmemory', '0');
  await own.restart({ forget: true });
  await rename(db, slug, 'Again');
  expect(await fresh()).toMatchObject({ title: 'Again' });
  expect(await reading(db, null, 0).get('nothing')).toBe(null);
  keeper.close();
});

test('CAT-14: a Redis that has forgotten is filled again before it is believed', async ({
  db,
  mine,
  own,
}) => {
  const { slug } = await make(db);
  const keeper = new ProductKeeper({ db, redis: mine, name: 'one' });
  await keeper.round();
  const back = new Promise((resolve) => mine.once('ready', resolve));
  await own.restart({ forget: true });
  await back;
  expect([await currentForMs(mine), await readProduct(mine, slug)]).toEqual([0, null]);
  await keeper.round();
  expect(await readProduct(mine, slug)).toMatchObject({ slug });
  keeper.close();
});

test('CAT-14: the mark goes out by itself, and no text of a sale has its seed or its key', async ({
  db,
  mine,
}) => {
  const { slug, draw_seed: seed } = await make(db);
  await db
    .updateTable('sale')
    .set({ draw_key: 'the-key', draw_root: 'r', draw_size: 1 })
    .where('slug', '=', slug)
    .execute();
  const keeper = new ProductKeeper({ db, redis: mine, name: 'one' });
  await keeper.round();
  const text = (await mine.get(productKey(slug))) ?? '';
  expect(text).toContain('A night');
  expect([text.includes(seed), text.includes('the-key')]).toEqual([false, false]);
  await markCurrent(mine, Date.now() - 1);
  expect(await currentForMs(mine)).toBe(0);
  await markCurrent(mine, Date.now() + 20);
  await pause(40);
  expect(await currentForMs(mine)).toBe(0);
  keeper.close();
});
