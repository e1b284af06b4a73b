/** `npm run owner`: the first owner, once; and a way back in for one who has lost every other. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { openPasswords } from '../api/passwords.ts';
import { staffByEmail } from '../db/staff.ts';
import { contentsOf, openTestApi, test } from '../test/api.ts';
import { scratchFolder } from '../test/scratch.ts';

async function owner(databaseUrl: string, ...args: string[]) {
  const env = { PATH: process.env.PATH, USHER_FOLDER: scratchFolder(), DATABASE_URL: databaseUrl };
  const run = promisify(execFile)(process.execPath, ['scripts/owner.ts', ...args], { env });
  return await run.then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code: code as number, said: `${stdout}${stderr}` }),
  );
}

test('API-20: the first owner gets a password that works; a house that has one gets no second', async ({
  db,
  databaseUrl,
}) => {
  const made = await owner(databaseUrl, 'Minseo@House.test');
  expect(made.code).toBe(0);
  const password = /Password (\S+)/.exec(made.said)?.[1] ?? '';
  const staff = await staffByEmail(db, 'minseo@house.test');
  expect(staff?.role).toBe('owner');
  expect(await openPasswords().matches(staff?.passwordHash ?? null, password)).toBe(true);

  const before = await contentsOf(db);
  const refused = await Promise.all([
    ...['other@house.test', 'minseo@house.test', '', 'nobody'].map((email) => owner(databaseUrl, email)),
    owner(databaseUrl, 'a@house.test', 'b@house.test'),
  ]);
  expect(refused.map(({ code }) => code)).toEqual([1, 1, 2, 2, 2]);
  const [nowhere, away] = await Promise.all([
    owner('', 'a@house.test'),
    owner('postgres://usher@127.0.0.1:1/usher', 'a@house.test'),
  ]);
  expect(nowhere).toMatchObject({ code: 2, said: expect.stringContaining('not running here') });
  expect(away).toMatchObject({ code: 1, said: expect.stringContaining('did not answer') });
  expect(await contentsOf(db)).toBe(before);
});

test('STF-11: an owner who has lost every way in gets a new one at the machine, and nobody else does', async ({
  stores,
}) => {
  const { db, databaseUrl } = stores;
  await using api = await openTestApi(stores, { twoStep: 'off' });
  const token = await api.tokenOf('owner');
  await api.tokenOf('support');
  await db
    .updateTable('staff')
    .set({ totp_sealed: 'sealed', totp_since: new Date() })
    .where('role', '=', 'owner')
    .execute();
  const before = await contentsOf(db);
  const refused = await Promise.all([
    owner(databaseUrl, '--reset', 'support@house.test'),
    owner(databaseUrl, '--reset'),
    owner(databaseUrl, '--forget', 'owner@house.test'),
  ]);
  expect(refused.map(({ code }) => code)).toEqual([1, 2, 2]);
  expect(await contentsOf(db)).toBe(before);

  const { code, said } = await owner(databaseUrl, '--reset', 'Owner@House.test');
  expect(code).toBe(0);
  const password = /Password (\S+)/.exec(said)?.[1] ?? '';
  expect((await api.ask('GET', '/api/me', { token })).status).toBe(401);
  expect((await api.signIn('owner@house.test')).status).toBe(401);
  const json = { email: 'owner@house.test', password };
  const signedIn = await api.ask('POST', '/api/auth/login', { json });
  expect(signedIn).toMatchObject({ status: 200, body: { staff: { role: 'owner', hasTwoStep: false } } });
  const lines = await db
    .selectFrom('audit')
    .select(['actor', 'act'])
    .where('actor', '=', 'owner-command')
    .execute();
  expect(lines.map(({ act }) => act).sort()).toEqual(['staff.reset', 'staff.twoStep.reset']);
});
