/** The demo: what a newcomer finds after the first start and after later ones. */
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import { categoryTree } from '../../db/categories.ts';
import { closeSale } from '../../db/sale-steering.ts';
import type { Database } from '../../db/schema.ts';
import { saleMistakes } from '../../domain/sale-defaults.ts';
import { test } from '../../test/stores.ts';
import { seedDemo } from './demo.ts';
import { demoCategories, onTheShelf, openNow, openRaffle, openSoon, soldOut } from './demo-sales.ts';

const salesOf = (db: Kysely<Database>) =>
  db.selectFrom('sale').select(['slug', 'title', 'state', 'opens_at']).orderBy('slug').execute();

async function opensInMs(db: Kysely<Database>) {
  const sales = await salesOf(db);
  return sales.map((sale) => (sale.opens_at?.getTime() ?? 0) - Date.now());
}

test('RUN-15: one is open, one to be sold out, one opens in two minutes, one registers for a draw; items are on the shelf', async ({
  db,
}) => {
  await seedDemo(db);
  const waits = await opensInMs(db);
  expect(waits.filter((ms) => ms < 0)).toHaveLength(2 + onTheShelf.length);
  expect(waits.filter((ms) => ms > 100_000 && ms <= 120_000)).toHaveLength(1);
  const raffles = await db
    .selectFrom('sale')
    .selectAll()
    .where('mode', '=', 'raffle')
    .where('state', '=', 'lobby')
    .execute();
  expect(raffles).toMatchObject([{ winners: 24, registration_closes_at: null, frozen_at: null }]);
  expect(Number(raffles[0]?.opens_at) - Date.now()).toBeGreaterThan(25 * 60_000);
});

test('RUN-15: a start when the draw is near or over brings another raffle, and ends the old one hours later', async ({
  db,
}) => {
  await seedDemo(db);
  const drawnAt = (ms: number) =>
    db
      .updateTable('sale')
      .set({ opens_at: new Date(Date.now() + ms) })
      .where('slug', '=', slug)
      .execute();
  const slug = openRaffle[0]?.slug ?? '';
  const raffles = () =>
    db.selectFrom('sale').select(['slug', 'state']).where('mode', '=', 'raffle').orderBy('slug').execute();
  await drawnAt(5 * 60_000);
  await seedDemo(db);
  const another = { slug: `${slug}-round-2`, state: 'lobby' };
  expect(await raffles()).toEqual([{ slug, state: 'lobby' }, another]);
  await drawnAt(-3 * 60 * 60_000);
  await seedDemo(db);
  expect(await raffles()).toEqual([{ slug, state: 'lobby' }, another]);
  await drawnAt(-5 * 60 * 60_000);
  await seedDemo(db);
  expect(await raffles()).toEqual([{ slug, state: 'closed' }, another]);
});

test('RUN-15: a start a moment later adds nothing', async ({ db }) => {
  await seedDemo(db);
  const before = await salesOf(db);
  await seedDemo(db);
  expect(await salesOf(db)).toEqual(before);
});

test('RUN-15: a start after the opening brings another lobby, and never a slug twice', async ({ db }) => {
  for (let start = 0; start < 5; start += 1) {
    await seedDemo(db);
    await db
      .updateTable('sale')
      .set({ state: 'open', opens_at: new Date() })
      .where('state', '=', 'lobby')
      .execute();
  }
  const slugs = (await salesOf(db)).map((sale) => sale.slug);
  expect(slugs).toHaveLength(2 + 5 + 5 + onTheShelf.length);
  expect(slugs).toContain(`${openSoon[0]?.slug}-round-2`);
});

test('RUN-15: openings of long ago are closed, and what an operator closed is followed by another', async ({
  db,
}) => {
  await seedDemo(db);
  const long = new Date(Date.now() - 2 * 60 * 60_000);
  await db.updateTable('sale').set({ state: 'open', opens_at: long }).execute();
  const first = openNow[0]?.slug ?? '';
  await db.transaction().execute((trx) => closeSale(trx, first, { actor: 'operator' }));
  await seedDemo(db);
  const states = Object.fromEntries((await salesOf(db)).map((sale) => [sale.slug, sale.state]));
  expect(states[openSoon[0]?.slug ?? '']).toBe('closed');
  expect(states[openNow[1]?.slug ?? '']).toBe('lobby');
});

test.each([...openNow, ...openSoon, ...openRaffle, soldOut, ...onTheShelf])(
  'RUN-15: $slug is a sale without mistakes',
  (sale) => {
    expect(saleMistakes({ ...sale, opensAt: null, closesAt: null })).toEqual([]);
  },
);

test('RUN-15: every demo sale is filed in a category that has a name in both languages; a later start makes none', async ({
  db,
}) => {
  await seedDemo(db);
  const slugs = (await categoryTree(db)).map(({ slug }) => slug);
  expect(slugs).toEqual(demoCategories.map(({ slug }) => slug));
  const sales = [...openNow, ...openSoon, ...openRaffle, soldOut, ...onTheShelf];
  expect(sales.filter(({ category = '' }) => !slugs.includes(category))).toEqual([]);
  await db.deleteFrom('category').where('slug', '=', 'sport').execute();
  await seedDemo(db);
  expect(await categoryTree(db)).toHaveLength(slugs.length - 1);
});
