/** The catalogue over HTTP: variants and prices, what is shown before the opening, and deleting. */
import { expect } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { brokenOf, checkAll } from '../scripts/verify/check-all.ts';
import { openTestApi, orderBody, type TestApi, test } from '../test/api.ts';
import { keepSales } from './kept-sales.ts';

const krw = (amount: number) => ({ amount, currency: 'KRW' });
const soon = () => new Date(Date.now() + 60_000).toISOString();

async function staffOf(api: TestApi) {
  const token = await api.tokenOf('operator');
  return (method: string, path: string, json?: unknown) =>
    api.ask(method, `/api/staff/${path}`, { token, ...(json !== undefined && { json }) });
}
const slugsIn = (answer: { body: { items: { slug: string }[] } }) =>
  answer.body.items.map(({ slug }) => slug);
const order = async (
  api: TestApi,
  slug: string,
  headers: Readonly<Record<string, string>>,
  lines: unknown,
  key: string,
) => {
  const json = { lines, contact: { email: 'minseo@example.com', name: 'Minseo Han' } };
  return await api.ask('POST', `/api/sales/${slug}/orders`, {
    headers: { ...headers, 'idempotency-key': key },
    json,
  });
};

test('CAT-5: a sale price is below the ordinary price, and variants say what tells them apart', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const ask = await staffOf(api);
  const shirt = (listPrice: unknown) => ({
    ...{ slug: 'shirt', title: 'Shirt', mode: 'shelf', opensAt: '2020-01-01T00:00:00Z' },
    tiers: [{ name: 'M', price: krw(20_000), listPrice, attributes: { size: 'M' }, capacity: 3 }],
  });
  for (const wrong of [krw(20_000), krw(1), { amount: 30_000, currency: 'EUR' }])
    expect((await ask('POST', 'sales', shirt(wrong))).status).toBe(422);
  expect((await ask('POST', 'sales', shirt(krw(30_000)))).body.tiers[0]).toMatchObject({
    ...{ price: krw(20_000), listPrice: krw(30_000), attributes: { size: 'M' } },
  });
  expect((await api.ask('GET', '/api/sales/shirt')).body.tiers[0]).toMatchObject({ listPrice: krw(30_000) });
  const [tier] = (await api.ask('GET', '/api/sales/shirt')).body.tiers;
  const change = (patch: object) => ask('PATCH', `sales/shirt/tiers/${tier.id}`, patch);
  expect((await change({ price: krw(30_000) })).body.errors).toMatchObject([{ path: 'listPrice.amount' }]);
  expect((await change({ price: krw(30_000), listPrice: null })).body.tiers[0]).toMatchObject({
    listPrice: null,
  });
  expect((await ask('PATCH', 'sales/shirt/tiers/tier_none', { name: 'X' })).status).toBe(404);
});

test('CAT-6: a tier that is added is filled by the writer, sold at once, and its ledger is its stock', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const ask = await staffOf(api);
  const sale = await api.makeSale();
  const { headers } = await api.shopper(sale.id);
  const add = (tier: object) =>
    ask('POST', `sales/${sale.slug}/tiers`, { name: 'L', price: krw(500), capacity: 4, ...tier });
  const { status, body } = await add({ attributes: { size: 'L' } });
  expect([status, body.tiers[1]]).toMatchObject([201, { name: 'L', capacity: 4, availability: 'plenty' }]);
  expect((await add({})).body.errors).toMatchObject([{ path: 'name' }]);
  expect((await add({ name: 'Empty', capacity: 0 })).status).toBe(201);
  const draft = await api.makeSale({ state: 'draft' });
  const tier = { name: 'Early', price: krw(5), capacity: 7 };
  expect((await ask('POST', `sales/${draft.slug}/tiers`, tier)).body.tiers[1]).toMatchObject({ capacity: 7 });
  const placed = await order(api, sale.slug, headers, [{ tierId: body.tiers[1].id, quantity: 2 }], 'k');
  expect(placed).toMatchObject({ status: 201, body: { total: krw(1_000), lines: [{ name: 'L' }] } });
  const stock = await api.ask('GET', `/api/sales/${sale.slug}/stock`);
  expect(stock.body.tiers[1]).toMatchObject({ capacity: 4, available: 2, held: 2 });
  const broken = brokenOf(await checkAll(db, [], 60));
  expect(broken.filter((name) => /ledger|tier|stock/.test(name))).toEqual([]);
});

test('CAT-6: an order of a tier that the kept sale does not know yet is an order, and of no tier is none', async ({
  stores,
  db,
  redis,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const sale = await api.makeSale();
  const kept = keepSales({ db, redis, clock: systemClock, log: { warn: () => {} } });
  await kept.get(sale.slug);
  const ask = await staffOf(api);
  await ask('POST', `sales/${sale.slug}/tiers`, { name: 'Late', price: krw(5), capacity: 1 });
  expect((await kept.get(sale.slug))?.tiers).toHaveLength(1);
  expect((await kept.renew(sale.slug))?.tiers).toHaveLength(2);
  const { headers } = await api.shopper(sale.id);
  const nothing = await order(api, sale.slug, headers, [{ tierId: 'tier_none', quantity: 1 }], 'k');
  expect(nothing).toMatchObject({ status: 422, body: { errors: [{ path: 'lines.0.tierId' }] } });
});

test('CAT-6: a new price is for orders placed afterwards', async ({ stores }) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const ask = await staffOf(api);
  const sale = await api.makeSale();
  const { headers } = await api.shopper(sale.id);
  const { lines } = orderBody(sale);
  const before = await order(api, sale.slug, headers, lines, 'before');
  await ask('PATCH', `sales/${sale.slug}/tiers/${sale.tiers[0]?.id}`, {
    price: krw(7_000),
    listPrice: krw(10_000),
  });
  const after = await order(api, sale.slug, headers, lines, 'after');
  expect([before.body.total, after.body.total]).toEqual([krw(10_000), krw(7_000)]);
  const shown = await api.ask('GET', `/api/orders/${before.body.id}`, {
    headers: { 'usher-order-key': before.body.key },
  });
  expect(shown.body).toMatchObject({ total: krw(10_000), lines: [{ price: krw(10_000) }] });
});

test('CAT-10: a hidden sale is not there for buyers until its time, and its settings are for staff alone', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const ask = await staffOf(api);
  const sale = await api.makeSale({ mode: 'shelf' });
  const hide = (hiddenUntil: string | null) => ask('PATCH', `sales/${sale.slug}`, { hiddenUntil });
  const statuses = async () => [
    (await api.ask('GET', `/api/sales/${sale.slug}`)).status,
    (await api.ask('GET', `/api/sales/${sale.slug}/stock`)).status,
    (await order(api, sale.slug, {}, orderBody(sale).lines, 'k')).status,
    (await api.ask('POST', '/api/stock', { json: { slugs: [sale.slug] } })).body.items.length,
  ];
  const at = soon();
  expect((await hide(at)).body.hiddenUntil).toBe(at);
  expect(await statuses()).toEqual([404, 404, 404, 0]);
  await hide('2020-01-01T00:00:00Z');
  expect(await statuses()).not.toContain(404);
  const { body } = await api.ask('GET', `/api/sales/${sale.slug}`);
  for (const own of ['hiddenUntil', 'hideBeforeOpening', 'deletedAt']) expect(body).not.toHaveProperty(own);
});

test('CAT-11: before its opening a sale tells what, where and when, and from then on everything', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const wish = {
    hideBeforeOpening: true,
    description: 'The secret band',
    venue: 'Hall',
    opensAt: new Date(soon()),
  };
  const sale = await api.makeSale({ ...wish, state: 'lobby' });
  const shown = async () => (await api.ask('GET', `/api/sales/${sale.slug}`)).body;
  const stock = async () => (await api.ask('GET', `/api/sales/${sale.slug}/stock`)).body.tiers;
  expect(await shown()).toMatchObject({
    teaser: true,
    title: sale.title,
    venue: 'Hall',
    description: '',
    tiers: [],
  });
  expect(await stock()).toEqual([]);
  await db
    .updateTable('sale')
    .set({ state: 'open', opened_at: new Date() })
    .where('id', '=', sale.id)
    .execute();
  expect(await shown()).toMatchObject({ description: 'The secret band', tiers: [{ name: 'Standing' }] });
  expect(await shown()).not.toHaveProperty('teaser');
  expect(await stock()).toHaveLength(1);
});

test('CAT-15: a sale is deleted once nobody holds or pays an order of it; its orders go on', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const ask = await staffOf(api);
  const sale = await api.makeSale();
  const { headers } = await api.shopper(sale.id);
  const placed = await order(api, sale.slug, headers, orderBody(sale).lines, 'k');
  const remove = () => ask('DELETE', `sales/${sale.slug}?reason=over`);
  expect(await remove()).toMatchObject({ status: 409, body: { code: 'sale_in_use' } });
  const key = { 'usher-order-key': placed.body.key };
  await api.ask('POST', `/api/orders/${placed.body.id}/cancel`, { headers: key });
  expect((await remove()).status).toBe(204);
  expect((await remove()).status).toBe(404);
  expect((await api.ask('GET', `/api/sales/${sale.slug}`)).status).toBe(404);
  expect((await order(api, sale.slug, headers, orderBody(sale).lines, 'k2')).status).toBe(404);
  expect((await ask('POST', `sales/${sale.slug}/open`)).status).toBe(404);
  expect(slugsIn(await ask('GET', 'sales'))).not.toContain(sale.slug);
  const shown = await api.ask('GET', `/api/orders/${placed.body.id}`, { headers: key });
  expect(shown).toMatchObject({ status: 200, body: { state: 'cancelled', sale: { slug: sale.slug } } });
  const row = await db.selectFrom('sale').select('state').where('id', '=', sale.id).executeTakeFirstOrThrow();
  expect(row.state).toBe('closed');
});

test('PAY-29: a sale in a currency that is in no table is refused, and says where', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const ask = await staffOf(api);
  const shirt = (currency: string) => ({
    ...{ slug: 'shirt', title: 'Shirt', mode: 'shelf', opensAt: '2020-01-01T00:00:00Z' },
    tiers: [{ name: 'M', price: { amount: 20_000, currency }, capacity: 3 }],
  });
  const refused = await ask('POST', 'sales', shirt('XAB'));
  expect(refused.status).toBe(422);
  expect(refused.body.errors).toMatchObject([{ path: 'tiers.0.price.currency', message: /not a currency/ }]);
  expect((await ask('POST', 'sales', shirt('HUF'))).status).toBe(201);
});
