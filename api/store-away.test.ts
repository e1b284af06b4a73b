/** A store that is away or too slow is "busy, come back" within the bound: nothing hangs, and nothing is a 500. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { openDatabase } from '../db/open.ts';
import { ANSWER_WAIT_MS } from '../domain/limits.ts';
import { openTestApi, orderBody, test } from '../test/api.ts';
import { testLog } from '../test/stores.ts';
import { isStoreAway } from './store-away.ts';

test('API-7: with PostgreSQL away every route that needs it says busy, and when to come back', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const sale = await api.makeSale();
  const token = await api.tokenOf('owner');
  const { headers } = await api.shopper(sale.id);
  const away = openDatabase('postgres://usher@127.0.0.1:1/usher', testLog);
  await using cut = await openTestApi({ ...stores, db: away });
  const asks: [string, string, object][] = [
    ['GET', '/api/sales', {}],
    ['GET', `/api/sales/${sale.slug}`, {}],
    ['GET', '/api/me', { token }],
    [
      'POST',
      `/api/sales/${sale.slug}/orders`,
      { headers: { ...headers, 'idempotency-key': 'a' }, json: orderBody(sale) },
    ],
    ['POST', '/api/auth/login', { json: { email: 'owner@house.test', password: 'x' } }],
  ];
  for (const [method, path, ask] of asks) {
    const answer = await cut.ask(method, path, ask);
    expect([path, answer.status, answer.body.code]).toEqual([path, 503, 'busy']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  await away.destroy();
  // What needs no PostgreSQL still works.
  expect((await cut.ask('GET', '/api/payment-methods')).status).toBe(200);
  expect(await db.selectFrom('order').select('id').execute()).toEqual([]);
});

test('API-7: a PostgreSQL that does not answer holds nobody longer than the bound', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const sale = await api.makeSale();
  await db.transaction().execute(async (trx) => {
    await sql`lock table sale in access exclusive mode`.execute(trx);
    const since = performance.now();
    const answer = await api.ask('GET', `/api/sales/${sale.slug}`);
    expect(answer).toMatchObject({ status: 503, body: { code: 'busy' } });
    expect(performance.now() - since).toBeLessThan(ANSWER_WAIT_MS + 1_500);
  });
  expect((await api.ask('GET', `/api/sales/${sale.slug}`)).status).toBe(200);
});

test('API-7: a store that is away is told from a mistake of ours by its code', () => {
  const withCode = (code: string) => Object.assign(new Error('x'), { code });
  for (const code of [
    'ECONNREFUSED',
    'ECONNRESET',
    '57P01',
    '57014',
    '53300',
    '53100',
    '08006',
    '40001',
    '25P03',
  ])
    expect([code, isStoreAway(withCode(code))]).toEqual([code, true]);
  for (const code of ['23505', '42601', '22021', 'ERR_INVALID_ARG_TYPE'])
    expect([code, isStoreAway(withCode(code))]).toEqual([code, false]);
  expect(isStoreAway(new AggregateError([withCode('ECONNREFUSED')]))).toBe(true);
  expect(isStoreAway(new Error('lost', { cause: withCode('ECONNRESET') }))).toBe(true);
  expect(isStoreAway('ECONNREFUSED')).toBe(false);
});
