/** Making, finding and listing sales. */
import { hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import { Refused } from '../domain/refusals.ts';
import { type SaleWish, settingsOf } from '../domain/sale-defaults.ts';
import { systemChance } from '../runtime/chance.ts';
import { newSlug, test } from '../test/stores.ts';
import { listSales } from './sale-search.ts';
import { createSale, saleBySlug } from './sales.ts';
import type { Database } from './schema.ts';

const by = { actor: 'test', chance: systemChance };
const krw = (amount: number) => ({ amount, currency: 'KRW' });
const make = (db: Kysely<Database>, wish: Partial<SaleWish> = {}) =>
  db.transaction().execute((trx) =>
    createSale(
      trx,
      settingsOf({
        slug: newSlug(),
        title: 'A night',
        tiers: [
          { name: 'Floor', price: krw(90_000), capacity: 30 },
          { name: 'Balcony', price: krw(60_000), capacity: 20 },
        ],
        ...wish,
      }),
      by,
    ),
  );

test('API-2: slug, title and tiers make a sale, with defaults for the rest and a book that agrees', async ({
  db,
}) => {
  const made = await make(db, { slug: 'a-night' });
  expect(made).toMatchObject({
    slug: 'a-night',
    state: 'draft',
    mode: 'line',
    lobby: 'shuffle',
    floor_max: 100,
    admit_per_minute: 300,
    per_visitor_max: 4,
    currency: 'KRW',
    stock_version: 2,
  });
  expect(made.tiers.map(({ name, available }) => [name, available])).toEqual([
    ['Floor', 30],
    ['Balcony', 20],
  ]);
  expect(await saleBySlug(db, 'a-night')).toEqual(made);
  const ledger = await db
    .selectFrom('ledger')
    .select(['seq', 'kind', 'available_delta'])
    .orderBy('seq')
    .execute();
  expect(ledger).toEqual([
    { seq: 1, kind: 'capacity', available_delta: 30 },
    { seq: 2, kind: 'capacity', available_delta: 20 },
  ]);
  expect(await db.selectFrom('line_numbers').select('number_end').execute()).toEqual([{ number_end: 0 }]);
});

test('API-2: a sale with an opening is published at once, and the hash is the hash of its secret seed', async ({
  db,
}) => {
  const made = await make(db, { opensAt: new Date('2020-01-01T00:00:00Z') });
  expect(made.state).toBe('lobby');
  expect(made.draw_seed_hash).toBe(hash('sha256', Buffer.from(made.draw_seed, 'hex'), 'hex'));
});

test('API-2: a second sale of the same slug is refused and leaves nothing behind', async ({ db }) => {
  await make(db, { slug: 'twice' });
  const before = await db.selectFrom('tier').select('id').execute();
  await expect(make(db, { slug: 'twice' })).rejects.toEqual(new Refused('slug_taken'));
  expect(await db.selectFrom('tier').select('id').execute()).toHaveLength(before.length);
  expect(await db.selectFrom('audit').select('id').execute()).toHaveLength(1);
});

test('API-12: the list shows what can be bought first, hides drafts, finds words as they are, and pages without a gap', async ({
  db,
}) => {
  const past = new Date('2020-01-01T00:00:00Z');
  const draft = await make(db);
  const lobby = await make(db, { opensAt: past, title: '100% real' });
  const open = await make(db, { opensAt: past, category: 'concert' });
  await db.updateTable('sale').set({ state: 'open' }).where('id', '=', open.id).execute();
  const slugs = async (search: Partial<Parameters<typeof listSales>[1]>) =>
    (await listSales(db, { forStaff: false, sales: 10, ...search })).map((sale) => sale.slug);

  expect(await slugs({})).toEqual([open.slug, lobby.slug]);
  expect(await slugs({ forStaff: true })).toContain(draft.slug);
  expect(await slugs({ words: '0% REAL' })).toEqual([lobby.slug]);
  expect(await slugs({ words: '1%real' })).toEqual([]);
  expect(await slugs({ words: '10__real' })).toEqual([]);
  expect(await slugs({ category: 'concert' })).toEqual([open.slug]);
  expect(await slugs({ state: 'lobby' })).toEqual([lobby.slug]);
  expect(await slugs({ after: { rank: 0, far: 0, id: open.id } })).toEqual([lobby.slug]);
  expect(await slugs({ after: { rank: 1, far: 0, id: lobby.id } })).toEqual([]);
});
