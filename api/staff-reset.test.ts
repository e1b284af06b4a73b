/** A member of staff who has forgotten the password: a code by mail sets a new one, and nothing else changes. */
import { expect } from 'vitest';
import { systemChance } from '../runtime/chance.ts';
import { goodPassword, letterTo, signUp } from '../test/accounts.ts';
import { openTestApi, type TestApi, type TestStores, test } from '../test/api.ts';
import { newTotpSecret, sealTotp, totpCodeAt } from '../tokens/totp.ts';

const email = 'owner@house.test';
const newPassword = 'another long password';

const askCode = (api: TestApi, to: string, whose?: 'staff' | 'account') =>
  api.ask('POST', '/api/auth/password/reset/code', { json: { email: to, ...(whose && { whose }) } });
const reset = (api: TestApi, code: string | undefined, whose?: 'staff' | 'account') =>
  api.ask('POST', '/api/auth/password/reset', {
    json: { email, code, password: newPassword, ...(whose && { whose }) },
  });
const login = async (api: TestApi, password: string, totp?: string) =>
  (await api.ask('POST', '/api/auth/login', { json: { email, password, ...(totp && { totp }) } })).body;
const codeOf = async (api: TestApi, stores: TestStores, kind: string, to = email) =>
  (await letterTo(stores, api.ring, kind, to))?.code;

test('STF-10: a code by mail sets a member’s password, ends every sign-in, is journaled and told, and works once', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  for (const whose of ['staff', undefined] as const) {
    expect(await askCode(api, email, whose)).toMatchObject({ status: 202, body: '' });
    expect(await codeOf(api, stores, 'staff_reset_code')).toMatch(/^\d{6}$/);
  }
  const code = await codeOf(api, stores, 'staff_reset_code');
  // The page of accounts leaves out whose, as this does.
  expect((await reset(api, code)).status).toBe(204);
  expect((await reset(api, code)).body.code).toBe('code_invalid');
  expect((await api.ask('GET', '/api/me', { token })).status).toBe(401);
  expect((await login(api, api.password)).code).toBe('not_signed_in');
  expect((await login(api, newPassword)).staff).toMatchObject({ email, role: 'owner' });
  expect(await letterTo(stores, api.ring, 'staff_password_changed', email)).not.toBeNull();
  const acts = await stores.db
    .selectFrom('audit')
    .select('act')
    .where('act', 'like', 'staff.password%')
    .execute();
  expect(acts).toEqual([{ act: 'staff.password.reset' }]);
});

test('STF-10: the second step stays: a new password alone opens nothing', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const id = await api.hire('owner');
  const secret = newTotpSecret(systemChance);
  const sealed = sealTotp(api.ring, id, secret);
  await stores.db
    .updateTable('staff')
    .set({ totp_sealed: sealed, totp_since: new Date(), totp_step: 0 })
    .execute();
  await askCode(api, email, 'staff');
  expect((await reset(api, await codeOf(api, stores, 'staff_reset_code'), 'staff')).status).toBe(204);
  expect((await login(api, newPassword)).code).toBe('not_signed_in');
  expect((await login(api, newPassword, totpCodeAt(secret, Date.now()))).staff).toMatchObject({
    hasTwoStep: true,
  });
});

test('STF-10: who has an account at the same address has two passwords, and sets the one that was asked for', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  await api.hire('owner');
  await signUp(api, stores, email);
  await askCode(api, email);
  expect((await reset(api, await codeOf(api, stores, 'reset_code'))).status).toBe(204);
  expect((await login(api, newPassword)).account).toMatchObject({ email });
  expect((await login(api, api.password)).staff).toMatchObject({ email });
  await askCode(api, email, 'staff');
  expect((await reset(api, await codeOf(api, stores, 'staff_reset_code'), 'staff')).status).toBe(204);
  expect((await login(api, newPassword)).staff).toMatchObject({ email });
  expect((await login(api, goodPassword)).code).toBe('not_signed_in');
});

test('STF-10, ACT-2: who is not of the staff, or no longer, gets the same answer, and a letter that says so', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  await api.hire('owner');
  await api.hire('door');
  await stores.db.updateTable('staff').set({ withdrawn_at: new Date() }).where('role', '=', 'door').execute();
  const answers = [];
  for (const to of [email, 'door@house.test', 'nobody@example.com']) {
    const { status, body } = await askCode(api, to, 'staff');
    answers.push([status, body]);
    if (to !== email) expect(await letterTo(stores, api.ring, 'no_staff', to)).not.toBeNull();
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  // The code of a letter that shows none is worth nothing either.
  const code = await codeOf(api, stores, 'no_staff', 'door@house.test');
  const json = { email: 'door@house.test', code, password: newPassword, whose: 'staff' };
  expect((await api.ask('POST', '/api/auth/password/reset', { json })).body.code).toBe('code_invalid');
  expect((await api.signIn('door@house.test')).status).toBe(401);
});
