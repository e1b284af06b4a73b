/** The people of the house: coming by a letter, roles, going, and that the last owner stays. */
import { expect } from 'vitest';
import { letterTo } from '../test/accounts.ts';
import { contentsOf, openTestApi, type TestApi, type TestStores, test } from '../test/api.ts';

const password = 'a long enough password';
const invite = (api: TestApi, token: string, email: string, role = 'support') =>
  api.ask('POST', '/api/staff/people/invitations', { token, json: { email, role } });

async function letter(api: TestApi, stores: TestStores, email: string) {
  const found = await letterTo(stores, api.ring, 'staff_invitation', email);
  const { facts } = found as { facts: { invitation: string; code: string } };
  return facts;
}
const join = (api: TestApi, { invitation, code }: { invitation: string; code: string }, name = 'Jiwoo') =>
  api.ask('POST', '/api/auth/staff/join', { json: { invitation, code, name, password } });
const login = (api: TestApi, email: string) =>
  api.ask('POST', '/api/auth/login', { json: { email, password } });

test('STF-4, RUN-21: an invitation is good once and names nobody in clear, a newer one replaces it, and joining signs nobody in', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const email = 'jiwoo@house.test';
  const made = await invite(api, token, 'Jiwoo@House.test');
  expect(made).toMatchObject({ status: 201, body: { email, role: 'support' } });
  const old = await letter(api, stores, 'Jiwoo@House.test');
  expect(await contentsOf(db)).not.toContain(old.code);
  expect(await contentsOf(db)).not.toMatch(/jiwoo@/i);
  await invite(api, token, email, 'door');
  expect((await join(api, old)).body.code).toBe('code_invalid');
  const facts = await letter(api, stores, email);
  expect((await join(api, { ...facts, code: `${facts.code}x` })).status).toBe(403);
  const many = await Promise.all(Array.from({ length: 3 }, () => join(api, facts)));
  expect(many.map(({ status }) => status).sort()).toEqual([204, 403, 403]);
  expect(many.every(({ headers }) => headers.get('set-cookie') === null)).toBe(true);
  expect((await login(api, email)).body.staff).toMatchObject({ role: 'door', name: 'Jiwoo' });
  const { body } = await api.ask('GET', '/api/staff/audit?about=people', { token });
  const acts = body.items.map(({ act }: { act: string }) => act);
  expect(acts.filter((act: string) => /^staff\.(invite|join)$/.test(act))).toEqual([
    'staff.join',
    'staff.invite',
    'staff.invite',
  ]);
});

test('STF-4: one that is withdrawn or over opens nothing; a member who is invited again sets a password and no role', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const { body: first } = await invite(api, token, 'one@house.test');
  const path = `/api/staff/people/invitations/${first.id}/withdraw`;
  expect((await api.ask('POST', path, { token })).status).toBe(204);
  expect((await api.ask('POST', path, { token })).status).toBe(404);
  expect((await join(api, await letter(api, stores, 'one@house.test'))).status).toBe(403);
  await invite(api, token, 'two@house.test');
  await db
    .updateTable('staff_invitation')
    .set({ expires_at: new Date(0) })
    .where('ended_at', 'is', null)
    .execute();
  expect((await join(api, await letter(api, stores, 'two@house.test'))).status).toBe(403);
  expect((await api.ask('GET', '/api/staff/people/invitations', { token })).body.items).toEqual([]);

  const door = await api.tokenOf('door');
  await invite(api, token, 'door@house.test', 'owner');
  expect((await join(api, await letter(api, stores, 'door@house.test'))).status).toBe(204);
  expect((await api.ask('GET', '/api/me', { token: door })).status).toBe(401);
  expect((await login(api, 'door@house.test')).body.staff).toMatchObject({ role: 'door', name: 'door' });
});

test('STF-5: a role counts at once, and whoever is withdrawn is out at once, with refresh token and all', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const id = await api.hire('support');
  const signedIn = await api.signIn('support@house.test');
  const support = signedIn.body.accessToken;
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const change = (role: string) => api.ask('PATCH', `/api/staff/people/${id}`, { token, json: { role } });
  expect((await change('operator')).status).toBe(204);
  expect((await api.ask('GET', '/api/staff/audit', { token: support })).status).toBe(200);
  const withdraw = () =>
    api.ask('POST', `/api/staff/people/${id}/withdraw`, { token, json: { reason: 'left the house' } });
  expect((await withdraw()).status).toBe(204);
  expect((await api.ask('GET', '/api/staff/audit', { token: support })).status).toBe(401);
  const refresh = await api.ask('POST', '/api/auth/refresh', {
    headers: { cookie, origin: 'http://shop.test' },
  });
  expect(refresh.status).toBe(401);
  expect((await api.signIn('support@house.test')).status).toBe(401);
  expect((await withdraw()).status).toBe(404);
  const { body } = await api.ask('GET', '/api/staff/people', { token });
  expect(
    body.items.map(({ role, withdrawnAt }: { role: string; withdrawnAt: unknown }) => [
      role,
      withdrawnAt !== null,
    ]),
  ).toEqual([
    ['owner', false],
    ['operator', true],
  ]);
});

test('STF-6: the house never loses its last owner, also not where two withdraw each other at once', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const [oneId, one] = [await api.hire('owner'), (await api.signIn('owner@house.test')).body.accessToken];
  const path = `/api/staff/people/${oneId}`;
  const ask = { token: one, json: { role: 'door' } };
  expect((await api.ask('PATCH', path, ask)).body.code).toBe('last_owner');
  const reason = { reason: 'r' };
  expect((await api.ask('POST', `${path}/withdraw`, { token: one, json: reason })).body.code).toBe(
    'last_owner',
  );

  for (let round = 0; round < 8; round += 1) {
    const email = `owner${round}@house.test`;
    const ids = [oneId, await api.hire('owner', email)] as const;
    await db.updateTable('staff').set({ withdrawn_at: null, role: 'owner' }).where('id', 'in', ids).execute();
    const tokens = await Promise.all(
      ['owner@house.test', email].map(async (email) => (await api.signIn(email)).body.accessToken as string),
    );
    const acts = [
      api.ask('POST', `/api/staff/people/${ids[1]}/withdraw`, { token: tokens[0] ?? '', json: reason }),
      api.ask('PATCH', `/api/staff/people/${ids[0]}`, { token: tokens[1] ?? '', json: { role: 'support' } }),
    ];
    const statuses = (await Promise.all(acts)).map(({ status }) => status);
    const owners = await db
      .selectFrom('staff')
      .select('id')
      .where('role', '=', 'owner')
      .where('withdrawn_at', 'is', null)
      .execute();
    expect([statuses.includes(204), owners.length]).toEqual([true, 1]);
    await db.updateTable('staff').set({ withdrawn_at: new Date() }).where('id', '=', ids[1]).execute();
  }
});

test('STF-5: who was withdrawn comes back by no letter from before, neither their own nor one they sent', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const id = await api.hire('owner', 'second@house.test');
  const second = (await api.signIn('second@house.test')).body.accessToken;
  await invite(api, second, 'friend@house.test', 'owner');
  await invite(api, token, 'second@house.test', 'owner');
  await invite(api, token, 'other@house.test', 'door');
  const path = `/api/staff/people/${id}/withdraw`;
  expect((await api.ask('POST', path, { token, json: { reason: 'r' } })).status).toBe(204);
  for (const email of ['friend@house.test', 'second@house.test'])
    expect((await join(api, await letter(api, stores, email))).status).toBe(403);
  expect((await join(api, await letter(api, stores, 'other@house.test'))).status).toBe(204);

  const thirdId = await api.hire('owner', 'third@house.test');
  const third = (await api.signIn('third@house.test')).body.accessToken;
  await invite(api, third, 'more@house.test', 'owner');
  const json = { role: 'operator' };
  expect((await api.ask('PATCH', `/api/staff/people/${thirdId}`, { token, json })).status).toBe(204);
  expect((await join(api, await letter(api, stores, 'more@house.test'))).status).toBe(403);
});
