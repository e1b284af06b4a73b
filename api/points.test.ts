/** Points through the API: earned, spent, never spent twice, and back where nothing came of it. */
import { expect } from 'vitest';
import { awaitCommand, stageCommand } from '../db/commands.ts';
import { signUp } from '../test/accounts.ts';
import { openTestApi, orderBody, type TestApi, test } from '../test/api.ts';
import { openTestBank } from '../test/bank.ts';
import { openHouse } from '../test/house.ts';
import { paymentDeps } from '../test/payment-deps.ts';
import { balance, brokenPoints, rich, secret, settleAll } from '../test/points.ts';

const place = (api: TestApi, slug: string, json: object, token: string, more: Record<string, string> = {}) =>
  api.ask('POST', `/api/sales/${slug}/orders`, {
    token,
    headers: { 'idempotency-key': 'a', 'usher-secret': secret(), ...more },
    json,
  });

test('PNT-2, PNT-3, PNT-5, PNT-6: points pay for a part, are earned on the rest, and follow a refund', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const buyer = await rich(api, stores, 5_000);
  const sale = await api.makeSale({ mode: 'shelf' });
  const body = { ...orderBody(sale, 2), points: 4_000 };
  const headers = { 'usher-secret': secret() };
  const [placed, again] = [
    await place(api, sale.slug, body, buyer.token, headers),
    await place(api, sale.slug, body, buyer.token, headers),
  ];
  expect(placed).toMatchObject({ status: 201, body: { total: { amount: 16_000 }, points: 4_000 } });
  expect(again.body).toEqual(placed.body);
  expect(await balance(db)).toBe(1_000);
  const order = { id: placed.body.id, headers: { 'usher-order-key': placed.body.key } };
  expect((await house.pay(order)).body.amount.amount).toBe(16_000);
  await settleAll(db);
  expect(await balance(db)).toBe(1_160);

  const token = await api.tokenOf('support');
  const refund = (json: object) => api.ask('POST', `/api/orders/${order.id}/refund`, { token, json });
  const part = await refund({ reason: 'r', lines: [{ lineNo: 1, quantity: 1 }] });
  expect(part.body.partRefunds).toMatchObject([{ amount: { amount: 8_000 }, points: 2_000 }]);
  await settleAll(db);
  expect(await balance(db)).toBe(1_160 + 2_000 - 80);
  expect((await refund({ reason: 'the rest' })).body.state).toBe('refund_pending');
  await settleAll(db);
  expect(await balance(db)).toBe(5_000);

  const { body: book } = await api.ask('GET', '/api/me/points', { token: buyer.token });
  expect(book.balances).toEqual([{ currency: 'KRW', balance: 5_000, leastToPay: 0 }]);
  expect(book.items.map(({ kind, amount }: { kind: string; amount: number }) => [kind, amount])).toEqual([
    ['takeBack', -80],
    ['giveBack', 2_000],
    ['takeBack', -80],
    ['giveBack', 2_000],
    ['earn', 160],
    ['spend', -4_000],
    ['earn', 5_000],
  ]);
  expect((await api.ask('GET', '/api/me/points')).status).toBe(401);
  const stranger = (await signUp(api, stores, 'other@example.com')).body.accessToken;
  expect((await api.ask('GET', '/api/me/points', { token: stranger })).body.items).toEqual([]);
  const { body: everything } = await api.ask('GET', '/api/me/export', { token: buyer.token });
  expect(everything.points.length).toBe(7);
  expect(await brokenPoints(db)).toEqual([]);
});

test('PNT-7: points leave as much to pay as a provider takes, or nothing; what is refused spends none', async ({
  stores,
  db,
}) => {
  await using bank = await openTestBank();
  const stripe = { ...bank.provider, name: 'stripe', leastOf: () => 50 };
  const payments = { ...paymentDeps(db, bank), providers: new Map([['stripe', stripe]]) };
  await using api = await openTestApi(stores, { withWriter: true, payments });
  const buyer = await rich(api, stores, 25_000);
  const { body: book } = await api.ask('GET', '/api/me/points', { token: buyer.token });
  expect(book.balances).toEqual([{ currency: 'KRW', balance: 25_000, leastToPay: 50 }]);
  const sale = await api.makeSale({ mode: 'shelf', perVisitorMax: 100 });
  const pay = (points: number) => place(api, sale.slug, { ...orderBody(sale), points }, buyer.token);
  expect(await pay(9_951)).toMatchObject({ status: 409, body: { code: 'too_little_left' } });
  expect(await balance(db)).toBe(25_000);
  expect(await pay(9_950)).toMatchObject({ status: 201, body: { total: { amount: 50 }, points: 9_950 } });
  expect(await pay(10_000)).toMatchObject({ status: 201, body: { total: { amount: 0 } } });
  expect(await balance(db)).toBe(5_050);
  expect(await brokenPoints(db)).toEqual([]);
});

test('PNT-2: twenty orders at once in four sales spend the same points once, and the others change nothing', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const buyer = await rich(api, stores, 25_000);
  const sales = await Promise.all(
    Array.from({ length: 4 }, () => api.makeSale({ mode: 'shelf', perVisitorMax: 100 })),
  );
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => {
      const sale = sales[i % 4];
      if (!sale) throw new Error('four sales');
      return place(api, sale.slug, { ...orderBody(sale), points: 5_000 }, buyer.token);
    }),
  );
  const granted = answers.filter(({ status }) => status === 201);
  expect(granted.length).toBe(5);
  const others = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code);
  expect(new Set(others)).toEqual(new Set(['not_enough_points']));
  expect(await balance(db)).toBe(0);
  const orders = await db.selectFrom('order').select(['total_amount', 'points_spent']).execute();
  expect(orders).toEqual(Array(5).fill({ total_amount: 5_000, points_spent: 5_000 }));
  expect(await brokenPoints(db)).toEqual([]);
});

test('PNT-2, PNT-4: what is refused, cancelled or lapsed gives its points back; without them nothing is granted', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const buyer = await rich(api, stores, 9_000);
  const sale = await api.makeSale({ mode: 'shelf', perVisitorMax: 3 });
  const tooMany = await place(api, sale.slug, { ...orderBody(sale, 4), points: 9_000 }, buyer.token);
  expect(tooMany).toMatchObject({ status: 409, body: { code: 'limit_reached' } });
  expect(await balance(db)).toBe(9_000);
  const tooDear = await place(api, sale.slug, { ...orderBody(sale), points: 10_001 }, buyer.token);
  expect(tooDear.body.code).toBe('not_enough_points');
  const asNobody = { headers: { 'idempotency-key': 'n', 'usher-secret': secret() } };
  const json = { ...orderBody(sale), points: 1 };
  expect((await api.ask('POST', `/api/sales/${sale.slug}/orders`, { ...asNobody, json })).status).toBe(401);

  const placed = await place(api, sale.slug, { ...orderBody(sale), points: 9_000 }, buyer.token);
  expect(await balance(db)).toBe(0);
  const key = { 'usher-order-key': placed.body.key };
  await api.ask('POST', `/api/orders/${placed.body.id}/cancel`, { headers: key });
  await settleAll(db);
  expect(await balance(db)).toBe(9_000);

  const lapsing = await place(api, sale.slug, { ...orderBody(sale), points: 9_000 }, buyer.token);
  await db
    .updateTable('order')
    .set({ hold_expires_at: new Date(0), hold_cap_at: new Date(1) })
    .where('id', '=', lapsing.body.id)
    .execute();
  const nudge = {
    saleId: sale.id,
    kind: 'lapse',
    key: 'n',
    orderId: lapsing.body.id,
    payload: { paymentId: null },
  } as const;
  await stageCommand(db, nudge);
  await awaitCommand(db, 'n', 5_000);
  await expect
    .poll(
      async () =>
        (await db.selectFrom('order').select('state').where('id', '=', lapsing.body.id).executeTakeFirst())
          ?.state,
      { timeout: 5_000 },
    )
    .toBe('lapsed');
  await settleAll(db);
  expect(await balance(db)).toBe(9_000);
  // Money that comes late for it goes back: its points may be spent by now.
  const payment = {
    id: 'pay_late',
    order_id: lapsing.body.id,
    provider: 'sandbox',
    amount: 1_000,
    currency: 'KRW',
  };
  await db
    .insertInto('payment')
    .values({ ...payment, state: 'succeeded' })
    .execute();
  const payload = { paymentId: 'pay_late', amount: 1_000, currency: 'KRW' };
  await stageCommand(db, {
    saleId: sale.id,
    kind: 'confirm',
    key: 'late',
    orderId: lapsing.body.id,
    payload,
  });
  expect(await awaitCommand(db, 'late', 5_000)).toMatchObject({ refund: true, orderState: 'lapsed' });
  expect(await brokenPoints(db)).toEqual([]);
});
