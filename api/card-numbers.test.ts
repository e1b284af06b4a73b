/**
 * Numbers of cards are for the payment provider's page alone: whatever an app sends of one is refused, and stands nowhere
 * afterwards, neither in our store nor in the sandbox's book.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { contentsOf, orderBody, type TestStores, test } from '../test/api.ts';
import { openHouse, testAddress } from '../test/house.ts';

const number = '4242424242424242';
const card = { cardNumber: number, cvv: '737', expiry: '12/34' };

/** The writer renews its lease whatever is asked. */
const kept = (db: TestStores['db']) => contentsOf(db, ['writer_lease']);

const bookOf = (folder: string): string =>
  readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');

test('PAY-27: what an app sends of a card with an order or a payment is refused, and nothing of it is kept', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api, bank } = house;
  const sale = await api.makeSale({ fulfilment: 'shipping' });
  const { headers } = await api.shopper(sale.id);
  const good = { ...orderBody(sale), address: testAddress };
  const place = (json: object) =>
    api.ask('POST', `/api/sales/${sale.slug}/orders`, {
      headers: { ...headers, 'idempotency-key': 'a' },
      json,
    });
  const before = await kept(db);
  const orders = [
    { ...good, ...card },
    { ...good, card },
    { ...good, payment: card },
    { ...good, contact: { ...good.contact, ...card } },
    { ...good, address: { ...testAddress, ...card } },
    { ...good, lines: good.lines.map((line) => ({ ...line, ...card })) },
  ];
  for (const json of orders) {
    const { status, body } = await place(json);
    expect([status, body.code]).toEqual([422, 'invalid_request']);
    expect(JSON.stringify(body)).not.toContain(number);
  }
  expect(await kept(db)).toBe(before);

  const order = (await place(good)).body;
  const paying = { headers: { 'usher-order-key': order.key } };
  const pay = (json: object) => api.ask('POST', `/api/orders/${order.id}/payments`, { ...paying, json });
  const held = await kept(db);
  for (const json of [{ provider: 'sandbox', ...card }, { provider: 'sandbox', card }, card]) {
    const { status, body } = await pay(json);
    expect([status, body.code]).toEqual([422, 'invalid_request']);
    expect(JSON.stringify(body)).not.toContain(number);
  }
  expect(await kept(db)).toBe(held);

  const { redirectUrl } = (await pay({ provider: 'sandbox' })).body;
  const page = redirectUrl.replace('http://shop.test/sandbox', bank.url);
  const pressed = await fetch(page, {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({ outcome: 'succeed', ...card }),
  });
  expect(pressed.status).toBe(422);
  expect(await pressed.text()).not.toContain(number);
  expect((await bank.press(redirectUrl, 'succeed')).status).toBe(303);
  await bank.webhooks(1);
  expect(bookOf(bank.folder)).toContain('succeeded');
  for (const text of [await kept(db), bookOf(bank.folder)]) expect(text).not.toContain(number);
});

test('PAY-27: the database has no column for what is on a card', async ({ db }) => {
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and column_name ~ '(^|_)(card|pan|cvc|cvv|expiry)(_|$)'`.execute(db);
  expect(rows).toEqual([]);
});
