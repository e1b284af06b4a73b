/** How an answer comes back through the gateway (GWY-22): whole where it is small, as it comes where it is not. */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { openTestGateway, test } from '../../test/gateway.ts';
import { openApi, register } from '../../test/stand-in-api.ts';

test('GWY-22: a small answer arrives in one piece, with its length, however the API sends it', async ({
  stores,
}) => {
  await using api = await openApi((_, response) => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': 11 });
    response.write('{"ok":', () => response.end('true}'));
  });
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const { hostname, port } = new URL(gateway.url);
  const connection = net.connect(Number(port), hostname);
  connection.write('POST /api/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}');
  const [first] = await once(connection, 'data');
  connection.destroy();
  const [head = '', body] = String(first).split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 201 /);
  expect(head).toContain('content-length: 11');
  expect(head).not.toMatch(/transfer-encoding/i);
  expect(body).toBe('{"ok":true}');
});

test('GWY-22: an answer without a body stays one', async ({ stores }) => {
  await using api = await openApi(({ method, url }, response) => {
    if (method === 'HEAD') return void response.writeHead(200, { 'content-length': 5_000 }).end();
    const status = Number(url.split('?')[1]);
    response.writeHead(status, status === 303 ? { location: '/there', 'content-length': 0 } : {}).end();
  });
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const head = await fetch(`${gateway.url}/api/sales`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '5000']);
  for (const status of [204, 303, 304]) {
    const answer = await fetch(`${gateway.url}/api/sales?${status}`, { redirect: 'manual' });
    expect([answer.status, await answer.text()]).toEqual([status, '']);
  }
});

test('GWY-22: what is long, or of unknown length, goes on as it comes', async ({ stores }) => {
  const length = 300_000;
  let goOn = () => {};
  await using api = await openApi(({ url }, response) => {
    response.writeHead(200, url.endsWith('?long') ? { 'content-length': length } : {});
    response.write('first');
    goOn = () => response.end('x'.repeat(length - 5));
  });
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  for (const query of ['long', 'unknown']) {
    const { body } = await fetch(`${gateway.url}/api/orders?${query}`);
    const parts = (body ?? new ReadableStream()).getReader();
    const { value } = await parts.read();
    expect(Buffer.from(value).toString()).toBe('first'); // The API has not sent more yet.
    goOn();
    let came = value.length;
    for (let next = await parts.read(); !next.done; next = await parts.read()) came += next.value.length;
    expect(came).toBe(length);
  }
});

test('GWY-22: who reads slowly keeps the API waiting, and gets all of it', async ({ stores }) => {
  const length = 64 * 1_048_576;
  let isSent = false;
  await using api = await openApi(({ url }, response) => {
    if (url === '/api/sales') return void response.end('{}');
    response.writeHead(200, { 'content-length': length }).on('finish', () => {
      isSent = true;
    });
    Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(1_048_576))).pipe(response);
  });
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const [slow] = (await once(http.get(`${gateway.url}/api/export`), 'response')) as [http.IncomingMessage];
  // Others are served meanwhile, in more time than all of it would take.
  for (let sent = 0; sent < 200; sent += 1) await (await fetch(`${gateway.url}/api/sales`)).text();
  expect(isSent).toBe(false);
  let came = 0;
  for await (const part of slow) came += (part as Buffer).length;
  expect([came, isSent]).toEqual([length, true]);
});

test('GWY-22: an API that dies in the middle of an answer', async ({ stores }) => {
  const dying = ({ url }: { url: string }, response: http.ServerResponse) => {
    response.writeHead(200, { 'content-length': url.endsWith('?long') ? 300_000 : 100 });
    response.write('the beginning', () => response.destroy());
  };
  await using api = await openApi(dying);
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const ask = (query: string, method: string) => fetch(`${gateway.url}/api/orders?${query}`, { method });

  // Nothing of a small answer was told yet: the visitor hears that it is to be tried again, not half of it.
  const half = await ask('small', 'POST');
  expect(half.headers.get('retry-after')).toBeTruthy();
  expect(await half.json()).toMatchObject({ status: 503, code: 'busy' });
  // What was begun cannot be taken back: it breaks off, and nobody takes it for the whole.
  const long = await ask('long', 'GET');
  expect(long.status).toBe(200);
  await expect(long.text()).rejects.toThrow();

  await using other = await openApi();
  await register(stores.db, 'api-2', other.url);
  await gateway.tick();
  const statuses = [];
  for (let sent = 0; sent < 4; sent += 1) statuses.push((await ask('small', 'GET')).status);
  expect(statuses).toEqual([200, 200, 200, 200]);
  expect(other.heard.length).toBeGreaterThan(0);
});

test('GWY-22: a visitor who hangs up in the middle of an answer ends the work behind it', async ({
  stores,
}) => {
  const ended = Promise.withResolvers<boolean>();
  await using api = await openApi((_, response) => {
    response.on('close', () => ended.resolve(response.writableFinished)).write('the beginning');
  });
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const impatient = new AbortController();
  const { body } = await fetch(`${gateway.url}/api/orders`, { signal: impatient.signal });
  await body?.getReader().read();
  impatient.abort();
  expect(await ended.promise).toBe(false);
});
