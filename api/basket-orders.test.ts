/**
 * Orders out of a basket, with a real writer: each sale's order for itself, and what was ordered leaves the basket once,
 * wherever somebody dies.
 */
import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import { lockAccount } from '../db/basket.ts';
import { settleBasketOrders } from '../db/basket-orders.ts';
import { signUp } from '../test/accounts.ts';
import { openTestApi, type TestApi, type TestStores, test } from '../test/api.ts';

const secret = 'c'.repeat(43);
const contact = { email: 'minseo@example.com', name: 'Minseo Han' };
type Sale = Awaited<ReturnType<TestApi['makeSale']>>;
const tierOf = (sale: Sale) => sale.tiers[0]?.id ?? '';

async function buyer(api: TestApi, stores: TestStores) {
  const { accessToken: token, account } = (await signUp(api, stores, contact.email)).body;
  return {
    accountId: account.id as string,
    put: (sale: Sale, quantity: number) =>
      api.ask('POST', '/api/me/basket', { token, json: { items: [{ tierId: tierOf(sale), quantity }] } }),
    /** What is in it, by sale. */
    units: async () =>
      (await api.ask('GET', '/api/me/basket', { token })).body.items.map(
        (item: { slug: string; quantity: number }) => [item.slug, item.quantity],
      ),
    order: (sale: Sale, quantity: number, key: string, more: object = { fromBasket: true }) =>
      api.ask('POST', `/api/sales/${sale.slug}/orders`, {
        token,
        headers: { 'usher-secret': secret, 'idempotency-key': key },
        json: { lines: [{ tierId: tierOf(sale), quantity }], contact, ...more },
      }),
  };
}

const shelves = async (api: TestApi) => ({
  cup: await api.makeSale({ mode: 'shelf', title: 'A cup' }),
  hat: await api.makeSale({ mode: 'shelf', title: 'A hat' }),
});

test('BAS-7: what was ordered leaves the basket, exactly and once, however often the order is repeated', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const { cup, hat } = await shelves(api);
  const minseo = await buyer(api, stores);
  await minseo.put(cup, 3);
  await minseo.put(hat, 1);
  const first = await minseo.order(cup, 2, 'one');
  expect(first.status).toBe(201);
  expect(await minseo.units()).toEqual([
    [cup.slug, 1],
    [hat.slug, 1],
  ]);
  const again = await minseo.order(cup, 2, 'one');
  expect(again.body).toEqual(first.body);
  expect(await minseo.units()).toEqual([
    [cup.slug, 1],
    [hat.slug, 1],
  ]);
  // Put in again it is a new wish, and the old order takes nothing of it.
  await minseo.put(cup, 1);
  await minseo.order(cup, 2, 'one');
  expect(await minseo.units()).toEqual([
    [cup.slug, 2],
    [hat.slug, 1],
  ]);
  // Bought past the basket, the basket stays.
  expect((await minseo.order(hat, 1, 'two', {})).status).toBe(201);
  expect(await minseo.units()).toEqual([
    [cup.slug, 2],
    [hat.slug, 1],
  ]);
});

test('BAS-7: whoever dies after the writer decided, and however many look at once, it leaves the basket once', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const { cup } = await shelves(api);
  const minseo = await buyer(api, stores);
  await minseo.put(cup, 4);
  await minseo.order(cup, 1, 'one');
  // Nobody has looked since: the note alone says that something is to be taken out.
  const quantity = () => db.selectFrom('basket_item').select('quantity').executeTakeFirst();
  expect(await quantity()).toEqual({ quantity: 4 });
  const settle = () => settleBasketOrders(db, minseo.accountId);
  // Four stand before the account's row at once, each having seen that there is something to do.
  const settled = await db.transaction().execute(async (trx) => {
    await lockAccount(trx, minseo.accountId);
    const all = Promise.all(Array.from({ length: 4 }, settle));
    await vi.waitFor(async () => expect(await waitingFor(db)).toBe(4), { timeout: 10_000, interval: 20 });
    return { all };
  });
  await settled.all;
  expect(await quantity()).toEqual({ quantity: 3 });
});

async function waitingFor(db: TestStores['db']): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows[0]?.waiting ?? 0;
}

test('BAS-7: an order that nobody decided takes nothing out, and is forgotten once nobody can decide it', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const { cup } = await shelves(api);
  const minseo = await buyer(api, stores);
  await minseo.put(cup, 2);
  // There is no writer: the api says busy, as it would where it was killed after the note.
  expect((await minseo.order(cup, 2, 'one')).status).toBe(503);
  expect(await minseo.units()).toEqual([[cup.slug, 2]]);
  const notes = async () => (await db.selectFrom('basket_order').selectAll().execute()).length;
  expect(await notes()).toBe(1);
  const aged = sql<Date>`now() - interval '2 minutes'`;
  await db.updateTable('basket_order').set({ asked_at: aged }).execute();
  expect(await minseo.units()).toEqual([[cup.slug, 2]]);
  expect(await notes()).toBe(0);
});

test('BAS-6: of two orders one is refused: the other stands, and what was refused stays in the basket', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const { cup, hat } = await shelves(api);
  const minseo = await buyer(api, stores);
  await minseo.put(cup, 2);
  await minseo.put(hat, 4);
  // Two others buy eight of the ten hats first, each as many as one person may have.
  for (const key of ['a', 'b']) {
    const headers = { 'usher-secret': key.repeat(43), 'idempotency-key': key };
    const lines = [{ tierId: tierOf(hat), quantity: 4 }];
    const json = { lines, contact: { ...contact, email: `${key}@example.com` } };
    const bought = await api.ask('POST', `/api/sales/${hat.slug}/orders`, { headers, json });
    expect(bought.status).toBe(201);
  }
  const [first, second] = await Promise.all([minseo.order(cup, 2, 'key'), minseo.order(hat, 4, 'key')]);
  expect(first).toMatchObject({ status: 201, body: { state: 'held' } });
  expect(second).toMatchObject({ status: 409, body: { code: 'sold_out', left: { [tierOf(hat)]: 2 } } });
  expect(await minseo.units()).toEqual([[hat.slug, 4]]);
  expect(await db.selectFrom('payment').selectAll().execute()).toEqual([]);
  expect(await db.selectFrom('basket_order').select('settled_at').execute()).toMatchObject([
    { settled_at: expect.any(Date) },
  ]);
});

test('BAS-7: without an account there is no basket to take anything out of', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const { cup } = await shelves(api);
  const json = { lines: [{ tierId: tierOf(cup), quantity: 1 }], contact, fromBasket: true };
  const headers = { 'usher-secret': secret, 'idempotency-key': 'a' };
  const answer = await api.ask('POST', `/api/sales/${cup.slug}/orders`, { json, headers });
  expect(answer).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
});
