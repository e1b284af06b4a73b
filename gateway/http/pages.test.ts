/** Pages by their addresses, how they are kept and packed, and what stands around them (GWY-20). */

import { hash } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestGateway, test } from '../../test/gateway.ts';
import { cookieVisitor } from './visitor-cookie.ts';

test('GWY-20: every page has its address, and what is none says so in words', async ({ stores }) => {
  await using gateway = await openTestGateway(stores);
  const pages = {
    '/': 'sales',
    '/sales/night': 'sale',
    '/sales/night/line': 'waiting',
    '/sales/night/checkout': 'checkout',
    '/orders/ord_1?payment=pay_1': 'order',
    '/basket': 'basket',
    '/wishlist': 'basket',
    '/tickets': 'tickets',
    '/transfer/trf_1': 'transfer',
    '/scanner': 'scanner',
    '/scanner/night': 'scanner',
    '/staff': 'ops-staff',
    '/staff/join': 'ops-staff',
    '/ops': 'ops-list',
    '/ops/night': 'ops',
  };
  for (const [address, name] of Object.entries(pages)) {
    const response = await fetch(`${gateway.url}${address}`);
    expect([address, response.status]).toEqual([address, 200]);
    expect(await response.text()).toContain(`This is the page ${name}.`);
  }
  for (const lost of [
    '/nothing',
    '/sales.html',
    '/.sources',
    '/assets/none.js',
    '/assets/../../package.json',
    '/%00',
  ]) {
    const response = await fetch(`${gateway.url}${lost}`, { headers: { 'accept-language': 'ko' } });
    expect([lost, response.status]).toEqual([lost, 404]);
    const text = await response.text();
    expect(text).toContain('찾을 수 없어요');
    // Its one sheet is the one that its policy lets in.
    const sheet = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
    const allowed = `style-src 'sha256-${hash('sha256', sheet, 'base64')}'`;
    expect(response.headers.get('content-security-policy')).toContain(allowed);
  }
  const wayOn = async (lost: string) =>
    /href="([^"]*)">All sales/.exec(await (await fetch(gateway.url + lost)).text());
  expect((await wayOn('/nothing'))?.[1]).toBe('/');
  for (const lost of ['/staff/settings', '/ops/a/b']) expect((await wayOn(lost))?.[1]).toBe('/ops');
  expect((await fetch(`${gateway.url}/`, { method: 'POST' })).status).toBe(405);
  const head = await fetch(`${gateway.url}/`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('GWY-20: pages are asked for each time, assets kept for ever, both packed once', async ({ stores }) => {
  await using gateway = await openTestGateway(stores);
  const page = await fetch(`${gateway.url}/`);
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const etag = page.headers.get('etag') ?? '';
  const again = await fetch(`${gateway.url}/`, { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);

  const asset = `${gateway.url}/assets/waiting-1f3a.js`;
  const plain = await fetch(asset, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers.get('cache-control')).toContain('immutable');
  expect(plain.headers.get('content-encoding')).toBeNull();
  const bytes = Buffer.from(await plain.arrayBuffer());
  expect(gunzipSync(await packed(gateway.url, '/assets/waiting-1f3a.js', 'gzip'))).toEqual(bytes);
  expect(brotliDecompressSync(await packed(gateway.url, '/assets/waiting-1f3a.js', 'br, gzip'))).toEqual(
    bytes,
  );
});

/** The body as it travels: fetch would unpack it. */
async function packed(url: string, path: string, accepted: string): Promise<Buffer> {
  const { hostname, port } = new URL(url);
  const connection = net.connect(Number(port), hostname);
  connection.end(
    `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: ${accepted}\r\nConnection: close\r\n\r\n`,
  );
  const parts: Buffer[] = [];
  connection.on('data', (part) => parts.push(part));
  await once(connection, 'close');
  const whole = Buffer.concat(parts);
  const end = whole.indexOf('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(whole.subarray(0, end).toString('latin1'))?.[1];
  return whole.subarray(end + 4, end + 4 + Number(length));
}

test('GWY-20: a page lets nothing in from elsewhere and names the server’s time', async ({ stores }) => {
  await using gateway = await openTestGateway(stores);
  const { headers } = await fetch(`${gateway.url}/sales/night/line`);
  const policy = headers.get('content-security-policy') ?? '';
  for (const part of [
    "default-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "connect-src 'self' ws: wss:",
  ]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(Math.abs(Date.parse(headers.get('date') ?? '') - Date.now())).toBeLessThan(60_000);
});

test('GWY-20: a new browser gets a visitor’s cookie, one that has it keeps it', async ({ stores }) => {
  await using gateway = await openTestGateway(stores);
  await using secure = await openTestGateway(stores, { PUBLIC_URL: 'https://usher.test' });
  const given = (await fetch(`${gateway.url}/`)).headers.get('set-cookie') ?? '';
  expect(given).toMatch(/^usher_visitor=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
  expect((await fetch(`${secure.url}/`)).headers.get('set-cookie')).toMatch(/; Secure$/);
  const cookie = given.split(';')[0] ?? '';
  expect(cookieVisitor(parseKeyRing(stores.keys), `x=1; ${cookie}`)).not.toBeNull();
  expect((await fetch(`${gateway.url}/`, { headers: { cookie } })).headers.get('set-cookie')).toBeNull();
  const forged = await fetch(`${gateway.url}/`, { headers: { cookie: `${cookie}x` } });
  expect(forged.headers.get('set-cookie')).not.toBeNull();
});

test('GWY-20: without built pages the start goes on and each page says what to do', async ({ stores }) => {
  await using gateway = await openTestGateway(stores, { PAGES_DIR: '/nowhere/at/all' });
  const response = await fetch(`${gateway.url}/`);
  expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm run build')]);
});

test('DOR-7: WebAssembly may run on the scanner’s page, and nothing else may that may not elsewhere', async ({
  stores,
}) => {
  await using gateway = await openTestGateway(stores);
  const policyOf = async (address: string) =>
    (await fetch(`${gateway.url}${address}`)).headers.get('content-security-policy') ?? '';
  const elsewhere = await policyOf('/orders/ord_1');
  expect(elsewhere).not.toMatch(/wasm|unsafe/);
  for (const address of ['/scanner', '/scanner/night'])
    expect(await policyOf(address)).toBe(`${elsewhere}; script-src 'self' 'wasm-unsafe-eval'`);
});
