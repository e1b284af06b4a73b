/** Placing an order, from the pass to the writer's answer and back, with a real writer. */
import { expect } from 'vitest';
import { ANSWER_WAIT_MS } from '../../domain/limits.ts';
import { contentsOf, openTestApi, orderBody, test } from '../../test/api.ts';
import { signPass } from '../../tokens/pass.ts';

const path = (sale: { slug: string }) => `/api/sales/${sale.slug}/orders`;
const key = (text: string) => ({ 'idempotency-key': text });
/** What the writer keeps for itself: its lease moves all the time. */
const writers = ['writer_lease'];

test('API-9: an order is held, told with its key and its price, and its contact is nowhere in the clear', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const sale = await api.makeSale();
  const { headers } = await api.shopper(sale.id);
  const placed = await api.ask('POST', path(sale), {
    headers: { ...headers, ...key('a') },
    json: orderBody(sale, 2),
  });
  expect(placed).toMatchObject({
    status: 201,
    body: {
      state: 'held',
      lines: [
        {
          tierId: sale.tiers[0]?.id,
          name: 'Standing',
          quantity: 2,
          price: { amount: 10_000, currency: 'KRW' },
        },
      ],
      total: { amount: 20_000, currency: 'KRW' },
    },
  });
  const { id, key: orderKey, holdExpiresAt } = placed.body;
  expect(new Date(holdExpiresAt).getTime() - Date.now()).toBeGreaterThan(590_000);
  const shown = await api.ask('GET', `/api/orders/${id}`, { headers: { 'usher-order-key': orderKey } });
  expect(shown.body).toMatchObject({
    id,
    state: 'held',
    contact: { email: 'minseo@example.com', name: 'Minseo Han' },
  });
  const contents = await contentsOf(db);
  expect(contents).toContain(id);
  expect(contents).not.toMatch(/minseo/i);
});

test('API-9: one key has one answer and one effect, told again after the pass and the sale have ended', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const sale = await api.makeSale();
  const { headers, visitorId, admissionId } = await api.shopper(sale.id);
  const place = (json: unknown, with_ = headers, name = 'a') =>
    api.ask('POST', path(sale), { headers: { ...with_, ...key(name) }, json });

  const answers = await Promise.all(Array.from({ length: 8 }, () => place(orderBody(sale))));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(await db.selectFrom('order').select('id').execute()).toHaveLength(1);

  // Written differently, the request is the same; with another number it is another one.
  const { lines, contact } = orderBody(sale);
  expect(await place({ contact, lines })).toMatchObject({ status: 201, body: answers[0]?.body });
  expect(await place(orderBody(sale, 2))).toMatchObject({ status: 409, body: { code: 'key_reused' } });

  const before = await contentsOf(db, writers);
  const pass = {
    saleId: sale.id,
    visitorId,
    admissionId,
    secretHash: null,
    expiresAt: new Date(Date.now() - 5_000),
  };
  const ended = { 'usher-pass': await signPass(api.ring, pass) };
  expect(await place(orderBody(sale), ended)).toMatchObject({ status: 201, body: answers[0]?.body });
  expect(await place(orderBody(sale, 2), ended)).toMatchObject({ status: 409, body: { code: 'key_reused' } });
  expect(await place(orderBody(sale), ended, 'b')).toMatchObject({
    status: 403,
    body: { code: 'pass_ended' },
  });
  expect(await contentsOf(db, writers)).toBe(before);

  await db.updateTable('sale').set({ state: 'closed' }).where('id', '=', sale.id).execute();
  expect(await place(orderBody(sale))).toMatchObject({ status: 201, body: answers[0]?.body });
  expect(await place(orderBody(sale), headers, 'b')).toMatchObject({
    status: 409,
    body: { code: 'sale_not_open' },
  });
});

test('API-13: whose turn comes in the second of the opening is not refused for what was kept of the sale before', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true, saleAgeMsMax: 60_000 });
  const sale = await api.makeSale();
  const { headers } = await api.shopper(sale.id);
  const setState = (state: 'lobby' | 'open') =>
    db.updateTable('sale').set({ state }).where('id', '=', sale.id).execute();
  const place = (name: string) =>
    api.ask('POST', path(sale), { headers: { ...headers, ...key(name) }, json: orderBody(sale) });
  await setState('lobby');
  expect(await place('early')).toMatchObject({ status: 409, body: { code: 'sale_not_open' } });
  await setState('open');
  expect((await api.ask('GET', `/api/sales/${sale.slug}`)).body.state).toBe('lobby');
  expect(await place('at-once')).toMatchObject({ status: 201, body: { state: 'held' } });
  // Kept as open, it is the writer who says that it is not.
  await db.updateTable('sale').set({ state: 'closed' }).where('id', '=', sale.id).execute();
  expect(await place('late')).toMatchObject({ status: 409, body: { code: 'sale_not_open' } });
});

test('API-9: the decision’s refusals are stored like an order: the same key hears them again', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const sale = await api.makeSale({ perVisitorMax: 20 });
  const { headers } = await api.shopper(sale.id);
  const place = (name: string, quantity: number) =>
    api.ask('POST', path(sale), { headers: { ...headers, ...key(name) }, json: orderBody(sale, quantity) });
  const left = { [sale.tiers[0]?.id ?? '']: 10 };
  expect(await place('many', 11)).toMatchObject({ status: 409, body: { code: 'sold_out', left } });
  expect(await place('too many', 21)).toMatchObject({ status: 422 }); // A blank is not a visible character.
  expect(await place('too-many', 21)).toMatchObject({ status: 409, body: { code: 'limit_reached' } });
  expect(await place('all', 10)).toMatchObject({ status: 201 });
  expect(await place('many', 11)).toMatchObject({ status: 409, body: { code: 'sold_out', left } });
});

test('API-9: nobody writes: busy within the bound, with a word when to come back, and nothing stored', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const sale = await api.makeSale();
  const { headers } = await api.shopper(sale.id);
  const before = await contentsOf(db);
  const since = performance.now();
  const ask = { headers: { ...headers, ...key('a') }, json: orderBody(sale) };
  const answers = await Promise.all([
    api.ask('POST', path(sale), ask),
    api.ask('POST', path(sale), { ...ask, json: orderBody(sale, 2) }),
  ]);
  // Whichever came second has another body under a key that is on its way.
  expect(answers.map(({ body }) => body.code).sort()).toEqual(['busy', 'key_reused']);
  const busy = answers.find(({ status }) => status === 503);
  expect(Number(busy?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(performance.now() - since).toBeLessThan(ANSWER_WAIT_MS + 1_000);
  expect(await contentsOf(db)).toBe(before);
});

test('API-9: with Redis away a stored answer is still told, and what is new is busy at once', async ({
  stores,
  redis,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const sale = await api.makeSale();
  const { headers } = await api.shopper(sale.id);
  const place = (name: string) =>
    api.ask('POST', path(sale), { headers: { ...headers, ...key(name) }, json: orderBody(sale) });
  const placed = await place('a');
  redis.disconnect();
  expect(await place('a')).toMatchObject({ status: 201, body: placed.body });
  expect(await place('b')).toMatchObject({ status: 503, body: { code: 'busy' } });
});
