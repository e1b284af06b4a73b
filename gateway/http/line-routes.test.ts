/** The line over HTTP: the same places, calls and passes, and a poll is presence (GWY-17). */
import { expect } from 'vitest';
import { entryIdOf } from '../../domain/entry-id.ts';
import type { LinePoll } from '../../domain/protocol.ts';
import { seenKey } from '../../redis/keys.ts';
import { openTestGateway, openTestSale, publicOrigin, test } from '../../test/gateway.ts';
import { setFree } from '../../test/list.ts';
import { newSecret } from '../../test/visitor.ts';

type Asked = { headers?: Record<string, string>; body?: unknown; method?: string };

async function ask(url: string, { headers = {}, body, method }: Asked = {}) {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, said: text === '' ? null : JSON.parse(text) };
}

test('GWY-17: join, poll, claim and leave, as over the socket', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const url = `${gateway.url}/api/sales/${sale.slug}/line`;
  const { secret, secretHash } = newSecret();
  await gateway.visitor(sale.slug).join();
  const joined = await ask(url, { body: { secretHash } });
  const first = joined.said as LinePoll;
  expect(joined.status).toBe(200);
  expect(joined.headers.get('cache-control')).toBe('no-store');
  expect(first).toMatchObject({ place: { state: 'waiting', ahead: 1, number: 2 }, sale: { state: 'open' } });
  expect(first.nextPollMs).toBeGreaterThanOrEqual(2_000);
  expect(first.nextPollMs).toBeLessThanOrEqual(30_000);

  const headers = { 'usher-receipt': first.place.receipt ?? '', 'usher-secret': secret };
  const again = (await ask(url, { headers })).said as LinePoll;
  expect(again.place).toMatchObject({ number: 2, ahead: 1 });
  expect(again.place.receipt).toBeUndefined();
  expect((await ask(`${url}/claim`, { headers, body: {} })).said).toMatchObject({
    status: 401,
    code: 'pass_required',
  });

  await sale.admit();
  const called = (await ask(url, { headers })).said as LinePoll;
  expect(called).toMatchObject({ place: { state: 'called' }, call: { type: 'call' } });
  const claimed = (await ask(`${url}/claim`, { headers, body: {} })).said as LinePoll;
  expect(claimed).toMatchObject({
    place: { state: 'shopping' },
    pass: { url: `/sales/${sale.slug}/checkout` },
  });
  const later = (await ask(url, { headers })).said as LinePoll;
  expect(later.pass?.expiresAt).toBe(claimed.pass?.expiresAt);

  const other = (await ask(url, { body: {} })).said as LinePoll;
  const otherHeaders = { 'usher-receipt': other.place.receipt ?? '' };
  expect((await ask(url, { headers: otherHeaders, method: 'DELETE' })).status).toBe(204);
  expect((await ask(url, { headers: otherHeaders })).said).toMatchObject({ place: { state: 'left' } });
});

test('GWY-17: a poll near the front is presence', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const url = `${gateway.url}/api/sales/${sale.slug}/line`;
  const { secretHash, secret } = newSecret();
  const { place } = (await ask(url, { body: { secretHash } })).said as LinePoll;
  const entryId = entryIdOf(sale.saleId, 's', secretHash);
  await stores.redis.zadd(seenKey(sale.saleId), 1, entryId);
  await ask(url, { headers: { 'usher-receipt': place.receipt ?? '', 'usher-secret': secret } });
  await sale.admit();
  expect(await stores.db.selectFrom('admission').select('visitor_id').execute()).toEqual([
    { visitor_id: entryId },
  ]);
});

test('GWY-17: bad requests are refused as problems, and nobody is in line because of them', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  const other = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const url = `${gateway.url}/api/sales/${sale.slug}/line`;
  const { secretHash } = newSecret();
  const bound = (await ask(`${gateway.url}/api/sales/${other.slug}/line`, { body: { secretHash } }))
    .said as LinePoll;
  const elsewhere = { 'usher-receipt': bound.place.receipt ?? '' };
  const cases: [string, Asked, number, string][] = [
    [`${gateway.url}/api/sales/none/line`, { body: {} }, 404, 'not_found'],
    [url, { body: '{' }, 422, 'invalid_request'],
    [url, { body: '[]' }, 422, 'invalid_request'],
    [url, { body: { extra: 1 } }, 422, 'invalid_request'],
    [url, { body: { secretHash: 'x' } }, 422, 'invalid_request'],
    [url, { body: { receipt: 'x' } }, 401, 'receipt_invalid'],
    [url, { body: {}, headers: { origin: 'http://evil.test' } }, 403, 'not_allowed'],
    [url, { body: { code: 'x'.repeat(20_000) } }, 413, 'too_large'],
    [url, {}, 401, 'receipt_invalid'],
    [url, { headers: { 'usher-receipt': 'a.b.c' } }, 401, 'receipt_invalid'],
    [url, { headers: elsewhere }, 401, 'receipt_invalid'],
    [url, { method: 'DELETE' }, 401, 'receipt_invalid'],
    [`${url}/claim`, { body: {} }, 401, 'receipt_invalid'],
    [`${url}/claim`, { body: { secret: 1 } }, 422, 'invalid_request'],
    [`${gateway.url}/api/sales/${other.slug}/line`, { headers: elsewhere }, 401, 'secret_required'],
    [url, { method: 'PUT', body: {} }, 404, 'not_found'],
  ];
  for (const [address, asked, status, code] of cases) {
    const { said, headers } = await ask(address, asked);
    expect([address, asked, said]).toEqual([address, asked, expect.objectContaining({ status, code })]);
    expect(headers.get('content-type')).toBe('application/problem+json');
  }
  expect((await ask(url, { body: {}, headers: { origin: publicOrigin } })).said).toMatchObject({
    place: { number: 1 },
  });
});

test('LIN-35: over HTTP nobody asks for the reserve list with what only names them', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const url = `${gateway.url}/api/sales/${sale.slug}/line`;
  const { secret, secretHash } = newSecret();
  await ask(url, { body: { secretHash } });
  const witness = gateway.visitor(sale.slug);
  await witness.join();
  await setFree(stores.db, sale.saleId, 0);
  await sale.change({ state: 'soldOut' });
  await witness.hear('place', ({ state }) => state === 'soldOut');
  const wish = { email: 'thief@example.test', language: 'en', secretHash };
  const listed = async () => await stores.db.selectFrom('reserve_entry').select('contact_sealed').execute();
  expect((await ask(`${url}/reserve`, { body: wish })).said).toMatchObject({
    status: 401,
    code: 'secret_required',
  });
  expect(await listed()).toEqual([]);

  const mine = { ...wish, email: 'me@example.test', secret };
  expect((await ask(`${url}/reserve`, { body: mine })).said).toMatchObject({
    place: { state: 'reserve', reserveNumber: 1 },
  });
  const before = await listed();
  for (const body of [wish, { ...wish, email: null }, { ...wish, secret: newSecret().secret }])
    expect((await ask(`${url}/reserve`, { body })).said).toMatchObject({ code: 'secret_required' });
  expect(await listed()).toEqual(before);

  const newcomer = newSecret();
  const headers = { 'usher-secret': newcomer.secret };
  const asked = { ...wish, secretHash: newcomer.secretHash };
  expect((await ask(`${url}/reserve`, { body: asked, headers })).said).toMatchObject({
    place: { state: 'reserve', reserveNumber: 2 },
  });
});

test('GWY-17: while the line is away the answer is busy, with a time to come back', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  await stores.redis.hset(`sale:{${sale.saleId}}:meta`, 'status', 'rebuilding');
  const { said, headers } = await ask(`${gateway.url}/api/sales/${sale.slug}/line`, { body: {} });
  expect(said).toMatchObject({ status: 503, code: 'busy' });
  expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
});
