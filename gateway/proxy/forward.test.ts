/** What passes through the edge, to whom, and what does not (GWY-21, GWY-22, GWY-23). */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { expect } from 'vitest';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestGateway, test } from '../../test/gateway.ts';
import { openApi, register } from '../../test/stand-in-api.ts';
import { readVisitor, signVisitor } from '../../tokens/visitor.ts';
import { BODY_BYTES_MAX } from './body.ts';

test('GWY-21: who somebody is and where they come from is ours to say, and hop-by-hop headers end here', async ({
  stores,
}) => {
  await using api = await openApi((_, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.setHeader('x-hop', 'gone');
    response
      .writeHead(201, { connection: 'x-hop, close', 'content-type': 'application/json' })
      .end('{"ok":true}');
  });
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const ring = parseKeyRing(stores.keys);
  const cookie = `usher_visitor=${signVisitor(ring, 'cookie', 'visitor-1')}; other=1`;
  const { hostname, port } = new URL(gateway.url);
  const request = http.request({
    ...{ hostname, port, method: 'POST', path: '/api/orders?x=%2F&y=1' },
    headers: {
      ...{
        'X-Forwarded-For': '1.2.3.4',
        'x-forwarded-host': 'evil',
        Forwarded: 'for=1.2.3.4',
        'X-Real-IP': '1.2.3.4',
      },
      ...{ 'CF-Connecting-IP': '1.2.3.4', 'Usher-Visitor': 'somebody-else', 'usher-visitor-proof': 'x' },
      ...{ TE: 'trailers', 'Proxy-Authorization': 'x', 'x-mine': 'stays', 'x-listed': 'gone' },
      ...{ connection: 'x-listed', cookie, 'usher-pass': 'a pass', authorization: 'Bearer x' },
    },
  });
  request.end(' {"raw" :1}\n');
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const part of response) text += part;

  expect([response.statusCode, text]).toEqual([201, '{"ok":true}']);
  expect(response.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  expect(response.headers['x-hop']).toBeUndefined();
  expect(response.headers['x-content-type-options']).toBe('nosniff');
  const [heard] = api.heard;
  expect(heard).toMatchObject({ method: 'POST', url: '/api/orders?x=%2F&y=1' });
  expect(heard?.body.toString()).toBe(' {"raw" :1}\n');
  const { headers = {} } = heard ?? {};
  expect(headers).toMatchObject({
    ...{ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'usher.test', 'x-forwarded-proto': 'http' },
    ...{ 'usher-visitor': 'visitor-1', 'x-mine': 'stays', 'usher-pass': 'a pass', authorization: 'Bearer x' },
  });
  expect(readVisitor(ring, 'edge', String(headers['usher-visitor-proof']))).toBe('visitor-1');
  const gone = ['forwarded', 'x-real-ip', 'cf-connecting-ip', 'te', 'proxy-authorization', 'x-listed'];
  expect(gone.filter((name) => name in headers)).toEqual([]);
});

test('GWY-21: without a cookie of ours nobody is vouched for; proxies in front are believed as told', async ({
  stores,
}) => {
  await using api = await openApi();
  await register(stores.db, 'api-1', api.url);
  await using direct = await openTestGateway(stores);
  await using behind = await openTestGateway(stores, { TRUST_PROXY_HOPS: '2' });
  const headers = {
    'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.1',
    'usher-visitor': 'forged',
    cookie: 'usher_visitor=a.b.c',
  };
  for (const { url } of [direct, behind]) await (await fetch(`${url}/api/sales`, { headers })).text();
  expect(api.heard.map((one) => one.headers['x-forwarded-for'])).toEqual(['127.0.0.1', '203.0.113.7']);
  expect(api.heard.map((one) => one.headers['usher-visitor'])).toEqual([undefined, undefined]);
});

test('GWY-22: live APIs take turns, and one that died is passed by without anybody noticing', async ({
  stores,
}) => {
  await using first = await openApi();
  await using second = await openApi();
  await register(stores.db, 'api-1', first.url);
  await register(stores.db, 'api-2', second.url);
  await using gateway = await openTestGateway(stores);
  const send = async (method: string) => (await fetch(`${gateway.url}/api/sales`, { method })).status;
  for (let sent = 0; sent < 6; sent += 1) await send('GET');
  expect([first.heard.length, second.heard.length]).toEqual([3, 3]);
  await first.close();
  for (let sent = 0; sent < 6; sent += 1) expect(await send(sent % 2 ? 'POST' : 'GET')).toBe(200);
  expect(second.heard).toHaveLength(9);
  // Out of the registry, it is asked no more; a new one is.
  await using third = await openApi();
  await register(stores.db, 'api-1', third.url);
  await gateway.tick();
  for (let sent = 0; sent < 4; sent += 1) await send('GET');
  expect(third.heard).toHaveLength(2);
});

test('GWY-22: without an API the answer is busy, with a time to come back', async ({ stores }) => {
  await using gateway = await openTestGateway(stores);
  const response = await fetch(`${gateway.url}/api/sales`);
  expect(await response.json()).toMatchObject({ status: 503, code: 'busy' });
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
});

test('GWY-22: what may have had an effect is not sent twice; a GET is', async ({ stores }) => {
  await using api = await openApi((_, response) => void response.destroy());
  await using other = await openApi();
  await register(stores.db, 'api-1', api.url);
  await register(stores.db, 'api-2', other.url);
  await using gateway = await openTestGateway(stores);
  const statuses = [];
  for (let sent = 0; sent < 4; sent += 1) statuses.push((await fetch(`${gateway.url}/api/sales`)).status);
  expect(statuses).toEqual([200, 200, 200, 200]);
  await using fresh = await openTestGateway(stores); // It has not yet seen that one of them is broken.
  const heardBefore = api.heard.length + other.heard.length;
  const answers = [];
  for (let sent = 0; sent < 6; sent += 1) {
    const answer = await fetch(`${fresh.url}/api/orders`, { method: 'POST', body: '{}' });
    answers.push(answer.status);
  }
  expect(answers).toContain(503);
  expect(api.heard.length + other.heard.length - heardBefore).toBe(6);
});

test('GWY-22: an API that hangs costs 3.5 s and an honest answer; a visitor who goes away ends the work', async ({
  stores,
}) => {
  const ended = Promise.withResolvers<void>();
  await using api = await openApi((_, response) => void response.on('close', () => ended.resolve()));
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const impatient = new AbortController();
  const gone = fetch(`${gateway.url}/api/slow`, { signal: impatient.signal }).catch(() => 'gone');
  await expect.poll(() => api.heard.length).toBe(1);
  impatient.abort();
  const abortedAt = performance.now();
  await ended.promise;
  expect(performance.now() - abortedAt).toBeLessThan(2_000);
  expect(await gone).toBe('gone');
  const startedAt = performance.now();
  const answer = await fetch(`${gateway.url}/api/slow`, { method: 'POST', body: '{}' });
  expect(await answer.json()).toMatchObject({ code: 'busy' });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('GWY-23: a body that is too long is refused before anybody behind hears of it', async ({ stores }) => {
  await using api = await openApi();
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const whole = await fetch(`${gateway.url}/api/orders`, {
    method: 'POST',
    body: Buffer.alloc(BODY_BYTES_MAX),
  });
  expect(whole.status).toBe(200);
  expect(api.heard[0]?.body.length).toBe(BODY_BYTES_MAX);

  const announced = await statusOf(gateway.url, `Content-Length: ${BODY_BYTES_MAX + 1}\r\n\r\n`);
  const piece = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  const counted = await statusOf(gateway.url, `Transfer-Encoding: chunked\r\n\r\n${piece.repeat(17)}`);
  expect([announced, counted]).toEqual([413, 413]);
  expect(api.heard).toHaveLength(1);
});

async function statusOf(url: string, rest: string): Promise<number> {
  const { hostname, port } = new URL(url);
  const connection = net.connect(Number(port), hostname);
  connection.on('error', () => {}); // Closed while we still send.
  connection.write(`POST /api/orders HTTP/1.1\r\nHost: x\r\n${rest}`);
  const [head] = await once(connection, 'data');
  connection.destroy();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(String(head))?.[1]);
}

test('GWY-22: the sandbox and the mail catcher are reached under their folders, where they are set up', async ({
  stores,
}) => {
  await using sandbox = await openApi();
  await using mail = await openApi();
  await using gateway = await openTestGateway(stores, {
    SANDBOX_URL: sandbox.url,
    MAIL_CATCHER_URL: mail.url,
  });
  await using bare = await openTestGateway(stores);
  await (
    await fetch(`${gateway.url}/sandbox/pay/pay_1?x=1`, { method: 'POST', body: 'outcome=succeed' })
  ).text();
  await (await fetch(`${gateway.url}/dev/mail/1`)).text();
  expect(sandbox.heard.map(({ url, body }) => [url, body.toString()])).toEqual([
    ['/pay/pay_1?x=1', 'outcome=succeed'],
  ]);
  expect(mail.heard.map(({ url }) => url)).toEqual(['/dev/mail/1']);
  for (const path of ['/sandbox/pay/1', '/dev/mail', '/dev/mailbox']) {
    expect((await fetch(`${bare.url}${path}`)).status).toBe(404);
  }
});
