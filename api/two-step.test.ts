/** The second step of signing in: turning it on, what opens a sign-in and what does not, and who takes it off. */
import { expect } from 'vitest';
import { openTestApi, type TestApi, test } from '../test/api.ts';
import { readAccessToken } from '../tokens/access-token.ts';
import { totpCodeAt } from '../tokens/totp.ts';

const STEP_MS = 30_000;
const email = 'owner@house.test';

const login = (api: TestApi, totp?: string, password = api.password) =>
  api.ask('POST', '/api/auth/login', { json: { email, password, ...(totp !== undefined && { totp }) } });

/** Turns it on at this moment; the code of this step is used up by it. */
async function turnOn(api: TestApi, token: string, nowMs: number) {
  const begun = await api.ask('POST', '/api/staff/me/two-step', { token, json: { password: api.password } });
  const { secret, uri } = begun.body as { secret: string; uri: string };
  const json = { totp: totpCodeAt(secret, nowMs) };
  const confirmed = await api.ask('POST', '/api/staff/me/two-step/confirm', { token, json });
  return { secret, uri, confirmed, recoveryCodes: confirmed.body.recoveryCodes as string[] };
}

test('STF-1: it is on once a code has shown that the authenticator holds the secret, which is kept sealed', async ({
  stores,
  db,
}) => {
  const nowMs = Date.now();
  await using api = await openTestApi(stores, { clock: () => nowMs });
  const token = await api.tokenOf('owner');
  const elsewhere = (await login(api)).body.accessToken;
  const wrongPassword = { token, json: { password: 'not the right one' } };
  expect((await api.ask('POST', '/api/staff/me/two-step', wrongPassword)).status).toBe(401);
  const { body: begun } = await api.ask('POST', '/api/staff/me/two-step', {
    token,
    json: { password: api.password },
  });
  expect(begun.uri).toMatch(/^otpauth:\/\/totp\/Usher.*secret=/);
  // Begun is not on: without a code everything goes on as before.
  expect((await login(api)).status).toBe(200);
  const wrong = { token, json: { totp: '000000' } };
  expect((await api.ask('POST', '/api/staff/me/two-step/confirm', wrong)).body.code).toBe('code_invalid');

  const json = { totp: totpCodeAt(begun.secret, nowMs) };
  const confirmed = await api.ask('POST', '/api/staff/me/two-step/confirm', { token, json });
  expect(confirmed.status).toBe(200);
  expect(new Set(confirmed.body.recoveryCodes).size).toBe(8);
  const state = await api.ask('GET', '/api/staff/me/two-step', { token });
  expect(state.body).toMatchObject({ isOn: true, recoveryCodesLeft: 8 });
  // Whoever had signed in with the password alone is out; who turned it on goes on.
  expect((await api.ask('GET', '/api/me', { token: elsewhere })).status).toBe(401);
  const row = await db.selectFrom('staff').selectAll().where('email', '=', email).executeTakeFirstOrThrow();
  expect(row.totp_sealed).not.toContain(begun.secret);
  const kept = await db.selectFrom('staff_recovery_code').selectAll().execute();
  expect(JSON.stringify(kept)).not.toContain(confirmed.body.recoveryCodes[0]);
  const audit = await api.ask('GET', '/api/staff/audit?about=people', { token });
  expect(audit.body.items.map(({ act }: { act: string }) => act)).toContain('staff.twoStep.on');
});

test('STF-2: a code of this step or of one beside it signs in once; without one, the answer is that of a wrong password', async ({
  stores,
}) => {
  let nowMs = Date.UTC(2031, 0, 1, 12);
  await using api = await openTestApi(stores, { clock: () => nowMs, attemptsMax: 100 });
  const token = await api.tokenOf('owner');
  const { secret } = await turnOn(api, token, nowMs);
  const at = (steps: number) => totpCodeAt(secret, nowMs + steps * STEP_MS);

  const wrongPassword = await login(api, at(1), 'not the right one');
  for (const totp of [undefined, '', '000000', 'abc', at(0), at(-1), at(-2), at(2)]) {
    const answer = await login(api, totp);
    expect([totp, answer.status, answer.body]).toEqual([totp, 401, wrongPassword.body]);
  }
  expect((await login(api, at(1))).status).toBe(200);
  expect((await login(api, at(1))).status).toBe(401);
  nowMs += 5 * STEP_MS;
  // Of many who show the same code at once, one is in.
  const many = await Promise.all(Array.from({ length: 5 }, () => login(api, at(0))));
  expect(many.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
  nowMs += 5 * STEP_MS;
  expect((await login(api, ` ${at(-1).slice(0, 3)} ${at(-1).slice(3)}`)).status).toBe(200);
});

test('STF-2: a recovery code signs in once, and is journaled', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const { recoveryCodes } = await turnOn(api, token, Date.now());
  const [first = '', second = ''] = recoveryCodes;
  const both = await Promise.all([login(api, first), login(api, first.toLowerCase())]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect((await login(api, second)).status).toBe(200);
  const state = await api.ask('GET', '/api/staff/me/two-step', { token });
  expect(state.body.recoveryCodesLeft).toBe(6);
  const { body } = await api.ask('GET', '/api/staff/audit', { token });
  expect(body.items.filter(({ act }: { act: string }) => act === 'staff.twoStep.recovery')).toHaveLength(2);
});

test('STF-2: wrong codes are counted by member, wherever they come from, and the answer never says so', async ({
  stores,
}) => {
  let nowMs = Date.UTC(2031, 0, 1, 12);
  await using api = await openTestApi(stores, { clock: () => nowMs, attemptsMax: 3 });
  const { secret } = await turnOn(api, await api.tokenOf('owner'), nowMs);
  const from = (address: string, totp: string) =>
    api.ask('POST', '/api/auth/login', {
      json: { email, password: api.password, totp },
      headers: { 'x-forwarded-for': address },
    });
  const first = await from('192.0.2.1', '000000');
  for (const n of [2, 3]) expect((await from(`192.0.2.${n}`, '000000')).status).toBe(401);
  const right = totpCodeAt(secret, nowMs + STEP_MS);
  const locked = await from('192.0.2.4', right);
  expect([locked.status, locked.body]).toEqual([401, first.body]);
  nowMs += 61_000;
  expect((await from('192.0.2.5', totpCodeAt(secret, nowMs))).status).toBe(200);
});

test('STF-3: where it is required, owners and operators get nowhere without it, and cannot turn it off', async ({
  stores,
}) => {
  const nowMs = Date.now();
  await using api = await openTestApi(stores, { clock: () => nowMs, twoStep: 'require' });
  const token = await api.tokenOf('owner');
  const refused = await api.ask('GET', '/api/staff/audit', { token });
  expect(refused).toMatchObject({ status: 403, body: { code: 'two_step_required' } });
  expect((await api.ask('GET', '/api/me', { token })).body.mustTurnOnTwoStep).toBe('now');
  // Whoever else reads tokens of the staff, as the live figures do, takes this one for none.
  await expect(readAccessToken(api.ring, token, nowMs)).rejects.toThrow('not_signed_in');
  // Support is asked for nothing.
  const support = await api.tokenOf('support');
  expect((await api.ask('GET', '/api/staff/orders', { token: support })).status).toBe(200);
  const { secret } = await turnOn(api, token, nowMs);
  expect((await api.ask('GET', '/api/staff/audit', { token })).status).toBe(200);
  const json = { password: api.password, totp: totpCodeAt(secret, nowMs + STEP_MS) };
  const off = await api.ask('DELETE', '/api/staff/me/two-step', { token, json });
  expect(off).toMatchObject({ status: 403, body: { code: 'two_step_required' } });
});

test('STF-3: it goes off with password and code; an owner takes it off for a colleague, who is signed out and told', async ({
  stores,
  db,
}) => {
  const nowMs = Date.now();
  await using api = await openTestApi(stores, { clock: () => nowMs, twoStep: 'warn' });
  const token = await api.tokenOf('owner');
  expect((await api.ask('GET', '/api/me', { token })).body.mustTurnOnTwoStep).toBe('soon');
  const { secret } = await turnOn(api, token, nowMs);
  const off = (json: object) => api.ask('DELETE', '/api/staff/me/two-step', { token, json });
  expect((await off({ password: api.password })).status).toBe(401);
  const totp = totpCodeAt(secret, nowMs + STEP_MS);
  expect((await off({ password: 'not the right one', totp })).status).toBe(401);
  expect((await off({ password: api.password, totp })).status).toBe(204);
  expect((await login(api)).status).toBe(200);

  const operatorId = await api.hire('operator');
  const operator = (await api.signIn('operator@house.test')).body.accessToken;
  await turnOn(api, operator, nowMs);
  const reset = (who: string, id: string) =>
    api.ask('POST', `/api/staff/people/${id}/two-step/reset`, { token: who, json: { reason: 'lost phone' } });
  expect((await reset(operator, operatorId)).status).toBe(403);
  expect((await reset(token, operatorId)).status).toBe(204);
  expect((await api.ask('GET', '/api/me', { token: operator })).status).toBe(401);
  expect((await api.signIn('operator@house.test')).status).toBe(200);
  const letters = await db.selectFrom('outbox').select('payload').execute();
  expect(letters.map(({ payload }) => payload.kind)).toEqual(['two_step_reset']);
  const { body } = await api.ask('GET', '/api/staff/audit', { token });
  expect(body.items).toContainEqual(
    expect.objectContaining({ act: 'staff.twoStep.reset', reason: 'lost phone' }),
  );
});
