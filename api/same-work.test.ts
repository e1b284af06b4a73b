/**
 * What is not told by an answer is not told by the work for it either: the statements and the passwords that are computed
 * are the same for every address. Times are not compared: on a busy machine they say nothing.
 */
import { expect, vi } from 'vitest';
import { signUp } from '../test/accounts.ts';
import { openTestApi, type TestApi, type TestStores, test } from '../test/api.ts';
import { noteStatements } from '../test/note-statements.ts';
import { totpCodeAt } from '../tokens/totp.ts';

/** What the request sent to PostgreSQL, how many passwords it computed, and what it was told. */
async function workOf(
  notes: ReturnType<typeof noteStatements>,
  api: TestApi,
  path: string,
  json: Readonly<Record<string, string>>,
) {
  const matching = vi.spyOn(api.passwords, 'matches');
  const hashing = vi.spyOn(api.passwords, 'hash');
  let told: unknown;
  const statements = await notes.during(async () => {
    const { status, body } = await api.ask('POST', path, { json });
    told = [status, body];
  });
  const passwords = [matching.mock.calls.length, hashing.mock.calls.length];
  vi.restoreAllMocks();
  return { statements: [...statements].sort(), passwords, told };
}

/** Addresses of all kinds; `nobody` has none of them. */
async function people(api: TestApi, stores: TestStores) {
  const member = async (email: string) => {
    await api.hire('owner', email);
    return (await api.signIn(email)).body.accessToken as string;
  };
  await signUp(api, stores, 'account@example.com');
  await member('staff@house.test');
  await member('both@house.test');
  await signUp(api, stores, 'both@house.test');
  const token = await member('careful@house.test');
  const two = { token, json: { password: api.password } };
  const { secret } = (await api.ask('POST', '/api/staff/me/two-step', two)).body;
  const code = { token, json: { totp: totpCodeAt(secret, Date.now()) } };
  expect((await api.ask('POST', '/api/staff/me/two-step/confirm', code)).status).toBe(200);
  const gone = await signUp(api, stores, 'gone@example.com');
  const bye = { token: gone.body.accessToken, json: { password: 'a long enough password' } };
  expect((await api.ask('DELETE', '/api/me', bye)).status).toBe(204);
  return [
    'account@example.com',
    'staff@house.test',
    'both@house.test',
    'careful@house.test',
    'gone@example.com',
  ];
}

test('ACT-22, API-4: signing in is refused after the same work, whoever the address is and whatever was wrong', async ({
  stores,
  databaseUrl,
}) => {
  await using notes = noteStatements(databaseUrl);
  await using api = await openTestApi({ ...stores, db: notes.db }, { attemptsMax: 100 });
  const known = await people(api, stores);
  const refused = (json: Readonly<Record<string, string>>) => workOf(notes, api, '/api/auth/login', json);
  const unknown = await refused({ email: 'nobody@example.com', password: 'not the right one' });
  expect(unknown.told).toMatchObject([401, { code: 'not_signed_in' }]);
  expect(unknown.statements).toHaveLength(2);
  expect(unknown.passwords).toEqual([2, 0]);
  for (const email of known)
    expect([email, await refused({ email, password: 'not the right one' })]).toEqual([email, unknown]);
  // A right password without its code, or with a wrong one, is no other work than a wrong password.
  const careful = { email: 'careful@house.test', password: api.password };
  for (const totp of ['', '000000', 'abc'])
    expect([totp, await refused({ ...careful, totp })]).toEqual([totp, unknown]);
  // A right one is no work in vain.
  expect((await refused({ email: 'staff@house.test', password: api.password })).passwords).toEqual([1, 0]);
  expect(
    (await refused({ email: 'account@example.com', password: 'a long enough password' })).passwords,
  ).toEqual([1, 0]);
});

test('ACT-2: asking for a code is the same work, whoever the address is', async ({ stores, databaseUrl }) => {
  await using notes = noteStatements(databaseUrl);
  await using api = await openTestApi({ ...stores, db: notes.db }, { attemptsMax: 100 });
  const known = await people(api, stores);
  for (const path of ['/api/auth/signup/code', '/api/auth/password/reset/code']) {
    const unknown = await workOf(notes, api, path, { email: 'nobody@example.com' });
    expect(unknown.told).toEqual([202, '']);
    expect(unknown.statements).toEqual(expect.arrayContaining(['begin', 'commit']));
    for (const email of known)
      expect([path, email, await workOf(notes, api, path, { email })]).toEqual([path, email, unknown]);
  }
});

test('ACT-2: a code that is wrong is refused after the same work, whoever the address is', async ({
  stores,
  databaseUrl,
}) => {
  await using notes = noteStatements(databaseUrl);
  await using api = await openTestApi({ ...stores, db: notes.db }, { attemptsMax: 100 });
  const known = await people(api, stores);
  const wrong = { code: 'abcdef', password: 'another long password' };
  for (const [path, more] of [
    ['/api/auth/signup', { name: 'A' }],
    ['/api/auth/password/reset', {}],
  ] as const)
    for (const wasAsked of [false, true]) {
      const tried = async (email: string) => {
        if (wasAsked) await api.ask('POST', `${path}/code`, { json: { email } });
        return await workOf(notes, api, path, { email, ...wrong, ...more });
      };
      const unknown = await tried('nobody@example.com');
      expect(unknown.told).toMatchObject([403, { code: 'code_invalid' }]);
      expect(unknown.passwords).toEqual([0, 0]);
      for (const email of known) expect([path, email, await tried(email)]).toEqual([path, email, unknown]);
    }
});
