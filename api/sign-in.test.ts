/** Signing in, going on, signing out: tokens, cookies, whose page asks, and how often one may guess. */
import { expect } from 'vitest';
import { parseKeyRing } from '../runtime/keyring.ts';
import {
  type Answer,
  contentsOf,
  openTestApi,
  origin,
  type TestApi,
  type TestStores,
  test,
} from '../test/api.ts';
import { newKeys } from '../test/stores.ts';
import { ACCESS_MS, signAccessToken } from '../tokens/access-token.ts';

const cookieOf = (answer: Answer): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const refresh = (api: TestApi, cookie: string, from: Record<string, string> = { origin }) =>
  api.ask('POST', '/api/auth/refresh', { headers: { cookie, ...from } });

test('API-4: signing in gives a token for a quarter of an hour and a cookie that no script reads', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const id = await api.hire('operator');
  const answer = await api.signIn(' Operator@HOUSE.test');
  expect(answer).toMatchObject({ status: 200, body: { staff: { id, role: 'operator' } } });
  expect(Math.abs(new Date(answer.body.expiresAt).getTime() - Date.now() - ACCESS_MS)).toBeLessThan(5_000);
  expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/api\/auth; HttpOnly; SameSite=Strict$/);
  expect(await contentsOf(db)).not.toContain(cookieOf(answer).split('=')[1]);
  const me = await api.ask('GET', '/api/me', { token: answer.body.accessToken });
  const more = { hasTwoStep: false, mustTurnOnTwoStep: 'no' };
  expect(me.body).toEqual({ id, email: 'operator@house.test', name: 'operator', role: 'operator', ...more });
});

test('API-4: a token that is over, forged, of another kind or of a login that ended is nobody’s', async ({
  stores,
}) => {
  let nowMs = Date.now();
  await using api = await openTestApi(stores, { clock: () => nowMs });
  const token = await api.tokenOf('owner');
  const me = (token: string) => api.ask('GET', '/api/me', { token }).then(({ status }) => status);
  expect(await me(token)).toBe(200);
  const { body } = await api.signIn('owner@house.test');
  const who = { kind: 'staff', staffId: body.staff.id, role: 'owner', loginId: 'log_none' } as const;
  expect(await me((await signAccessToken(api.ring, who, nowMs)).accessToken)).toBe(401);
  expect(await me((await signAccessToken(parseKeyRing(newKeys()), who, nowMs)).accessToken)).toBe(401);
  nowMs += ACCESS_MS + 1_000;
  expect(await me(token)).toBe(401);
});

test('API-4: a role that was taken away, or a sign-out, counts at once', async ({ stores, db }) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const audit = () => api.ask('GET', '/api/staff/audit', { token }).then(({ status }) => status);
  expect(await audit()).toBe(200);
  await db.updateTable('staff').set({ role: 'door' }).execute();
  expect(await audit()).toBe(403);
  expect((await api.ask('POST', '/api/auth/logout', { token })).status).toBe(204);
  expect(await audit()).toBe(401);
  expect((await api.ask('POST', '/api/auth/logout')).status).toBe(204);
});

/** As if the grace for a second tab were over. */
const afterTheGrace = (db: TestStores['db']) =>
  db
    .updateTable('spent_refresh')
    .set({ spent_at: new Date(0) })
    .execute();

test('API-4: a refresh token is handed on each time, and an old one ends the sign-in for both who hold it', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  await api.hire('owner');
  const first = cookieOf(await api.signIn('owner@house.test'));
  const elsewhere = await api.signIn('owner@house.test');
  const refreshed = await refresh(api, first);
  expect(refreshed.status).toBe(200);
  const second = cookieOf(refreshed);
  expect(second).not.toBe(first);
  await afterTheGrace(db);
  expect((await refresh(api, first)).status).toBe(401);
  const afterwards = await refresh(api, second);
  expect(afterwards).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
  expect(await api.ask('GET', '/api/me', { token: refreshed.body.accessToken })).toMatchObject({
    status: 401,
  });
  // Another sign-in of the same person is none of it.
  expect((await refresh(api, cookieOf(elsewhere))).status).toBe(200);
});

test('ACT-10: two tabs that refresh at once, or again after a lost answer, hold the same successor and stay in', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  await api.hire('owner');
  let cookie = cookieOf(await api.signIn('owner@house.test'));
  for (let round = 0; round < 5; round += 1) {
    const tabs = await Promise.all(Array.from({ length: 4 }, () => refresh(api, cookie)));
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(tabs.map(cookieOf)).size).toBe(1);
    cookie = cookieOf(tabs[0] as Answer);
  }
  const logins = await db.selectFrom('login').select('ended_at').execute();
  expect(logins).toEqual([{ ended_at: null }]);
});

test('ACT-10: an old one is a theft as soon as its successor was used, or the moment is over', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  await api.hire('owner');
  const first = cookieOf(await api.signIn('owner@house.test'));
  const second = cookieOf(await refresh(api, first));
  const third = cookieOf(await refresh(api, second));
  expect((await refresh(api, first)).status).toBe(401);
  expect((await refresh(api, third)).status).toBe(401);

  const other = cookieOf(await api.signIn('owner@house.test'));
  const next = cookieOf(await refresh(api, other));
  await afterTheGrace(db);
  expect((await refresh(api, other)).status).toBe(401);
  expect((await refresh(api, next)).status).toBe(401);
});

test('API-4: signing out everywhere ends every sign-in of that person, and of nobody else', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const other = await api.tokenOf('support');
  await api.hire('owner');
  const [here, there] = [await api.signIn('owner@house.test'), await api.signIn('owner@house.test')];
  expect((await api.ask('POST', '/api/auth/logout-all', { token: here.body.accessToken })).status).toBe(204);
  expect((await api.ask('GET', '/api/me', { token: there.body.accessToken })).status).toBe(401);
  expect((await refresh(api, cookieOf(there))).status).toBe(401);
  expect((await api.ask('GET', '/api/me', { token: other })).status).toBe(200);
});

test('API-4: a page of another origin, or a caller that names none, cannot use the cookie', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  await api.hire('owner');
  const cookie = cookieOf(await api.signIn('owner@house.test'));
  const before = await contentsOf(db);
  for (const foreign of [
    'http://evil.test',
    `${origin}.evil.test`,
    `${origin}:8080`,
    'null',
    'https://shop.test',
  ]) {
    expect(await refresh(api, cookie, { origin: foreign })).toMatchObject({
      status: 403,
      body: { code: 'not_allowed' },
    });
    const out = await api.ask('POST', '/api/auth/logout', { headers: { cookie, origin: foreign } });
    expect(out.status).toBe(403);
  }
  expect(await refresh(api, cookie, {})).toMatchObject({ status: 401 });
  expect((await api.ask('POST', '/api/auth/logout', { headers: { cookie } })).status).toBe(204);
  expect(await contentsOf(db)).toBe(before);
  expect((await refresh(api, cookie)).status).toBe(200);
});

test('API-4: an unknown address and a wrong password get the same answer, and guessing ends soon', async ({
  stores,
}) => {
  let nowMs = Date.now();
  const options = { attemptsMax: 3, clock: () => nowMs };
  await using api = await openTestApi(stores, options);
  await api.hire('owner');
  const guess = (email: string, password: string, address = '') =>
    api.ask('POST', '/api/auth/login', {
      json: { email, password },
      headers: { 'x-forwarded-for': address },
    });
  const [wrong, unknown] = [await guess('owner@house.test', 'x'), await guess('nobody@house.test', 'x')];
  expect(wrong.body).toEqual(unknown.body);
  expect(wrong.status).toBe(401);

  // A right one in between makes the budget whole; then three wrong ones, all at once, use it up.
  expect((await guess('owner@house.test', api.password)).status).toBe(200);
  const guesses = await Promise.all(Array.from({ length: 6 }, () => guess('owner@house.test', 'x')));
  expect(guesses.map(({ status }) => status).sort()).toEqual([401, 401, 401, 429, 429, 429]);
  const refused = await guess('OWNER@house.test', api.password);
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  // Somebody who guesses elsewhere does not lock the owner out here.
  expect((await guess('owner@house.test', api.password, '192.0.2.7')).status).toBe(200);
  nowMs += 61_000;
  expect((await guess('owner@house.test', api.password)).status).toBe(200);
});

test('ACT-5: staff sees its own sign-ins too, which of them is this one, and ends another', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('support');
  const other = (await api.signIn('support@house.test')).body.accessToken;
  await api.tokenOf('owner');
  const list = async () => (await api.ask('GET', '/api/me/sessions', { token })).body.items;
  const [newer, this_] = await list();
  expect([newer, this_]).toMatchObject([{ isThis: false }, { isThis: true }]);
  expect((await api.ask('DELETE', `/api/me/sessions/${newer.id}`, { token })).status).toBe(204);
  expect(await list()).toEqual([this_]);
  expect((await api.ask('GET', '/api/me', { token: other })).status).toBe(401);
});
