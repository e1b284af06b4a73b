/** Who may order: what a pass is worth, and what stands for it where none is needed. With a real writer. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { newId } from '../runtime/chance.ts';
import { systemClock } from '../runtime/clock.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { contentsOf, openTestApi, orderBody, test } from '../test/api.ts';
import { newEntryId, newKeys } from '../test/stores.ts';
import { signAccountToken } from '../tokens/access-token.ts';
import { secretHashOf, signPass } from '../tokens/pass.ts';
import { signVisitor } from '../tokens/visitor.ts';

const path = (sale: { slug: string }) => `/api/sales/${sale.slug}/orders`;
const key = (text: string) => ({ 'idempotency-key': text });
const secretOf = () => randomBytes(32).toString('base64url');
/** What the writer keeps for itself: its lease moves all the time. */
const writers = ['writer_lease'];

test('API-10: a pass that is missing, garbage, forged, of another sale, ended or without its secret buys nothing', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const [sale, otherSale] = [await api.makeSale(), await api.makeSale()];
  const secret = secretOf();
  const bound = await api.shopper(sale.id, secret);
  const elsewhere = await api.shopper(otherSale.id);
  const left = await api.shopper(sale.id);
  await db
    .updateTable('admission')
    .set({ state: 'ended', ended_at: new Date() })
    .where('id', '=', left.admissionId)
    .execute();
  const { visitorId, admissionId } = bound;
  const expiresAt = new Date(Date.now() + 60_000);
  const pass = { saleId: sale.id, visitorId, admissionId, secretHash: null, expiresAt };
  const stranger = { ...pass, visitorId: newEntryId() };
  const nobodys = { ...pass, admissionId: newId('adm') };
  const [header, , signature] = (bound.headers['usher-pass'] ?? '').split('.');
  const payload = Buffer.from(JSON.stringify({ sub: visitorId, sale: sale.id, adm: admissionId, exp: 9e9 }));
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'pass+jwt' })).toString('base64url');

  const tried: [what: string, headers: Record<string, string | undefined>, code: string][] = [
    ['none', {}, 'pass_required'],
    ['garbage', { 'usher-pass': 'abc' }, 'pass_invalid'],
    ['changed', { 'usher-pass': `${header}.${payload.toString('base64url')}.${signature}` }, 'pass_invalid'],
    ['unsigned', { 'usher-pass': `${none}.${payload.toString('base64url')}.` }, 'pass_invalid'],
    ['forged', { 'usher-pass': await signPass(parseKeyRing(newKeys()), pass) }, 'pass_invalid'],
    ['of another sale', elsewhere.headers, 'pass_invalid'],
    ['of an admission that ended', left.headers, 'pass_ended'],
    [
      'for another visitor than its admission',
      { 'usher-pass': await signPass(api.ring, stranger) },
      'pass_invalid',
    ],
    ['for an admission that never was', { 'usher-pass': await signPass(api.ring, nobodys) }, 'pass_invalid'],
    ['stolen', { 'usher-pass': bound.headers['usher-pass'] }, 'secret_required'],
    ['stolen, guessed', { ...bound.headers, 'usher-secret': secretOf() }, 'secret_required'],
    ['stolen, with the hash', { ...bound.headers, 'usher-secret': secretHashOf(secret) }, 'secret_required'],
  ];
  const before = await contentsOf(db, writers);
  for (const [what, headers, code] of tried) {
    const clean = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    const ask = {
      headers: { ...Object.fromEntries(clean), ...key(what.replaceAll(' ', '-')) },
      json: orderBody(sale),
    };
    const answer = await api.ask('POST', path(sale), ask);
    expect([what, answer.body.code]).toEqual([what, code]);
  }
  expect(await contentsOf(db, writers)).toBe(before);
  const right = { headers: { ...bound.headers, ...key('right') }, json: orderBody(sale) };
  expect((await api.ask('POST', path(sale), right)).status).toBe(201);
});

test('API-10: a shelf sale needs no pass, but a visitor who stays the same', async ({ stores }) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const sale = await api.makeSale({ mode: 'shelf', perVisitorMax: 2 });
  const place = (headers: Record<string, string>, name: string, email: string) => {
    const json = { ...orderBody(sale, 2), contact: { email, name: 'Minseo Han' } };
    return api.ask('POST', path(sale), { headers: { ...headers, ...key(name) }, json });
  };
  expect(await place({}, 'a', 'a@example.com')).toMatchObject({
    status: 401,
    body: { code: 'secret_required' },
  });
  const secret = { 'usher-secret': secretOf() };
  const cookie = { 'usher-visitor-proof': signVisitor(api.ring, 'edge', 'visitor-of-a-cookie') };
  const claimed = { 'usher-visitor': 'visitor-of-a-cookie', 'usher-visitor-proof': 'visitor-of-a-cookie' };
  expect(await place(claimed, 'a', 'a@example.com')).toMatchObject({ status: 401 });
  expect((await place(secret, 'a', 'a@example.com')).status).toBe(201);
  expect((await place(cookie, 'a', 'b@example.com')).status).toBe(201);
  const again = { status: 409, body: { code: 'limit_reached' } };
  expect(await place(secret, 'b', 'c@example.com')).toMatchObject(again);
  expect(await place(cookie, 'b', 'd@example.com')).toMatchObject(again);
  expect(await place({ 'usher-secret': secretOf() }, 'c', ' B@EXAMPLE.com')).toMatchObject(again);
});

test('API-10: a sale for accounts sells to accounts alone, with a line or without', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  for (const mode of ['line', 'shelf'] as const) {
    const sale = await api.makeSale({ mode, audience: 'accounts' });
    const who = mode === 'line' ? (await api.shopper(sale.id)).headers : { 'usher-secret': secretOf() };
    const ask = { headers: { ...who, ...key(mode) }, json: orderBody(sale) };
    const before = await contentsOf(db, writers);
    expect(await api.ask('POST', path(sale), ask)).toMatchObject({
      status: 401,
      body: { code: 'not_signed_in' },
    });
    expect(await contentsOf(db, writers)).toBe(before);
    const account = { accountId: newId('acc'), loginId: newId('log') };
    const { accessToken: token } = await signAccountToken(api.ring, account, systemClock());
    const placed = await api.ask('POST', path(sale), { ...ask, token });
    expect(placed.status).toBe(201);
    // The sign-in has ended meanwhile: the answer is the same.
    expect((await api.ask('POST', path(sale), ask)).body).toEqual(placed.body);
  }
});

test('API-10: what is sent by post needs an address, which is sealed like the contact', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const sale = await api.makeSale({ fulfilment: 'shipping' });
  const { headers } = await api.shopper(sale.id);
  const place = (json: unknown) =>
    api.ask('POST', path(sale), { headers: { ...headers, ...key('a') }, json });
  expect(await place(orderBody(sale))).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'address' }] },
  });
  const address = {
    recipient: 'Minseo',
    line1: '1 Harbour Road',
    city: 'Busan',
    postalCode: '48058',
    country: 'KR',
  };
  expect((await place({ ...orderBody(sale), address })).status).toBe(201);
  expect(await contentsOf(db)).not.toContain('Harbour');
});
