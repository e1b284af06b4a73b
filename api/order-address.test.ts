/** Where an order goes by post: written once by its buyer, and read wherever somebody must see it. */
import { expect } from 'vitest';
import { signUp } from '../test/accounts.ts';
import { contentsOf, openTestApi, orderBody, test } from '../test/api.ts';

const address = {
  recipient: 'Jiho Kim',
  line1: '12 Harbour Road',
  line2: '3rd floor',
  postalCode: '48058',
  city: 'Busan',
  country: 'KR',
  phone: '010-1234-5678',
  note: 'Leave it with the guard',
};

test('ORD-30, ACT-8, ORD-18: where a parcel goes is read by its buyer, by who helps buyers, in the export and in the file', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const { accessToken: token } = (await signUp(api, stores, 'minseo@example.com')).body;
  const sale = await api.makeSale({ fulfilment: 'shipping' });
  const { headers } = await api.shopper(sale.id);
  const placed = await api.ask('POST', `/api/sales/${sale.slug}/orders`, {
    headers: { ...headers, 'idempotency-key': 'one' },
    token,
    json: { ...orderBody(sale), address },
  });
  expect(placed.status).toBe(201);
  const { id, key } = placed.body;
  expect(await contentsOf(stores.db)).not.toMatch(/Harbour|Jiho|guard|1234-5678/);

  const path = `/api/orders/${id}`;
  const ofBuyer = await api.ask('GET', path, { headers: { 'usher-order-key': key } });
  expect(ofBuyer.body.address).toEqual(address);
  expect((await api.ask('GET', '/api/me/orders', { token })).body.items).toMatchObject([{ id, address }]);
  expect((await api.ask('GET', '/api/me/export', { token })).body.orders).toMatchObject([{ id, address }]);

  const support = await api.tokenOf('support');
  expect((await api.ask('GET', path, { token: support })).body.address).toEqual(address);
  const story = await api.ask('GET', `/api/staff/orders/${id}`, { token: support });
  expect(story.body.order.address).toEqual(address);
  const stranger = (await signUp(api, stores, 'other@example.com')).body.accessToken;
  for (const nobody of [await api.tokenOf('door'), stranger])
    expect((await api.ask('GET', path, { token: nobody })).status).toBe(404);

  const take = async (role: 'owner' | 'operator') =>
    (await api.ask('GET', '/api/staff/orders/export', { token: await api.tokenOf(role) })).body;
  const [head, row] = (await take('owner')).replace(/^\ufeff/, '').split('\n');
  expect(head).toMatch(/,name,email,recipient,line1,line2,postalCode,city,country,phone,note$/);
  expect(row).toMatch(
    /,Jiho Kim,12 Harbour Road,3rd floor,48058,Busan,KR,010-1234-5678,Leave it with the guard$/,
  );
  expect(await take('operator')).not.toMatch(/Harbour|Jiho|guard/);
});

test('ORD-30: an order of tickets has no address, and no empty one', async ({ stores }) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const sale = await api.makeSale();
  const { headers } = await api.shopper(sale.id);
  const placed = await api.ask('POST', `/api/sales/${sale.slug}/orders`, {
    headers: { ...headers, 'idempotency-key': 'one' },
    json: orderBody(sale),
  });
  const { id, key } = placed.body;
  const { body } = await api.ask('GET', `/api/orders/${id}`, { headers: { 'usher-order-key': key } });
  expect(body.address).toBeNull();
});

test('ACT-24: an order goes to no country that there is not', async ({ stores }) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const sale = await api.makeSale({ fulfilment: 'shipping' });
  const { headers } = await api.shopper(sale.id);
  const place = (country: string) =>
    api.ask('POST', `/api/sales/${sale.slug}/orders`, {
      headers: { ...headers, 'idempotency-key': country },
      json: { ...orderBody(sale), address: { ...address, country } },
    });
  for (const none of ['XX', 'UK', 'kr', 'Korea']) {
    const { status, body } = await place(none);
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'invalid_request', 'address.country']);
  }
  expect((await place('FR')).status).toBe(201);
});
