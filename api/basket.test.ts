/** Baskets and wishlists of accounts over HTTP: whose they are, what may be put in, and how they are shown. */
import { expect } from 'vitest';
import { goodPassword, signUp } from '../test/accounts.ts';
import { openTestApi, type TestApi, type TestStores, test } from '../test/api.ts';

const basket = '/api/me/basket';
const wishlist = '/api/me/wishlist';
const won = (amount: number) => ({ amount, currency: 'KRW' });
const sizes = [
  { name: 'S', price: won(10_000), capacity: 5 },
  { name: 'M', price: won(12_000), capacity: 3 },
];
const shelf = (api: TestApi, more: Parameters<TestApi['makeSale']>[0] = {}) =>
  api.makeSale({ mode: 'shelf', title: 'A shirt', perVisitorMax: 4, tiers: sizes, ...more });
type Sale = Awaited<ReturnType<TestApi['makeSale']>>;
const tierOf = (sale: Sale, index = 0) => sale.tiers[index]?.id ?? '';

async function signedUp(api: TestApi, stores: TestStores, email = 'minseo@example.com') {
  const token: string = (await signUp(api, stores, email)).body.accessToken;
  return {
    token,
    get: async (path = basket) => (await api.ask('GET', path, { token })).body,
    ask: (method: string, json: unknown, path = basket) => api.ask(method, path, { token, json }),
    put: (sale: Sale, quantity: number, index = 0, path = basket) =>
      api.ask('POST', path, { token, json: { items: [{ tierId: tierOf(sale, index), quantity }] } }),
  };
}
const units = ({ items }: { items: { name: string; quantity: number }[] }) =>
  items.map(({ name, quantity }) => [name, quantity]);

test('BAS-1: a basket is added to, set, taken out of and emptied, and is its owner’s alone', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const sale = await shelf(api);
  const minseo = await signedUp(api, stores);
  const other = await signedUp(api, stores, 'other@example.com');
  await minseo.put(sale, 1);
  const sum = await minseo.put(sale, 1);
  expect([sum.status, units(sum.body)]).toEqual([200, [['S', 2]]]);
  expect(units((await minseo.put(sale, 1, 1)).body)).toEqual([
    ['S', 2],
    ['M', 1],
  ]);
  const set = (quantity: number) => minseo.ask('PATCH', { items: [{ tierId: tierOf(sale), quantity }] });
  expect(units((await set(3)).body)).toEqual([
    ['S', 3],
    ['M', 1],
  ]);
  expect(units((await set(0)).body)).toEqual([['M', 1]]);
  const whole = { items: [{ tierId: tierOf(sale), quantity: 2 }] };
  expect(units((await minseo.ask('PUT', whole)).body)).toEqual([['S', 2]]);
  expect(units(await minseo.get())).toEqual([['S', 2]]);
  expect([units(await other.get()), units(await minseo.get(wishlist))]).toEqual([[], []]);

  await other.ask('DELETE', undefined);
  expect(units(await minseo.get())).toEqual([['S', 2]]);
  await minseo.put(sale, 1, 1);
  const one = await minseo.ask('DELETE', undefined, `${basket}?tierId=${tierOf(sale)}`);
  expect(units(one.body)).toEqual([['M', 1]]);
  expect(units((await minseo.ask('DELETE', undefined)).body)).toEqual([]);
});

test('BAS-1: twenty who add at once add twenty, and fifty items are the most', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const sale = await shelf(api, {
    perVisitorMax: 100,
    tiers: [{ ...sizes[0], name: 'S', capacity: 100, price: won(1) }],
  });
  const minseo = await signedUp(api, stores);
  const answers = await Promise.all(Array.from({ length: 20 }, () => minseo.put(sale, 1)));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(units(await minseo.get())).toEqual([['S', 20]]);

  const tiers = Array.from({ length: 50 }, (_, index) => ({ name: `T${index}`, price: won(1), capacity: 9 }));
  const wide = await shelf(api, { perVisitorMax: 100, tiers });
  const all = wide.tiers.map(({ id }) => ({ tierId: id, quantity: 1 }));
  const full = await minseo.ask('POST', { items: all });
  expect(full).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
  expect((await minseo.ask('POST', { items: all.slice(1) })).status).toBe(200);
  expect((await minseo.get()).items).toHaveLength(50);
});

test('BAS-2: what is not left or not allowed is refused on adding, and taking out never is', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const sale = await shelf(api);
  const minseo = await signedUp(api, stores);
  expect(await minseo.put(sale, 4, 1)).toMatchObject({
    status: 409,
    body: { code: 'sold_out', left: { [tierOf(sale, 1)]: 3 } },
  });
  expect((await minseo.put(sale, 3, 1)).status).toBe(200);
  expect(await minseo.put(sale, 2)).toMatchObject({ status: 409, body: { code: 'limit_reached' } });
  expect(units(await minseo.get())).toEqual([['M', 3]]);

  // Somebody else buys two: what is in the basket stays, says so, and can be lowered to what is left.
  await db.updateTable('tier').set({ available: 1, sold: 2 }).where('id', '=', tierOf(sale, 1)).execute();
  expect((await minseo.get()).items).toMatchObject([{ standing: 'tooMany', left: 1 }]);
  const set = (quantity: number) => minseo.ask('PATCH', { items: [{ tierId: tierOf(sale, 1), quantity }] });
  expect((await set(4)).body.code).toBe('sold_out');
  expect((await set(2)).status).toBe(200);
  expect((await set(1)).body.items).toMatchObject([{ standing: 'ready' }]);

  await db.updateTable('sale').set({ state: 'closed' }).where('id', '=', sale.id).execute();
  expect((await minseo.put(sale, 1)).body.code).toBe('sale_not_open');
  expect(units((await set(0)).body)).toEqual([]);
  expect((await minseo.put(sale, 9, 0, wishlist)).status).toBe(200);
});

test('BAS-3: prices and stock are the server’s of now; what is over stays, says so and costs nothing', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const [sale, line] = [await shelf(api), await api.makeSale({ title: 'A night' })];
  const minseo = await signedUp(api, stores);
  await minseo.put(sale, 2);
  await minseo.put(line, 1);
  await db.updateTable('tier').set({ price_amount: 8_000 }).where('id', '=', tierOf(sale)).execute();
  expect(await minseo.get()).toMatchObject({
    items: [
      {
        name: 'S',
        standing: 'ready',
        left: 5,
        amount: won(16_000),
        sale: { slug: sale.slug, mode: 'shelf' },
      },
      { title: 'A night', standing: 'line', amount: won(10_000) },
    ],
    orders: [{ slug: sale.slug, lines: [{ tierId: tierOf(sale), quantity: 2 }], total: won(16_000) }],
    totals: [won(26_000)],
  });
  await db.updateTable('sale').set({ state: 'closed' }).where('id', '=', sale.id).execute();
  const deleted = { state: 'closed', deleted_at: new Date() } as const;
  await db.updateTable('sale').set(deleted).where('id', '=', line.id).execute();
  // What nobody may see can neither be put in nor be told apart from what is not there.
  const hidden = await shelf(api);
  const later = new Date(Date.now() + 600_000);
  await db.updateTable('sale').set({ hidden_until: later }).where('id', '=', hidden.id).execute();
  expect((await minseo.put(hidden, 1, 0, wishlist)).body.code).toBe('invalid_request');
  const over = await minseo.get();
  expect(over).toMatchObject({
    items: [
      { title: 'A shirt', name: 'S', standing: 'ended', amount: null },
      { title: 'A night', standing: 'ended', amount: null },
    ],
    orders: [],
    totals: [],
  });
});

test('BAS-5: a browser’s list joins the account’s once, however often it is sent, and loses nothing', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const sale = await shelf(api);
  const minseo = await signedUp(api, stores);
  await minseo.put(sale, 2);
  const kept = [
    { tierId: tierOf(sale), quantity: 1 },
    { tierId: tierOf(sale, 1), quantity: 50 },
    { tierId: 'tier_nobody', quantity: 1 },
  ];
  const joined = await minseo.ask('POST', { items: kept }, `${basket}/merge`);
  expect([joined.status, units(joined.body)]).toEqual([
    200,
    [
      ['S', 2],
      ['M', 50],
    ],
  ]);
  expect(joined.body.items[1].standing).toBe('tooMany');
  const again = await minseo.ask('POST', { items: kept }, `${basket}/merge`);
  expect(units(again.body)).toEqual(units(joined.body));

  const asked = {
    items: [
      { slug: sale.slug, tierId: tierOf(sale), quantity: 2 },
      { slug: 'nobody', tierId: 'tier_1', quantity: 1 },
    ],
  };
  const preview = await api.ask('POST', '/api/basket/preview', { json: asked });
  expect(preview.body).toMatchObject({
    items: [
      { name: 'S', standing: 'ready', amount: won(20_000) },
      { standing: 'ended', amount: null },
    ],
    totals: [won(20_000)],
  });
});

test('BAS-8: wishes move into the basket all or none, and each once', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const sale = await shelf(api);
  const minseo = await signedUp(api, stores);
  await minseo.put(sale, 2, 0, wishlist);
  await minseo.put(sale, 3, 1, wishlist);
  const move = (...tierIds: string[]) => minseo.ask('POST', { tierIds }, `${wishlist}/move`);
  const both = await move(tierOf(sale), tierOf(sale, 1));
  expect(both.body.code).toBe('limit_reached');
  expect([units(await minseo.get()), units(await minseo.get(wishlist))]).toEqual([
    [],
    [
      ['S', 2],
      ['M', 3],
    ],
  ]);
  const moves = await Promise.all([1, 2, 3].map(() => move(tierOf(sale))));
  expect(moves.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect([units(await minseo.get()), units(await minseo.get(wishlist))]).toEqual([[['S', 2]], [['M', 3]]]);
});

test('BAS-9: the lists are in the export, and are erased with the account', async ({ stores, db }) => {
  await using api = await openTestApi(stores);
  const sale = await shelf(api);
  const minseo = await signedUp(api, stores);
  await minseo.put(sale, 2);
  await minseo.put(sale, 1, 1, wishlist);
  const { body } = await api.ask('GET', '/api/me/export', { token: minseo.token });
  expect([body.basket, body.wishlist]).toMatchObject([[{ name: 'S', quantity: 2 }], [{ name: 'M' }]]);
  await minseo.ask('DELETE', { password: goodPassword }, '/api/me');
  expect(await db.selectFrom('basket_item').selectAll().execute()).toEqual([]);
});
