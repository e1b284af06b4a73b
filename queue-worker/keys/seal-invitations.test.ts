/** Invitations of before their addresses were sealed: good all the same, sealed by the sweep, and good afterwards. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { letterTo } from '../../test/accounts.ts';
import { contentsOf, openTestApi, test } from '../../test/api.ts';
import { testLog } from '../../test/stores.ts';
import { sealInvitations } from './seal-invitations.ts';

test('RUN-21, STF-4: an invitation in clear is listed, replaced and used as any other, and sealed by the sweep', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const { ring } = api;
  const token = await api.tokenOf('owner');
  const path = '/api/staff/people/invitations';
  const invite = (email: string) => api.ask('POST', path, { token, json: { email, role: 'door' } });
  const join = async (email: string) => {
    const found = await letterTo(stores, ring, 'staff_invitation', email);
    const { facts } = found as { facts: { invitation: string; code: string } };
    const json = { ...facts, role: undefined, by: undefined, name: 'J', password: 'a long enough password' };
    return (await api.ask('POST', '/api/auth/staff/join', { json })).status;
  };
  const shown = async () =>
    (await api.ask('GET', path, { token })).body.items.map(({ email }: { email: string }) => email).sort();
  /** As they were written before. */
  const clear = async (id: string, email: string) =>
    await sql`update staff_invitation set email = ${email}, email_sealed = null, email_index = null where id = ${id}`.execute(
      db,
    );
  for (const email of ['early@house.test', 'late@house.test', 'twice@house.test'])
    await clear((await invite(email)).body.id, email);
  expect(await shown()).toEqual(['early@house.test', 'late@house.test', 'twice@house.test']);
  expect(await join('early@house.test')).toBe(204);
  await invite('twice@house.test');
  expect(await shown()).toEqual(['late@house.test', 'twice@house.test']);

  await sealInvitations({ db, ring, log: testLog });
  await sealInvitations({ db, ring, log: testLog });
  expect(await shown()).toEqual(['late@house.test', 'twice@house.test']);
  expect(await contentsOf(db)).not.toContain('late@house.test');
  expect(await join('late@house.test')).toBe(204);
  const inClear = db.selectFrom('staff_invitation').select('id').where('email', 'is not', null);
  expect(await inClear.execute()).toEqual([]);
});

test('RUN-21: of two that are open for one address the one in clear is over once it is sealed', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const json = { email: 'twice@house.test', role: 'door' };
  const { body } = await api.ask('POST', '/api/staff/people/invitations', { token, json });
  await sql`
    insert into staff_invitation (id, email, role, code_digest, invited_by, expires_at)
    values ('inv_0', ${json.email}, 'door', 'd', 'staff:s', now() + interval '1 day')`.execute(db);
  await sealInvitations({ db, ring: api.ring, log: testLog });
  const rows = await db
    .selectFrom('staff_invitation')
    .select(['id', 'email', 'ended_because'])
    .orderBy('id')
    .execute();
  expect(rows).toEqual([
    { id: 'inv_0', email: null, ended_because: 'replaced' },
    { id: body.id, email: null, ended_because: null },
  ]);
});
