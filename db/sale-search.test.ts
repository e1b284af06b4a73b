/** Finding sales by words, categories and what may be listed, page by page. */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { type SaleWish, settingsOf } from '../domain/sale-defaults.ts';
import { systemChance } from '../runtime/chance.ts';
import { newSlug, test } from '../test/stores.ts';
import { listSales } from './sale-search.ts';
import { createSale } from './sales.ts';
import type { Database } from './schema.ts';

const past = new Date('2020-01-01T00:00:00Z');
const tiers = [{ name: 'One', price: { amount: 1_000, currency: 'KRW' }, capacity: 1 }];
const make = async (db: Kysely<Database>, title: string, wish: Partial<SaleWish> = {}) => {
  const settings = settingsOf({ slug: newSlug(), title, tiers, opensAt: past, ...wish });
  const by = { actor: 'test', chance: systemChance };
  return (await db.transaction().execute((trx) => createSale(trx, settings, by))).id;
};
const titles = async (db: Kysely<Database>, search: Partial<Parameters<typeof listSales>[1]>) =>
  (await listSales(db, { forStaff: false, sales: 50, ...search })).map(({ title }) => title);
const category = (db: Kysely<Database>, slug: string, parent: string | null, name: string) =>
  db.insertInto('category').values({ slug, parent, position: 0, name_ko: name, name_en: slug }).execute();

test('CAT-8: part of a Korean word, a word without its accent and another form of an English word find a sale', async ({
  db,
}) => {
  await make(db, '한여름 콘서트', { description: '강변 무대' });
  await make(db, 'Café society', { description: 'Twelve jars, thrown by hand' });
  expect(await titles(db, { words: '콘서' })).toEqual(['한여름 콘서트']);
  expect(await titles(db, { words: '여름' })).toEqual(['한여름 콘서트']);
  expect(await titles(db, { words: '콘서트'.normalize('NFD') })).toEqual(['한여름 콘서트']);
  expect(await titles(db, { words: '무대 여름' })).toEqual(['한여름 콘서트']);
  expect(await titles(db, { words: '무대 겨울' })).toEqual([]);
  expect(await titles(db, { words: 'CAFE' })).toEqual(['Café society']);
  expect(await titles(db, { words: 'society café' })).toEqual(['Café society']);
  expect(await titles(db, { words: 'throwing hands' })).toEqual([]);
  expect(await titles(db, { words: 'jar hands' })).toEqual(['Café society']);
  expect(await titles(db, { words: "'; drop table sale; --" })).toEqual([]);
});

test('CAT-8: what names a category finds what is filed there and below, and so does the category itself', async ({
  db,
}) => {
  await category(db, 'music', null, '음악');
  await category(db, 'jazz', 'music', '재즈');
  await category(db, 'sport', null, '스포츠');
  await make(db, 'Brass', { category: 'jazz' });
  await make(db, 'Choir', { category: 'music' });
  await make(db, 'Run', { category: 'sport' });
  await make(db, 'Lost', { category: 'never-made' });
  expect(await titles(db, { words: '음악' })).toEqual(['Choir', 'Brass']);
  expect(await titles(db, { category: 'music' })).toEqual(['Choir', 'Brass']);
  expect(await titles(db, { category: 'jazz' })).toEqual(['Brass']);
  expect(await titles(db, { category: 'never-made' })).toEqual(['Lost']);
  expect(await titles(db, { category: 'none' })).toEqual([]);
});

test('CAT-8: two Korean syllables are looked up in an index', async ({ db }) => {
  const text = await db.transaction().execute(async (trx) => {
    await sql`set local enable_seqscan = off`.execute(trx);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select id from sale
      where search_letters(sale_words(title, venue, category, description)) like search_letters('%콘서%')`.execute(
      trx,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(text).toContain('sale_trigrams');
});

test('CAT-9: pages have no gap and no repetition, also where sales are made between two of them', async ({
  db,
}) => {
  const made: string[] = [];
  for (let n = 0; n < 11; n += 1)
    made.push(await make(db, n % 2 ? `Night ${n}` : `${n}`, { description: 'a night' }));
  const seen: string[] = [];
  let after: { rank: number; far: number; id: string } | undefined;
  for (let page = 0; page < 4; page += 1) {
    const found = await listSales(db, { words: 'night', forStaff: false, sales: 3, after });
    seen.push(...found.map(({ id }) => id));
    const last = found.at(-1);
    after = last && { rank: last.rank, far: last.far, id: last.id };
    await make(db, `Night made after page ${page}`);
  }
  expect(seen).toHaveLength(11);
  expect(new Set(seen)).toEqual(new Set(made));
  const isInTitle = (id: string) => made.indexOf(id) % 2 === 1;
  expect(seen.map(isInTitle)).toEqual([...Array(5).fill(true), ...Array(6).fill(false)]);
});

test('CAT-10: what is hidden, deleted, or tells nothing before it opens is in no list of the buyers', async ({
  db,
}) => {
  const soon = new Date(Date.now() + 60_000);
  await make(db, 'Shown');
  await make(db, 'Shown again', { hiddenUntil: past });
  await make(db, 'Hidden', { hiddenUntil: soon });
  await make(db, 'Before opening', { hideBeforeOpening: true });
  const gone = await make(db, 'Deleted');
  await db.updateTable('sale').set({ state: 'closed', deleted_at: past }).where('id', '=', gone).execute();
  expect(await titles(db, {})).toEqual(['Shown again', 'Shown']);
  const forStaff = ['Before opening', 'Hidden', 'Shown again', 'Shown'];
  expect(await titles(db, { forStaff: true })).toEqual(forStaff);
  await db
    .updateTable('sale')
    .set({ opened_at: past, state: 'open' })
    .where('title', 'like', 'Before%')
    .execute();
  expect(await titles(db, {})).toEqual(['Before opening', 'Shown again', 'Shown']);
});
