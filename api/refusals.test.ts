/**
 * Bad input, at every route of the OpenAPI document: the documented refusal as a problem, and nothing changed. A route that
 * is in the document and not in this table fails the first test.
 */
import { expect } from 'vitest';
import { type Answer, type Ask, contentsOf, openTestApi, orderBody } from '../test/api.ts';
import { insertOrder } from '../test/paying.ts';
import { test } from '../test/stores.ts';
import { orderKeyOf } from '../tokens/order-key.ts';
import { BODY_BYTES_MAX } from './edge.ts';

type Who =
  | 'anybody'
  | 'pass'
  | 'key'
  | 'steer'
  | 'watch'
  | 'readOrders'
  | 'refund'
  | 'readAudit'
  | 'checkIn'
  | 'signedIn';
interface Route {
  readonly who: Who;
  /** A good body: each of its fields is broken in turn. */
  readonly good?: object;
  /** Bodies, or queries, that are wrong in a way of their own. */
  readonly bad?: readonly unknown[];
  readonly badQueries?: readonly string[];
  /** The body may be left out. */
  readonly optional?: true;
  /** An empty object says something here. */
  readonly emptyFits?: true;
  /** A field that takes whatever a scanner read. */
  readonly anyText?: string;
}

const nul = 'a\u0000b';
const far = '2400-01-01T00:00:00Z';
const huge = 1e300;
const tier = { name: 'Floor', price: { amount: 1, currency: 'KRW' }, capacity: 1 };
const newSale = { slug: 'a-sale', title: 'A sale', tiers: [tier] };
const line = { tierId: 'tier_1', quantity: 1 };
const contact = { email: 'a@example.com', name: 'A' };

const routes: Record<string, Route> = {
  'GET /api/sales': {
    who: 'anybody',
    badQueries: [
      'state=draft',
      'state=',
      'q=',
      'q=%00',
      'cursor=x',
      'cursor=bnVsbA',
      'page=2',
      'q=a&q=b',
      `q=${'a'.repeat(101)}`,
    ],
  },
  'GET /api/sales/{slug}': { who: 'anybody' },
  'GET /api/sales/{slug}/stock': { who: 'anybody' },
  'POST /api/stock': { who: 'anybody', good: { slugs: ['a'] }, bad: [{ slugs: ['A B'] }, { slugs: [nul] }] },
  'POST /api/sales/{slug}/orders': {
    who: 'pass',
    good: { lines: [line], contact },
    bad: [
      { lines: [{ ...line, quantity: 0 }], contact },
      { lines: [{ ...line, quantity: 1.5 }], contact },
      { lines: [{ ...line, quantity: -1 }], contact },
      { lines: [{ ...line, quantity: huge }], contact },
      { lines: [{ ...line, quantity: '1' }], contact },
      { lines: [{ ...line, price: 1 }], contact },
      { lines: [line], contact },
      { lines: Array(21).fill(line), contact },
      { lines: [line], contact: { ...contact, email: 'nobody' } },
      { lines: [line], contact: { ...contact, name: nul } },
      { lines: [line], contact: { ...contact, name: '   ' } },
      { lines: [line], contact: { ...contact, role: 'owner' } },
    ],
  },
  'GET /api/orders/{id}': { who: 'key' },
  'POST /api/orders/{id}/cancel': { who: 'key' },
  'POST /api/orders/{id}/refund': {
    who: 'refund',
    good: { reason: 'r' },
    bad: [{ reason: '' }, { reason: nul }, { reason: 'r', lines: [line] }, { reason: 'r', amount: 1 }],
  },
  'GET /api/orders/{id}/tickets': { who: 'key' },
  'GET /api/payment-methods': { who: 'anybody' },
  'POST /api/orders/{id}/payments': {
    who: 'key',
    good: { provider: 'nobody' },
    bad: [{ provider: 'nobody' }, { provider: 'nobody', amount: 1 }],
  },
  'POST /api/webhooks/{provider}': { who: 'anybody' },
  'POST /api/auth/login': {
    who: 'anybody',
    good: { email: 'a@example.com', password: 'x' },
    bad: [
      { email: 'a@example.com', password: 'x'.repeat(201) },
      { email: nul, password: 'x' },
    ],
  },
  'POST /api/auth/refresh': { who: 'anybody' },
  'POST /api/auth/logout': { who: 'anybody' },
  'POST /api/auth/logout-all': { who: 'signedIn' },
  'GET /api/me': { who: 'signedIn' },
  'POST /api/staff/sales': {
    who: 'steer',
    good: newSale,
    bad: [
      { ...newSale, slug: 'A Sale' },
      { ...newSale, slug: `${'a'.repeat(65)}` },
      { ...newSale, title: nul },
      { ...newSale, tiers: [] },
      { ...newSale, tiers: [tier, tier] },
      { ...newSale, tiers: [{ ...tier, capacity: -1 }] },
      { ...newSale, tiers: [{ ...tier, capacity: huge }] },
      { ...newSale, tiers: [{ ...tier, sold: 1 }] },
      { ...newSale, tiers: [{ ...tier, price: { amount: 0.5, currency: 'KRW' } }] },
      { ...newSale, tiers: [tier, { ...tier, name: 'B', price: { amount: 1, currency: 'EUR' } }] },
      { ...newSale, mode: 'raffle' },
      { ...newSale, state: 'open' },
      { ...newSale, opensAt: 'tomorrow' },
      { ...newSale, opensAt: far },
      { ...newSale, opensAt: '2030-01-01T00:00:00Z', closesAt: '2029-01-01T00:00:00Z' },
      { ...newSale, floorMax: 0 },
      { ...newSale, holdMinutes: 16 },
      { ...newSale, perVisitorMax: '4' },
      { ...newSale, accent: 'red' },
      { ...newSale, picture: 'javascript:alert(1)' },
    ],
  },
  'GET /api/staff/sales': { who: 'watch', badQueries: ['state=none', 'cursor=x', 'drafts=1'] },
  'PATCH /api/staff/sales/{slug}': {
    who: 'steer',
    emptyFits: true,
    good: { floorMax: 5 },
    bad: [
      { floorMax: huge },
      { slug: 'other' },
      { state: 'closed' },
      { tiers: [] },
      { lobby: 'arrival' },
      { seedHash: 'x' },
      { opensAt: '2031-01-01T00:00:00Z' },
      { mode: 'shelf' },
      { closesAt: '2001-01-01T00:00:00Z' },
    ],
  },
  'POST /api/staff/sales/{slug}/open': {
    who: 'steer',
    good: { reason: 'r' },
    bad: [{ reason: nul }],
    optional: true,
  },
  'POST /api/staff/sales/{slug}/pause': {
    who: 'steer',
    good: { reason: 'r' },
    bad: [{ reason: nul }, { nextNewsAt: far }],
    optional: true,
  },
  'POST /api/staff/sales/{slug}/resume': {
    who: 'steer',
    good: { reason: 'r' },
    bad: [{ reason: nul }],
    optional: true,
  },
  'POST /api/staff/sales/{slug}/close': {
    who: 'steer',
    good: { reason: 'r' },
    bad: [{ reason: nul }],
    optional: true,
  },
  'POST /api/staff/sales/{slug}/message': {
    who: 'steer',
    emptyFits: true,
    good: { en: 'a' },
    bad: [{ en: '' }, { fr: 'a' }, { ko: nul }],
  },
  'PUT /api/staff/sales/{slug}/stock': {
    who: 'steer',
    good: { tiers: [{ id: 'tier_1', capacity: 1 }] },
    bad: [
      { tiers: [{ id: 'tier_1', capacity: 1 }] },
      { tiers: [{ id: 'tier_1', capacity: -1 }] },
      { tiers: [{ id: 'tier_1', capacity: huge }] },
      { tiers: [{ id: nul, capacity: 1 }] },
      { tiers: [] },
    ],
  },
  'GET /api/staff/sales/{slug}/report': { who: 'watch' },
  'GET /api/staff/orders': {
    who: 'readOrders',
    badQueries: ['sale=A%20B', 'state=x', 'email=nobody', 'cursor=x'],
  },
  'GET /api/staff/audit': { who: 'readAudit', badQueries: ['sale=A%20B', 'cursor=x', 'cursor=LTE'] },
  'POST /api/staff/check-in': {
    who: 'checkIn',
    anyText: 'token',
    good: { token: 't', door: 'A' },
    bad: [
      { token: '', door: 'A' },
      { token: 't', door: nul },
      { token: 't'.repeat(2_001), door: 'A' },
    ],
  },
};

/** Roles that a route turns away. */
const turnedAway: Partial<Record<Who, readonly ('operator' | 'support' | 'door')[]>> = {
  steer: ['support', 'door'],
  watch: ['door'],
  readOrders: ['door'],
  refund: ['door'],
  readAudit: ['support', 'door'],
};

const badSlugs = ['nobody', 'A%20B', '%00', '%2e%2e', 'a'.repeat(65), "x'--"];
const badIds = ['ord_nobody', 'nobody', '%00', '%2e%2e', 'a'.repeat(200)];

test('API-7: every route of the document stands in this table', async ({
  db,
  databaseUrl,
  redis,
  redisUrl,
  keys,
}) => {
  await using api = await openTestApi({ db, databaseUrl, redis, redisUrl, keys });
  const { body } = await api.ask('GET', '/api/openapi.json');
  const documented = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(Object.keys(routes).sort()).toEqual(documented.sort());
});

test('API-7, API-3: bad input at any route is refused as documented and changes nothing', async ({
  db,
  databaseUrl,
  redis,
  redisUrl,
  keys,
}) => {
  await using api = await openTestApi({ db, databaseUrl, redis, redisUrl, keys }, { attemptsMax: 1_000 });
  const sale = await api.makeSale({ opensAt: new Date('2020-01-01T00:00:00Z') });
  const order = await insertOrder(db, { keys, saleId: sale.id });
  const shopper = await api.shopper(sale.id);
  const tokens = {
    owner: await api.tokenOf('owner'),
    operator: await api.tokenOf('operator'),
    support: await api.tokenOf('support'),
    door: await api.tokenOf('door'),
  };
  const pathOf = (name: string, slug: string, id: string) =>
    (name.split(' ')[1] ?? '').replace('{slug}', slug).replace('{id}', id).replace('{provider}', 'sandbox');
  const headersFor = (who: Who): Record<string, string> => {
    if (who === 'anybody') return {};
    if (who === 'pass') return { ...shopper.headers, 'idempotency-key': 'a' };
    if (who === 'key') return { 'usher-order-key': orderKeyOf(api.ring, order.id) };
    return { authorization: `Bearer ${tokens.owner}` };
  };

  const before = await contentsOf(db);
  const wrong: string[] = [];
  const expectRefusal = async (what: string, name: string, ask: Ask, codes: string[], path?: string) => {
    const method = name.split(' ')[0] ?? '';
    const answer = await api.ask(method, path ?? pathOf(name, sale.slug, order.id), ask);
    if (!isProblem(answer, codes))
      wrong.push(`${name}, ${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };

  for (const [name, route] of Object.entries(routes)) {
    const headers = headersFor(route.who);
    const json = { 'content-type': 'application/json' };
    for (const [what, ask, code] of badBodies(route)) {
      await expectRefusal(what, name, { ...ask, headers: { ...json, ...headers, ...ask.headers } }, [code]);
    }
    for (const query of route.badQueries ?? []) {
      const path = `${pathOf(name, sale.slug, order.id)}?${query}`;
      await expectRefusal(`?${query}`, name, { headers }, ['invalid_request'], path);
    }
    const asked = { headers, ...(route.good && { json: route.good }) };
    const bads = name.includes('{slug}') ? badSlugs : name.includes('{id}') ? badIds : [];
    for (const bad of bads) {
      await expectRefusal(bad, name, asked, ['not_found'], pathOf(name, bad, bad));
    }
    if (route.who === 'key') {
      const otherKey = { 'usher-order-key': orderKeyOf(api.ring, 'ord_other') };
      const door = { authorization: `Bearer ${tokens.door}` };
      for (const [what, headers] of Object.entries({ nobody: {}, otherKey, door })) {
        await expectRefusal(what, name, { ...asked, headers }, ['not_found']);
      }
    }
    if (headers.authorization) {
      const forged = { authorization: `Bearer ${tokens.owner.slice(0, -4)}AAAA` };
      const order = { 'usher-order-key': orderKeyOf(api.ring, 'ord_1') };
      const pass = { authorization: `Bearer ${shopper.headers['usher-pass']}` };
      for (const [what, headers] of Object.entries({ nobody: {}, forged, order, pass })) {
        await expectRefusal(what, name, { ...asked, headers }, ['not_signed_in']);
        // Whoever may not ask learns nothing about the shape either.
        await expectRefusal(`${what}, no body`, name, { headers: { ...json, ...headers } }, [
          'not_signed_in',
        ]);
      }
      for (const role of turnedAway[route.who] ?? []) {
        const headers = { authorization: `Bearer ${tokens[role]}` };
        await expectRefusal(role, name, { ...asked, headers }, ['not_allowed']);
      }
    }
  }
  await expectRefusal('unknown route', 'GET /', {}, ['not_found'], '/api/nowhere');
  await expectRefusal('unknown method', 'DELETE /', {}, ['not_found'], '/api/sales');
  expect(wrong).toEqual([]);
  expect(await contentsOf(db)).toBe(before);
  expect(orderBody(sale).lines[0]?.tierId).toBe(sale.tiers[0]?.id);
});

test('API-7: an order without a proper Idempotency-Key is refused before anybody is asked', async ({
  db,
  databaseUrl,
  redis,
  redisUrl,
  keys,
}) => {
  await using api = await openTestApi({ db, databaseUrl, redis, redisUrl, keys });
  const sale = await api.makeSale();
  const { headers } = await api.shopper(sale.id);
  for (const key of [undefined, '', 'two words', 'é', 'k'.repeat(201)]) {
    const sent = key === undefined ? headers : { ...headers, 'idempotency-key': key };
    const ask = { headers: sent, json: orderBody(sale) };
    const answer = await api.ask('POST', `/api/sales/${sale.slug}/orders`, ask);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'Idempotency-Key' }] } });
  }
});

function badBodies(route: Route): [what: string, ask: Ask, code: string][] {
  const { good, bad = [], optional } = route;
  if (!good) return [];
  const large = JSON.stringify({ ...good, more: 'x'.repeat(BODY_BYTES_MAX) });
  const mayBeEmpty = optional ?? route.emptyFits ?? false;
  const inEachField = (value: unknown) =>
    Object.keys(good)
      .filter((field) => value !== nul || field !== route.anyText)
      .map((field) => JSON.stringify({ ...good, [field]: value }));
  const broken = [
    ...['[]', 'null', '1', '"a"', '{', '{"a":1}{', '\u0000', 'a=1'],
    ...[{ ...good, unknown: 1 }, ...(mayBeEmpty ? [] : [{}]), ...bad].map((json) => JSON.stringify(json)),
    ...[null, {}, [[]], true, nul, 'x'.repeat(20_000)].flatMap(inEachField),
    // More than a number can hold; JSON has words for it, JavaScript has not.
    ...inEachField('@').map((text) => text.replace('"@"', '1e400')),
  ];
  return [
    ...broken.map((body): [string, Ask, string] => [body.slice(0, 80), { body }, 'invalid_request']),
    ['too large', { body: large }, 'too_large'],
    [
      'a form',
      { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'invalid_request',
    ],
    [
      'plain text',
      { body: JSON.stringify(good), headers: { 'content-type': 'text/plain' } },
      'invalid_request',
    ],
    ...(optional ? [] : [['no body', {}, 'invalid_request'] as [string, Ask, string]]),
  ];
}

function isProblem({ status, body, headers }: Answer, codes: string[]): boolean {
  return (
    headers.get('content-type') === 'application/problem+json' &&
    codes.includes(body.code) &&
    body.status === status &&
    body.type === `/problems/${body.code}` &&
    typeof body.title === 'string'
  );
}
