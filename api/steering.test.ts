/** Making and steering sales: what each act does in each state, who is told, and what the journal says. */
import { expect } from 'vitest';
import { saleStates } from '../domain/sale.ts';
import { contentsOf, openTestApi, test } from '../test/api.ts';

const krw = (amount: number) => ({ amount, currency: 'KRW' });

test('API-8: each act leads from each state where the table says, or is refused and changes nothing', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('operator');
  const leads: Record<string, Partial<Record<(typeof saleStates)[number], string>>> = {
    open: { draft: 'lobby', lobby: 'lobby', open: 'open' },
    pause: { open: 'paused', paused: 'paused' },
    resume: { open: 'open', paused: 'open' },
    close: {
      draft: 'closed',
      lobby: 'closed',
      open: 'closed',
      paused: 'closed',
      soldOut: 'closed',
      closed: 'closed',
    },
  };
  for (const [act, table] of Object.entries(leads)) {
    for (const state of saleStates) {
      const sale = await api.makeSale({ state });
      const before = await contentsOf(db);
      const answer = await api.ask('POST', `/api/staff/sales/${sale.slug}/${act}`, { token });
      const expected = table[state];
      const found = answer.status === 200 ? answer.body.state : answer.body.code;
      expect([act, state, found]).toEqual([act, state, expected ?? 'sale_not_open']);
      if (expected === undefined) expect(await contentsOf(db)).toBe(before);
    }
  }
});

test('API-8: opening asks the clock to open now, and only brings an opening forward', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('operator');
  const opensAtOf = (body: { opensAt: string }) => new Date(body.opensAt).getTime();
  const later = await api.makeSale({ state: 'lobby', opensAt: new Date(Date.now() + 3_600_000) });
  const opened = await api.ask('POST', `/api/staff/sales/${later.slug}/open`, {
    token,
    json: { reason: 'early' },
  });
  expect(Math.abs(opensAtOf(opened.body) - Date.now())).toBeLessThan(10_000);
  const again = await api.ask('POST', `/api/staff/sales/${later.slug}/open`, { token });
  expect(again.body.opensAt).toBe(opened.body.opensAt);

  const over = await api.makeSale({ state: 'lobby', closesAt: new Date('2020-01-01T00:00:00Z') });
  expect(await api.ask('POST', `/api/staff/sales/${over.slug}/open`, { token })).toMatchObject({
    status: 409,
  });
});

test('API-8: pace and texts change at any time; what was promised at publishing does not', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('operator');
  const made = await api.ask('POST', '/api/staff/sales', {
    token,
    json: { slug: 'a-night', title: 'A night', tiers: [{ name: 'Floor', price: krw(100), capacity: 5 }] },
  });
  expect(made).toMatchObject({
    status: 201,
    body: { state: 'draft', floorMax: 100, tiers: [{ availability: 'plenty' }] },
  });
  expect((await api.ask('GET', '/api/sales/a-night')).status).toBe(404);
  const patch = (json: object) => api.ask('PATCH', '/api/staff/sales/a-night', { token, json });

  expect((await patch({ lobby: 'arrival', mode: 'shelf' })).body).toMatchObject({
    lobby: 'arrival',
    mode: 'shelf',
  });
  expect((await patch({ opensAt: '2030-01-01T09:00:00+09:00' })).body).toMatchObject({
    state: 'lobby',
    opensAt: '2030-01-01T00:00:00.000Z',
  });
  const before = await contentsOf(db);
  const promises = {
    opensAt: '2031-01-01T00:00:00Z',
    lobby: 'shuffle',
    mode: 'line',
    audience: 'accounts',
    fulfilment: 'shipping',
  };
  for (const [path, value] of Object.entries(promises)) {
    const answer = await patch({ [path]: value, floorMax: 7 });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  }
  expect((await patch({ closesAt: '2029-01-01T00:00:00Z' })).status).toBe(422);
  // Saying what is already so is no change.
  expect((await patch({ opensAt: '2030-01-01T00:00:00Z', lobby: 'arrival' })).status).toBe(200);
  expect(await contentsOf(db)).toBe(before);
  expect((await patch({ floorMax: 7, title: ' Better ', reason: 'calm' })).body).toMatchObject({
    floorMax: 7,
    title: 'Better',
  });
  expect((await api.ask('GET', '/api/sales/a-night')).body).toMatchObject({ floorMax: 7 });
  const { body: taken } = await api.ask('POST', '/api/staff/sales', {
    token,
    json: { slug: 'a-night', title: 'B', tiers: [{ name: 'Floor', price: krw(100), capacity: 5 }] },
  });
  expect(taken.code).toBe('slug_taken');
});

test('RCH-5: a site that may frame the line is named by scheme, host and port, and by nothing that says more', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('operator');
  const { slug } = await api.makeSale();
  const change = async (site: string) =>
    (await api.ask('PATCH', `/api/staff/sales/${slug}`, { token, json: { embedOrigins: [site] } })).status;
  for (const site of ['https://shop.example', 'http://localhost:8080', 'http://[::1]:3000'])
    expect(await change(site)).toBe(200);
  const more = [
    'https://a;script-src',
    'https://*',
    "https://a'b",
    'https://a,b',
    'https://shop.example/',
    '*',
  ];
  for (const site of more) expect(await change(site)).toBe(422);
});

test('API-5, API-8, API-21: every act is in the journal with who, what and why, and the gateways get a hint', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const sale = await api.makeSale();
  const act = (path: string, json: object) =>
    api.ask('POST', `/api/staff/sales/${sale.slug}/${path}`, { token, json });
  const nextNewsAt = '2030-01-01T00:00:00.000Z';
  expect((await act('pause', { reason: 'fire drill', nextNewsAt })).body).toMatchObject({
    state: 'paused',
    reason: 'fire drill',
  });
  // Paused already: visitors read the newer one, each in their language.
  const said = { ko: '소방 훈련이에요', en: 'A fire drill' };
  expect((await act('pause', { reason: said })).body).toMatchObject({ reason: said.en, reasons: said });
  expect((await act('pause', { reason: {} })).status).toBe(422);
  expect((await act('message', { ko: '잠시만요', en: 'One moment' })).body.message).toMatchObject({
    ko: '잠시만요',
  });
  expect((await act('message', {})).body.message).toBeNull();
  expect((await act('resume', {})).body).toMatchObject({
    ...{ state: 'open', reason: null, reasons: null },
  });
  await api.ask('PATCH', `/api/staff/sales/${sale.slug}`, {
    token,
    json: { admitPerMinute: 120, reason: 'slow till' },
  });
  expect((await act('close', { reason: 'rain' })).body).toMatchObject({ state: 'closed', reason: null });
  const seen = await api.ask('GET', `/api/sales/${sale.slug}`);
  expect(JSON.stringify(seen.body)).not.toMatch(/rain|slow till/);

  const { body } = await api.ask('GET', `/api/staff/audit?sale=${sale.slug}`, { token });
  const lines = body.items.map((line: { act: string; actorName: string; reason: string; sale: string }) => [
    line.act,
    line.actorName,
    line.reason,
    line.sale,
  ]);
  expect(lines).toEqual([
    ['sale.close', 'owner', 'rain', sale.slug],
    ['sale.change', 'owner', 'slow till', sale.slug],
    ['sale.resume', 'owner', null, sale.slug],
    ['sale.message', 'owner', null, sale.slug],
    ['sale.message', 'owner', null, sale.slug],
    ['sale.pause', 'owner', 'A fire drill', sale.slug],
    ['sale.pause', 'owner', 'fire drill', sale.slug],
    ['sale.create', 'test', null, sale.slug],
  ]);
  expect(body.items[1].detail).toEqual({ admitPerMinute: { was: 300, is: 120 } });
  expect(new Set(api.hints.map(({ saleId }) => saleId))).toEqual(new Set([sale.id]));
});

test('API-8: capacities go through the writer, all or none, and never below what is held', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const token = await api.tokenOf('operator');
  const tiers = [
    { name: 'Floor', price: krw(100), capacity: 5 },
    { name: 'Balcony', price: krw(50), capacity: 5 },
  ];
  const sale = await api.makeSale({ tiers });
  const [floor = '', balcony = ''] = sale.tiers.map(({ id }) => id);
  const { headers } = await api.shopper(sale.id);
  const json = { lines: [{ tierId: floor, quantity: 3 }], contact: { email: 'a@example.com', name: 'A' } };
  await api.ask('POST', `/api/sales/${sale.slug}/orders`, {
    json,
    headers: { ...headers, 'idempotency-key': 'a' },
  });
  const put = (floorUnits: number, balconyUnits: number) =>
    api.ask('PUT', `/api/staff/sales/${sale.slug}/stock`, {
      token,
      json: {
        tiers: [
          { id: floor, capacity: floorUnits },
          { id: balcony, capacity: balconyUnits },
        ],
        reason: 'the fire brigade',
      },
    });
  expect(await put(2, 9)).toMatchObject({ status: 409, body: { code: 'capacity_in_use' } });
  const stock = () => api.ask('GET', `/api/sales/${sale.slug}/stock`).then(({ body }) => body.tiers);
  expect(await stock()).toMatchObject([{ capacity: 5, held: 3 }, { capacity: 5 }]);
  expect(await put(3, 9)).toMatchObject({
    status: 200,
    body: { tiers: [{ capacity: 3, available: 0 }, { capacity: 9 }] },
  });
  expect(await stock()).toMatchObject([
    { capacity: 3, available: 0, held: 3 },
    { capacity: 9, available: 9 },
  ]);

  const { body } = await api.ask('GET', `/api/staff/audit?sale=${sale.slug}`, { token });
  expect(body.items.map(({ act }: { act: string }) => act).slice(0, 3)).toEqual([
    'sale.stock',
    'sale.stock.refused',
    'sale.stock',
  ]);
});
