/** GET /orders/ID for who knows the order already: told apart by its ETag, waited for, and by whom. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { signUp } from '../test/accounts.ts';
import { openTestApi, test } from '../test/api.ts';
import { openHouse, placeOrder } from '../test/house.ts';
import { insertOrder } from '../test/paying.ts';
import { orderKeyOf } from '../tokens/order-key.ts';

test('API-31: who knows the order as it is hears that it is still so, also by a tag that was made weak on its way', async ({
  stores,
  db,
  keys,
}) => {
  await using api = await openTestApi(stores);
  const order = await insertOrder(db, { keys });
  const key = { 'usher-order-key': orderKeyOf(api.ring, order.id) };
  const look = (more: Record<string, string> = {}) =>
    api.ask('GET', `/api/orders/${order.id}`, { headers: { ...key, ...more } });
  const etag = (await look()).headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]{22}"$/);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`])
    expect(await look({ 'if-none-match': known })).toMatchObject({ status: 304, body: '' });
  expect((await look({ 'if-none-match': '"other"' })).status).toBe(200);
  // Whoever may not see it is told that there is nothing, whatever they know.
  const stranger = await api.ask('GET', `/api/orders/${order.id}`, { headers: { 'if-none-match': etag } });
  expect(stranger.status).toBe(404);
  // Without a tag, or with an old one, there is nothing to wait for.
  const waiting = { prefer: 'wait=8' };
  expect((await look(waiting)).status).toBe(200);
  expect((await look({ ...waiting, 'if-none-match': '"other"' })).headers.get('etag')).toBe(etag);
  const still = await look({ prefer: 'wait=4', 'if-none-match': etag });
  expect(still.status).toBe(304);
  expect(still.headers.get('preference-applied')).toBe('wait=4');
  expect(still.headers.get('etag')).toBe(etag);
});

test('API-31: a buyer who waits hears of the payment as soon as it is confirmed', async ({ stores }) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const order = await placeOrder(api, await api.makeSale());
  const path = `/api/orders/${order.id}`;
  const seen: string[] = [];
  let etag = (await api.ask('GET', path, order)).headers.get('etag') ?? '';
  const watching = (async () => {
    while (seen.at(-1) !== 'issued') {
      const headers = { ...order.headers, prefer: 'wait=8', 'if-none-match': etag };
      const answer = await api.ask('GET', path, { headers });
      expect(answer.status).toBe(200); // Never at the end of its time: it was told before.
      etag = answer.headers.get('etag') ?? '';
      seen.push(answer.body.state);
    }
  })();
  await house.pay(order);
  await watching;
  expect(seen.length).toBeLessThanOrEqual(4); // paying, its payment opened, paid, issued; some of them in one.
});

test('API-31, API-4: who signs out while they wait is told nothing any more', async ({
  stores,
  db,
  keys,
}) => {
  await using api = await openTestApi(stores);
  const { body } = await signUp(api, stores, 'minseo@example.com');
  const order = await insertOrder(db, { keys });
  const account = await db.selectFrom('account').select('id').executeTakeFirstOrThrow();
  await db.updateTable('order').set({ account_id: account.id }).where('id', '=', order.id).execute();
  const token = body.accessToken as string;
  const path = `/api/orders/${order.id}`;
  const etag = (await api.ask('GET', path, { token })).headers.get('etag') ?? '';
  const waiting = api.ask('GET', path, { token, headers: { prefer: 'wait=8', 'if-none-match': etag } });
  await pause(200);
  await db.deleteFrom('login').execute();
  await db.updateTable('order').set({ state: 'paying' }).where('id', '=', order.id).execute();
  expect((await waiting).status).toBe(404);
});

test('API-31: an API that ends answers who waits', async ({ stores, db, keys }) => {
  await using api = await openTestApi(stores);
  const order = await insertOrder(db, { keys });
  const key = { 'usher-order-key': orderKeyOf(api.ring, order.id) };
  const path = `/api/orders/${order.id}`;
  const etag = (await api.ask('GET', path, { headers: key })).headers.get('etag') ?? '';
  const headers = { ...key, prefer: 'wait=8', 'if-none-match': etag };
  const waiting = api.ask('GET', path, { headers });
  await pause(200);
  const sinceMs = performance.now();
  api.orderWatch.close();
  expect((await waiting).status).toBe(304);
  expect((await api.ask('GET', path, { headers })).status).toBe(304);
  expect(performance.now() - sinceMs).toBeLessThan(4_000);
});
