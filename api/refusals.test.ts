/**
 * Bad input, at every route of the OpenAPI document: the documented refusal as a problem, and nothing changed. A route that
 * is in the document and not in this table fails the first test.
 */
import { expect } from 'vitest';
import { signUp } from '../test/accounts.ts';
import { type Answer, type Ask, contentsOf, openTestApi, orderBody, test } from '../test/api.ts';
import { badBodies, badIds, badSlugs, routes, turnedAway } from '../test/bad-input.ts';
import type { Who } from '../test/bad-route.ts';
import { insertOrder } from '../test/paying.ts';
import { orderKeyOf } from '../tokens/order-key.ts';

/** Some nine hundred requests, on a machine that others use. */
const MANY_REQUESTS_MS = 400_000;

test('API-7: every route of the document stands in this table', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const { body } = await api.ask('GET', '/api/openapi.json');
  // The line is the gateway's: it is documented here and proved there.
  const ours = Object.entries(body.paths).filter(([path]) => !/\/line(\/|$)/.test(path));
  const documented = ours.flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(Object.keys(routes).sort()).toEqual(documented.sort());
});

test(
  'API-7, API-3: bad input at any route is refused as documented and changes nothing',
  async ({ stores, db, keys }) => {
    await using api = await openTestApi(stores, { attemptsMax: 1_000 });
    const sale = await api.makeSale({ opensAt: new Date('2020-01-01T00:00:00Z') });
    const order = await insertOrder(db, { keys, saleId: sale.id });
    const shopper = await api.shopper(sale.id);
    const tokens = {
      owner: await api.tokenOf('owner'),
      operator: await api.tokenOf('operator'),
      support: await api.tokenOf('support'),
      door: await api.tokenOf('door'),
    };
    const { accessToken: accountToken } = (await signUp(api, { db }, 'buyer@example.com')).body;
    const pathOf = (name: string, slug: string, id: string) =>
      (name.split(' ')[1] ?? '').replace('{slug}', slug).replace('{id}', id).replace('{provider}', 'sandbox');
    const headersFor = (who: Who): Record<string, string> => {
      if (who === 'anybody') return {};
      if (who === 'pass') return { ...shopper.headers, 'idempotency-key': 'a' };
      if (who === 'key') return { 'usher-order-key': orderKeyOf(api.ring, order.id) };
      if (who === 'account') return { authorization: `Bearer ${accountToken}` };
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
  },
  MANY_REQUESTS_MS,
);

test('API-7: an order without a proper Idempotency-Key is refused before anybody is asked', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const sale = await api.makeSale();
  const { headers } = await api.shopper(sale.id);
  for (const key of [undefined, '', 'two words', 'é', 'k'.repeat(201)]) {
    const sent = key === undefined ? headers : { ...headers, 'idempotency-key': key };
    const ask = { headers: sent, json: orderBody(sale) };
    const answer = await api.ask('POST', `/api/sales/${sale.slug}/orders`, ask);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'Idempotency-Key' }] } });
  }
});

function isProblem({ status, body, headers }: Answer, codes: string[]): boolean {
  return (
    headers.get('content-type') === 'application/problem+json' &&
    codes.includes(body.code) &&
    body.status === status &&
    body.type === `/problems/${body.code}` &&
    typeof body.title === 'string'
  );
}
