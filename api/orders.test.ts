/** An order's life as its buyer and the staff see it: whose it is, paying, tickets, the door, taking it back. */
import { expect } from 'vitest';
import { contentsOf, openTestApi, orderBody, test } from '../test/api.ts';
import { openTestBank } from '../test/bank.ts';
import { openHouse, placeOrder } from '../test/house.ts';
import { insertOrder, stateOf } from '../test/paying.ts';
import { paymentDeps } from '../test/payment-deps.ts';
import { orderKeyOf } from '../tokens/order-key.ts';

test('API-6: an order is its key’s and the staff’s; for anybody else there is nothing, and nothing happens', async ({
  stores,
  db,
  keys,
}) => {
  await using api = await openTestApi(stores);
  const [mine, yours] = [await insertOrder(db, { keys }), await insertOrder(db, { keys })];
  const key = (id: string) => ({ 'usher-order-key': orderKeyOf(api.ring, id) });
  expect((await api.ask('GET', `/api/orders/${mine.id}`, { headers: key(mine.id) })).status).toBe(200);
  for (const role of ['owner', 'operator', 'support'] as const) {
    expect((await api.ask('GET', `/api/orders/${mine.id}`, { token: await api.tokenOf(role) })).status).toBe(
      200,
    );
  }
  const door = await api.tokenOf('door');
  const before = await contentsOf(db);
  const strangers = [
    {},
    { headers: key(yours.id) },
    { headers: { 'usher-order-key': '' } },
    { token: door },
    { token: 'x' },
  ];
  for (const stranger of strangers) {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/tickets'],
      ['POST', '/cancel'],
      ['POST', '/payments'],
    ] as const) {
      const json = path === '/payments' ? { json: { provider: 'sandbox' } } : {};
      const answer = await api.ask(method, `/api/orders/${mine.id}${path}`, { ...stranger, ...json });
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'not_found']);
    }
  }
  // An order that is not there looks the same.
  expect((await api.ask('GET', '/api/orders/ord_none', { headers: key('ord_none') })).status).toBe(404);
  expect(await contentsOf(db)).toBe(before);
});

test('PAY-21: each way to pay has its name in the reader’s language, also one that takes real money', async ({
  stores,
  db,
}) => {
  await using bank = await openTestBank();
  const stripe = { ...bank.provider, name: 'stripe', isTestMoney: false };
  const payments = { ...paymentDeps(db, bank), providers: new Map([['stripe', stripe]]) };
  await using api = await openTestApi(stores, { payments });
  expect((await api.ask('GET', '/api/payment-methods')).body.items).toMatchObject([
    { label: 'Card and more', names: { ko: '카드 및 기타 결제', en: 'Card and more' }, test: false },
  ]);
});

test('API-11, API-16: paid by the bank’s webhook, ticketed, let in once, and then no longer cancellable', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('door');
  const order = await placeOrder(api, await api.makeSale());
  expect((await api.ask('GET', '/api/payment-methods')).body.items).toEqual([
    {
      provider: 'sandbox',
      label: 'Test money',
      names: { ko: '테스트 결제', en: 'Test money' },
      brands: [{ code: 'card', label: { ko: '신용·체크카드', en: 'Credit or debit card' } }],
      test: true,
    },
  ]);
  expect((await api.ask('GET', `/api/orders/${order.id}/tickets`, order)).body.items).toEqual([]);
  expect(await house.pay(order)).toMatchObject({
    status: 201,
    body: { amount: { amount: 10_000, currency: 'KRW' } },
  });
  const paid = await api.ask('GET', `/api/orders/${order.id}`, order);
  expect(paid.body).toMatchObject({ state: 'issued', cancellable: true, payments: [{ state: 'succeeded' }] });

  const { body: tickets } = await api.ask('GET', `/api/orders/${order.id}/tickets`, order);
  expect(tickets.items).toMatchObject([{ state: 'valid' }]);
  const scan = (ticket: string, door: string) =>
    api.ask('POST', '/api/staff/check-in', { token, json: { token: ticket, door } }).then(({ body }) => body);
  const twice = await Promise.all([scan(tickets.items[0].token, 'A'), scan(tickets.items[0].token, 'A')]);
  expect(twice.map(({ result }) => result).sort()).toEqual(['already', 'in']);
  expect(await scan(tickets.items[0].token, 'B')).toMatchObject({
    result: 'already',
    door: 'A',
    at: expect.any(String),
  });
  expect(await scan('https://example.com/a-poster', 'B')).toEqual({ result: 'unknown' });
  expect(await scan(`${tickets.items[0].token.slice(0, -6)}AAAAAA`, 'B')).toEqual({ result: 'unknown' });
  const scans = await db.selectFrom('audit').select('detail').where('act', '=', 'ticket.checkIn').execute();
  expect(scans).toHaveLength(5);

  const cancel = await api.ask('POST', `/api/orders/${order.id}/cancel`, order);
  expect(cancel).toMatchObject({ status: 409, body: { code: 'order_not_cancellable' } });
  expect((await api.ask('GET', `/api/orders/${order.id}`, order)).body.cancellable).toBe(false);
});

test('PAY-24: an order is paid with its key, whatever became of the turn and whatever pass is shown', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const sale = await api.makeSale();
  const stranger = await api.shopper((await api.makeSale()).id);
  for (const shown of [{}, stranger.headers, { 'usher-pass': 'nonsense', 'usher-secret': 'not the one' }]) {
    const { id, headers } = await placeOrder(api, sale);
    await db.updateTable('admission').set({ state: 'ended', ended_at: new Date() }).execute();
    expect(await house.pay({ id, headers: { ...headers, ...shown } })).toMatchObject({ status: 201 });
    expect((await api.ask('GET', `/api/orders/${id}`, { headers })).body.state).toBe('issued');
  }
  const { id } = await placeOrder(api, sale);
  const turn = await api.shopper(sale.id);
  const json = { provider: 'sandbox' };
  const passAlone = await api.ask('POST', `/api/orders/${id}/payments`, { headers: turn.headers, json });
  expect([passAlone.status, passAlone.body.code]).toEqual([404, 'not_found']);
});

test('API-16: a buyer takes a held order back, as often as asked, and its units are on sale again', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const sale = await api.makeSale();
  const order = await placeOrder(api, sale, 4);
  const available = () =>
    api.ask('GET', `/api/sales/${sale.slug}/stock`).then(({ body }) => body.tiers[0].available);
  expect(await available()).toBe(6);
  const cancel = () => api.ask('POST', `/api/orders/${order.id}/cancel`, order);
  const both = await Promise.all([cancel(), cancel()]);
  expect(both.map(({ body }) => body.state)).toEqual(['cancelled', 'cancelled']);
  expect((await cancel()).body).toMatchObject({ state: 'cancelled', cancellable: false });
  expect(await available()).toBe(10);
});

test('API-16: staff refunds a paid order as a whole, with a reason, and the ticket opens no door any more', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('support');
  const sale = await api.makeSale();
  const order = await placeOrder(api, sale);
  const refund = (json: object) => api.ask('POST', `/api/orders/${order.id}/refund`, { token, json });
  const early = await refund({ reason: 'too early' });
  expect(early.status).toBe(409);
  expect(await stateOf(db, order.id)).toBe('held');
  await house.pay(order);
  const { body: tickets } = await api.ask('GET', `/api/orders/${order.id}/tickets`, order);

  const half = { tierId: sale.tiers[0]?.id, quantity: 2 };
  expect(await refund({ reason: 'half', lines: [half] })).toMatchObject({
    status: 409,
    body: { code: 'refund_too_large', left: { [half.tierId ?? '']: 1 } },
  });
  const given = await refund({ reason: 'the band is ill', lines: [{ ...half, quantity: 1 }] });
  expect(given).toMatchObject({ status: 200, body: { state: 'refund_pending' } });
  expect((await refund({ reason: 'again' })).body.state).toBe('refund_pending');
  const json = { token: tickets.items[0].token, door: 'A' };
  expect((await api.ask('POST', '/api/staff/check-in', { token, json })).body).toMatchObject({
    result: 'void',
  });

  const { body } = await api.ask('GET', `/api/staff/orders?sale=${sale.slug}&state=refund_pending`, {
    token,
  });
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual([order.id]);
  const acts = await db
    .selectFrom('audit')
    .select(['act', 'reason'])
    .where('act', 'like', 'order.%')
    .orderBy('id')
    .execute();
  expect(acts).toContainEqual({ act: 'order.refund', reason: 'the band is ill' });
});

test('API-16: a webhook with a wrong signature, or of nobody’s, changes nothing', async ({ stores, db }) => {
  await using house = await openHouse(stores);
  const before = await contentsOf(db);
  const { api } = house;
  const body = JSON.stringify({
    id: 'evt_1',
    type: 'payment',
    createdAt: new Date().toISOString(),
    data: { ref: 'sbx_1' },
  });
  expect((await api.ask('POST', '/api/webhooks/sandbox', { body })).status).toBe(401);
  expect((await api.ask('POST', '/api/webhooks/nobody', { body })).status).toBe(404);
  expect(await contentsOf(db)).toBe(before);
});

test('API-17: staff finds orders by the buyer’s address, page by page without a gap, and reads a report that agrees', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const token = await api.tokenOf('support');
  const sale = await api.makeSale({
    mode: 'shelf',
    perVisitorMax: 1_000,
    tiers: [{ name: 'Things', price: { amount: 5, currency: 'KRW' }, capacity: 1_000 }],
  });
  const json = { ...orderBody(sale), contact: { email: 'Minseo@Example.com', name: 'Minseo Han' } };
  await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      api.ask('POST', `/api/sales/${sale.slug}/orders`, {
        headers: { 'usher-secret': 's'.repeat(43), 'idempotency-key': String(index) },
        json: index < 59 ? json : { ...json, contact: { email: 'other@example.com', name: 'O' } },
      }),
    ),
  );
  const list = (query: string) =>
    api.ask('GET', `/api/staff/orders?${query}`, { token }).then(({ body }) => body);
  const first = await list('email=minseo%40example.com');
  const second = await list(`email=minseo%40example.com&cursor=${first.nextCursor}`);
  const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
  expect(new Set(ids).size).toBe(59);
  expect([ids.length, second.nextCursor]).toEqual([59, null]);
  expect(first.items[0].contact).toEqual({ email: 'Minseo@Example.com', name: 'Minseo Han' });

  const report = await api.ask('GET', `/api/staff/sales/${sale.slug}/report`, { token });
  expect(report.body).toMatchObject({
    orders: { held: { orders: 60, units: 60, amount: { amount: 300, currency: 'KRW' } } },
    stock: { tiers: [{ held: 60, available: 940 }] },
    captured: { amount: 0 },
  });
});
