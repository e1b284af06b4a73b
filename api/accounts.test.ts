/** Accounts of buyers: signing up, in and out, passwords, the address book, export and deletion. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { cookieOf, goodPassword, letterTo, signUp } from '../test/accounts.ts';
import { contentsOf, openTestApi, orderBody, test } from '../test/api.ts';

const minseo = 'minseo@example.com';
const address = {
  recipient: 'Minseo Han',
  line1: '1 Harbour Road',
  city: 'Busan',
  postalCode: '48000',
  country: 'KR',
};

test('ACT-1: an account is made by who shows the code from the letter, once, and is signed in', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const made = await signUp(api, stores, minseo, { phone: '+821012345678', address });
  expect(made).toMatchObject({ status: 201, body: { account: { email: minseo, name: 'Minseo Han' } } });
  const token = made.body.accessToken;
  expect((await api.ask('GET', '/api/me', { token })).body).toMatchObject({ email: minseo });
  const signedIn = { email: minseo, password: goodPassword };
  expect(await api.ask('POST', '/api/auth/login', { json: signedIn })).toMatchObject({ status: 200 });

  const wrong = { email: 'other@example.com', code: '000000', password: goodPassword, name: 'Other' };
  expect((await api.ask('POST', '/api/auth/signup', { json: wrong })).body.code).toBe('code_invalid');
  expect(await signUp(api, stores, minseo)).toMatchObject({ status: 403 });
  const other = await signUp(api, stores, 'other@example.com', { phone: '+821012345678' });
  expect(other.body.code).toBe('account_taken');
  expect(await stores.db.selectFrom('account').selectAll().execute()).toHaveLength(1);
});

test('ACT-1: of five who use one code at once, one has an account', async ({ stores }) => {
  await using api = await openTestApi(stores);
  await api.ask('POST', '/api/auth/signup/code', { json: { email: minseo } });
  const code = (await letterTo(stores, api.ring, 'signup_code', minseo))?.code;
  const json = { email: minseo, code, password: goodPassword, name: 'Minseo Han' };
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => api.ask('POST', '/api/auth/signup', { json })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403, 403]);
});

test('ACT-2: the answer to a wish for a code does not say whether the address is known; a letter does', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  await signUp(api, stores, minseo);
  const ask = (path: string, email: string) => api.ask('POST', path, { json: { email, language: 'ko' } });
  for (const path of ['/api/auth/signup/code', '/api/auth/password/reset/code']) {
    const [known, unknown] = [await ask(path, minseo), await ask(path, 'nobody@example.com')];
    expect([known.status, known.body]).toEqual([202, '']);
    expect([unknown.status, unknown.body]).toEqual([202, '']);
  }
  const letters = await stores.db
    .selectFrom('outbox')
    .select(sql<string>`payload->>'kind'`.as('kind'))
    .orderBy('id')
    .execute();
  expect(letters.map(({ kind }) => kind)).toEqual([
    'signup_code',
    'welcome',
    'account_exists',
    'signup_code',
    'reset_code',
    'no_account',
  ]);
});

test('ACT-3: a code ends after five tries, and when a newer one was sent', async ({ stores }) => {
  await using api = await openTestApi(stores, { attemptsMax: 100 });
  const ask = async () => {
    await api.ask('POST', '/api/auth/signup/code', { json: { email: minseo } });
    return (await letterTo(stores, api.ring, 'signup_code', minseo))?.code ?? '';
  };
  const use = (code: string) =>
    api.ask('POST', '/api/auth/signup', {
      json: { email: minseo, code, password: goodPassword, name: 'Minseo Han' },
    });
  const first = await ask();
  const second = await ask();
  if (first !== second) expect((await use(first)).body.code).toBe('code_invalid');
  for (let tries = 0; tries < 5; tries += 1) await use(String(1_000_000 - Number(second)).slice(-6));
  expect((await use(second)).body.code).toBe('code_invalid');
  expect((await use(await ask())).status).toBe(201);
});

test('ACT-3: tries are counted over all codes of an address, so that new codes make guessing no cheaper', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { attemptsMax: 7 });
  const ask = async () => {
    await api.ask('POST', '/api/auth/password/reset/code', { json: { email: minseo } });
    return (await letterTo(stores, api.ring, 'reset_code', minseo))?.code ?? '';
  };
  const use = async (code: string) =>
    (
      await api.ask('POST', '/api/auth/password/reset', {
        json: { email: minseo, code, password: goodPassword },
      })
    ).body?.code;
  await signUp(api, stores, minseo);
  const wrongOf = (code: string) =>
    String(1_000_000 - Number(code))
      .slice(-6)
      .padStart(6, '1');
  const first = await ask();
  for (let tries = 0; tries < 5; tries += 1) expect(await use(wrongOf(first))).toBe('code_invalid');
  const second = await ask();
  for (let tries = 0; tries < 2; tries += 1) expect(await use(wrongOf(second))).toBe('code_invalid');
  expect(await use(second)).toBe('too_many_requests');
});

test('ACT-4: a new password ends every sign-in, the reset’s code works once', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const { accessToken: token } = (await signUp(api, stores, minseo)).body;
  const change = (password: string) =>
    api.ask('PUT', '/api/me/password', { token, json: { password, newPassword: 'another long password' } });
  expect((await change('not the right one')).status).toBe(401);
  expect((await change(goodPassword)).status).toBe(204);
  expect((await api.ask('GET', '/api/me', { token })).status).toBe(401);
  expect(await letterTo(stores, api.ring, 'password_changed', minseo)).not.toBeNull();

  await api.ask('POST', '/api/auth/password/reset/code', { json: { email: minseo } });
  const code = (await letterTo(stores, api.ring, 'reset_code', minseo))?.code;
  const reset = () =>
    api.ask('POST', '/api/auth/password/reset', {
      json: { email: minseo, code, password: 'a third long password' },
    });
  expect([(await reset()).status, (await reset()).status]).toEqual([204, 403]);
  const signIn = (password: string) =>
    api.ask('POST', '/api/auth/login', { json: { email: minseo, password } });
  expect((await signIn('another long password')).status).toBe(401);
  expect((await signIn('a third long password')).status).toBe(200);
});

test('ACT-5: sign-ins are listed, and end one by one or all; a refresh token shown twice ends its own', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const first = await signUp(api, stores, minseo);
  const second = await api.ask('POST', '/api/auth/login', {
    json: { email: minseo, password: goodPassword },
    headers: { 'user-agent': 'A phone' },
  });
  const token = first.body.accessToken;
  const list = (await api.ask('GET', '/api/me/sessions', { token })).body.items;
  expect(list).toMatchObject([{ device: 'A phone', isThis: false }, { isThis: true }]);
  expect((await api.ask('DELETE', `/api/me/sessions/${list[0].id}`, { token })).status).toBe(204);
  expect((await api.ask('GET', '/api/me', { token: second.body.accessToken })).status).toBe(401);

  const cookie = cookieOf(first);
  const refreshed = await api.ask('POST', '/api/auth/refresh', { headers: cookie });
  expect(refreshed).toMatchObject({ status: 200, body: { account: { email: minseo } } });
  await stores.db
    .updateTable('spent_refresh')
    .set({ spent_at: new Date(0) })
    .execute();
  expect((await api.ask('POST', '/api/auth/refresh', { headers: cookie })).status).toBe(401);
  expect((await api.ask('POST', '/api/auth/refresh', { headers: cookieOf(refreshed) })).status).toBe(401);
});

test('ACT-6: nothing that names a person stands in the tables as it was typed', async ({ stores }) => {
  await using api = await openTestApi(stores);
  await signUp(api, stores, minseo, { phone: '+821012345678', address });
  const kept = await contentsOf(stores.db);
  for (const word of [minseo, 'Minseo', '1012345678', 'Harbour', goodPassword])
    expect(kept).not.toContain(word);
});

test('ACT-7: the address book has one default, holds twenty, and is its owner’s alone', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const { accessToken: token } = (await signUp(api, stores, minseo, { address })).body;
  const { accessToken: stranger } = (await signUp(api, stores, 'other@example.com')).body;
  const add = (json: object) => api.ask('POST', '/api/me/addresses', { token, json });
  const made = await add({ ...address, city: 'Seoul', isDefault: true });
  expect(made).toMatchObject({ status: 201, body: { city: 'Seoul', isDefault: true } });
  const list = async () => (await api.ask('GET', '/api/me/addresses', { token })).body.items;
  expect((await list()).map((one: { isDefault: boolean }) => one.isDefault)).toEqual([true, false]);

  const path = `/api/me/addresses/${made.body.id}`;
  expect((await api.ask('PUT', path, { token: stranger, json: address })).status).toBe(404);
  expect((await api.ask('DELETE', path, { token: stranger })).status).toBe(404);
  expect((await api.ask('PUT', path, { token, json: { ...address, city: 'Jeju' } })).body.city).toBe('Jeju');
  expect((await api.ask('DELETE', path, { token })).status).toBe(204);
  expect(await list()).toMatchObject([{ city: 'Busan', isDefault: true }]);
  const many = await Promise.all(Array.from({ length: 22 }, () => add(address)));
  expect(many.filter(({ status }) => status === 201)).toHaveLength(19);
  expect(await list()).toHaveLength(20);
});

test('ACT-8, ACT-9: an order belongs to its account; the export has all, deleting erases the person', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const { accessToken: token } = (await signUp(api, stores, minseo, { address })).body;
  const { accessToken: stranger } = (await signUp(api, stores, 'other@example.com')).body;
  const sale = await api.makeSale();
  const shopper = await api.shopper(sale.id);
  const placed = await api.ask('POST', `/api/sales/${sale.slug}/orders`, {
    headers: { ...shopper.headers, 'idempotency-key': 'one' },
    token,
    json: orderBody(sale),
  });
  expect(placed.status).toBe(201);
  const mine = `/api/orders/${placed.body.id}`;
  expect((await api.ask('GET', mine, { token })).status).toBe(200);
  expect((await api.ask('GET', mine, { token: stranger })).status).toBe(404);
  expect((await api.ask('GET', '/api/me/orders', { token })).body.items).toHaveLength(1);
  expect((await api.ask('GET', '/api/me/orders', { token: stranger })).body.items).toEqual([]);
  expect((await api.ask('GET', '/api/me/export', { token })).body).toMatchObject({
    account: { email: minseo },
    addresses: [{ city: 'Busan' }],
    orders: [{ id: placed.body.id }],
  });

  const erase = (password: string) => api.ask('DELETE', '/api/me', { token, json: { password } });
  expect((await erase('not the right one')).status).toBe(401);
  expect((await erase(goodPassword)).status).toBe(204);
  expect((await api.ask('GET', '/api/me', { token })).status).toBe(401);
  const json = { email: minseo, password: goodPassword };
  expect((await api.ask('POST', '/api/auth/login', { json })).status).toBe(401);
  const row = await stores.db.selectFrom('account').selectAll().where('deleted_at', 'is not', null).execute();
  expect(row).toMatchObject([
    { email_index: null, email_sealed: null, name_sealed: null, password_hash: null },
  ]);
  expect(await stores.db.selectFrom('account_address').selectAll().execute()).toEqual([]);
  expect((await signUp(api, stores, minseo)).status).toBe(201);
});
