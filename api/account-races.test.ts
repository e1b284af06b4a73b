/** What happens to accounts and their sign-ins at the same moment, and what one sender may ask for. */
import { expect } from 'vitest';
import { accountByEmail, setPassword } from '../db/accounts.ts';
import { systemChance } from '../runtime/chance.ts';
import { blindIndex } from '../runtime/seal.ts';
import { goodPassword, letterTo, signUp } from '../test/accounts.ts';
import { openTestApi, orderBody, type TestApi, test } from '../test/api.ts';
import { openProved, openSignIn } from './open-sign-in.ts';

const email = 'minseo@example.com';

test('ACT-11: a token whose sign-in has ended orders nothing, although it still is good', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const { accessToken: token } = (await signUp(api, stores, email)).body;
  const sale = await api.makeSale();
  const order = async (key: string) => {
    const { headers } = await api.shopper(sale.id);
    const ask = { headers: { ...headers, 'idempotency-key': key }, token, json: orderBody(sale) };
    return await api.ask('POST', `/api/sales/${sale.slug}/orders`, ask);
  };
  await api.barred.refresh();
  expect((await order('one')).status).toBe(201);
  expect((await api.ask('POST', '/api/auth/logout', { token })).status).toBe(204);
  await api.barred.refresh();
  expect(await order('two')).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
});

test('ACT-12: a sign-in that was checked before a new password opens nothing after it', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  await signUp(api, stores, email);
  const account = await accountByEmail(db, blindIndex(api.ring, email));
  if (!account) throw new Error('the account is there');
  const c = { req: { header: () => undefined } } as never;
  const deps = { chance: systemChance };
  const open = () => db.transaction().execute((trx) => openProved(trx, deps, c, { account }));
  expect(await open()).not.toBeNull();
  await db.transaction().execute((trx) => setPassword(trx, account.id, 'another hash'));
  expect(await open()).toBeNull();
  // The control: without the second look it would be open.
  expect(await db.transaction().execute((trx) => openSignIn(trx, deps, c, { account }))).not.toBeNull();
});

test('ACT-12: however sign-ins and new passwords meet, none outlives the password it was opened with', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { attemptsMax: 1_000 });
  let { accessToken: token } = (await signUp(api, stores, email)).body;
  let password = goodPassword;
  for (let round = 0; round < 4; round += 1) {
    const newPassword = `${goodPassword} ${round}`;
    const login = { json: { email, password } };
    await Promise.all([
      ...Array.from({ length: 4 }, () => api.ask('POST', '/api/auth/login', login)),
      api.ask('PUT', '/api/me/password', { token, json: { password, newPassword } }),
    ]);
    const live = await db.selectFrom('login').select('id').where('ended_at', 'is', null).execute();
    expect(live).toEqual([]);
    password = newPassword;
    token = (await api.ask('POST', '/api/auth/login', { json: { email, password } })).body.accessToken;
  }
});

test('ACT-13: one sender asks for so many letters and no more, whomever they are to; others go on', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { codeAsksMax: 3 });
  await signUp(api, stores, email);
  const ask = (to: string, from: string) =>
    api.ask('POST', '/api/auth/password/reset/code', {
      json: { email: to },
      headers: { 'x-forwarded-for': from },
    });
  const asked = [];
  for (const to of [email, 'nobody@example.com', 'a@example.com', email, 'b@example.com'])
    asked.push((await ask(to, '192.0.2.1')).status);
  expect(asked).toEqual([202, 202, 202, 429, 429]);
  expect((await ask(email, '192.0.2.2')).status).toBe(202);
});

test('ACT-14: of two accounts that take one phone number at once, one has it', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const people = await Promise.all(
    ['a@example.com', 'b@example.com', 'c@example.com'].map(
      async (one) => (await signUp(api, stores, one)).body,
    ),
  );
  for (const phone of ['+82101234561', '+82101234562', '+82101234563', '+82101234564']) {
    const taken = await Promise.all(
      people.map(({ accessToken: token }) => api.ask('PATCH', '/api/me', { token, json: { phone } })),
    );
    expect(taken.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(taken.find(({ status }) => status === 409)?.body.code).toBe('account_taken');
  }
  const [first] = people;
  const signedUp = await Promise.all(
    ['d@example.com', 'e@example.com'].map((one) => signUp(api, stores, one, { phone: '+82109999999' })),
  );
  expect(signedUp.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(first).toBeDefined();
});

test('ACT-4, ACT-12: of two new passwords at once one is set; staff sets its own the same way', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { attemptsMax: 1_000 });
  const { accessToken: token } = (await signUp(api, stores, email)).body;
  const change = (token: string, password: string, newPassword: string) =>
    api.ask('PUT', '/api/me/password', { token, json: { password, newPassword } });
  const both = await Promise.all(
    ['one', 'two'].map((n) => change(token, goodPassword, `${goodPassword} ${n}`)),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([204, 401]);

  const door = await api.tokenOf('door');
  expect((await change(door, 'not the right one', goodPassword)).status).toBe(401);
  expect((await change(door, api.password, goodPassword)).status).toBe(204);
  expect((await api.ask('GET', '/api/me', { token: door })).status).toBe(401);
  expect((await api.signIn('door@house.test')).status).toBe(401);
  const json = { email: 'door@house.test', password: goodPassword };
  expect((await api.ask('POST', '/api/auth/login', { json })).status).toBe(200);
  const owner = await api.tokenOf('owner');
  const { body } = await api.ask('GET', '/api/staff/audit?about=people', { token: owner });
  expect(body.items.map(({ act }: { act: string }) => act)).toContain('staff.password');
});

/** Every turn at Argon2id is taken, and so is every place to wait for one, as long as `work` takes. */
async function whileBusy<T>(passwords: TestApi['passwords'], work: () => Promise<T>): Promise<T> {
  let isOver = false;
  const keep = async (): Promise<void> => {
    while (!isOver) await passwords.hash('another one');
  };
  const others = Array.from({ length: 52 }, keep);
  try {
    return await work();
  } finally {
    isOver = true;
    await Promise.all(others);
  }
}

test('ACT-1, ACT-21: a code is not used up by an answer that says to try again', async ({ stores }) => {
  await using api = await openTestApi(stores);
  await signUp(api, stores, 'other@example.com', { phone: '+821012345678' });
  await api.ask('POST', '/api/auth/signup/code', { json: { email } });
  const code = (await letterTo(stores, api.ring, 'signup_code', email))?.code;
  const signUpWith = (more: object = {}) =>
    api.ask('POST', '/api/auth/signup', {
      json: { email, code, password: goodPassword, name: 'Minseo Han', ...more },
    });
  // More often than there are tries: a right code costs none.
  await whileBusy(api.passwords, async () => {
    for (let times = 0; times < 6; times += 1) expect((await signUpWith()).body.code).toBe('busy');
  });
  expect((await signUpWith({ phone: '+821012345678' })).body.code).toBe('account_taken');
  expect((await signUpWith()).status).toBe(201);
  expect((await signUpWith()).body.code).toBe('code_invalid');

  await api.ask('POST', '/api/auth/password/reset/code', { json: { email } });
  const resetCode = (await letterTo(stores, api.ring, 'reset_code', email))?.code;
  const json = { email, code: resetCode, password: 'another long password' };
  const reset = () => api.ask('POST', '/api/auth/password/reset', { json });
  expect((await whileBusy(api.passwords, reset)).body.code).toBe('busy');
  expect((await reset()).status).toBe(204);
  expect((await reset()).body.code).toBe('code_invalid');
});

/** Answers the codes, or 200, of who asks for other numbers, one after the other. */
async function askForPhones(api: TestApi, token: string, phones: readonly string[], from = '192.0.2.1') {
  const headers = { 'x-forwarded-for': from };
  const answers = [];
  for (const phone of phones) {
    const { status, body } = await api.ask('PATCH', '/api/me', { token, headers, json: { phone } });
    answers.push(status === 200 ? status : body.code);
  }
  return answers;
}
const phoneNo = (no: number) => `+8210000000${no}`;
const phoneNos = [1, 2, 3, 4, 5, 6].map(phoneNo);

test('ACT-23: how often an account may ask for phone numbers is bounded, be they free or taken', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { attemptsMax: 4 });
  await signUp(api, stores, 'other@example.com', { phone: phoneNo(2) });
  const { accessToken: token } = (await signUp(api, stores, email)).body;
  const asked = await askForPhones(api, token, phoneNos);
  expect(asked).toEqual([200, 'account_taken', 200, 200, 'too_many_requests', 'too_many_requests']);
  // What is no question costs nothing: its own number, as the page sends it with every change, and none at all.
  const json = { name: 'Seo', phone: phoneNo(4) };
  expect(await api.ask('PATCH', '/api/me', { token, json })).toMatchObject({ status: 200, body: json });
  expect(await api.ask('PATCH', '/api/me', { token, json: { phone: null } })).toMatchObject({ status: 200 });
  const over = await api.ask('PATCH', '/api/me', { token, json: { phone: phoneNo(5) } });
  expect(over).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('ACT-23: a sender with several accounts asks for no more phone numbers than with one', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { codeAsksMax: 3 });
  const people = [];
  for (const one of ['a@example.com', 'b@example.com'])
    people.push((await signUp(api, stores, one)).body.accessToken);
  const [a, b] = people;
  expect(await askForPhones(api, a, phoneNos.slice(0, 2))).toEqual([200, 200]);
  expect(await askForPhones(api, b, phoneNos.slice(2, 4))).toEqual([200, 'too_many_requests']);
  expect(await askForPhones(api, b, phoneNos.slice(4), '192.0.2.2')).toEqual([200, 200]);
  // Signing up asks the same question.
  const headers = { 'x-forwarded-for': '192.0.2.1' };
  await api.ask('POST', '/api/auth/signup/code', { json: { email } });
  const code = (await letterTo(stores, api.ring, 'signup_code', email))?.code;
  const json = { email, code, password: goodPassword, name: 'Minseo Han' };
  const sign = (more: object) => api.ask('POST', '/api/auth/signup', { headers, json: { ...json, ...more } });
  expect((await sign({ phone: phoneNo(7) })).body.code).toBe('too_many_requests');
  expect((await sign({})).status).toBe(201);
});

test('ACT-1: how often somebody with a code may ask for a phone number that is taken is bounded', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { attemptsMax: 4 });
  await signUp(api, stores, 'other@example.com', { phone: '+821012345678' });
  await api.ask('POST', '/api/auth/signup/code', { json: { email } });
  const code = (await letterTo(stores, api.ring, 'signup_code', email))?.code;
  const json = { email, code, password: goodPassword, name: 'Minseo Han', phone: '+821012345678' };
  const codes = [];
  for (let times = 0; times < 6; times += 1)
    codes.push((await api.ask('POST', '/api/auth/signup', { json })).body.code);
  expect(codes).toEqual([
    ...Array.from({ length: 4 }, () => 'account_taken'),
    'too_many_requests',
    'too_many_requests',
  ]);
});
