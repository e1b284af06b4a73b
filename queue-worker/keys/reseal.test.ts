/** A rotation, as the database and whoever holds a token see it. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { keepContact, openContact as openLineContact } from '../../db/line-contacts.ts';
import { putSealed, sealedOtherwise } from '../../db/reseal.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { kidOf, sealText } from '../../runtime/seal.ts';
import { withNewKey, withoutKey } from '../../scripts/launch/rotate-keys.ts';
import { sealedCounts, whyNeeded } from '../../scripts/sealed-counts.ts';
import { goodPassword, signUp } from '../../test/accounts.ts';
import { openTestApi, test } from '../../test/api.ts';
import { insertOrder } from '../../test/paying.ts';
import { newEntryId, testLog } from '../../test/stores.ts';
import { sealedColumns } from '../../tokens/sealed-columns.ts';
import { openContact } from '../../tokens/sealed-contact.ts';
import { totpCodeAt } from '../../tokens/totp.ts';
import { resealAll } from './reseal.ts';

const email = 'minseo@example.com';
const address = { recipient: 'A', line1: 'A', city: 'Busan', postalCode: '1', country: 'KR' };

test('ACT-16: every sealed column of the database is one that the sweep knows', async ({ db }) => {
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and column_name like '%sealed%' order by 1`.execute(db);
  const known = sealedColumns.map(({ table, column }) => `${table}.${column}`);
  expect(known.sort()).toEqual(rows.map(({ name }) => name));
});

test('ACT-15, ACT-16, ACT-17: after a rotation all is found, sealed anew and read; then the old key can go', async ({
  stores,
  db,
}) => {
  const old = parseKeyRing(stores.keys);
  const nowMs = Date.now();
  let token: string;
  let secret: string;
  let flagId: string;
  const order = await insertOrder(db, { keys: stores.keys });
  const entryId = newEntryId();
  await keepContact(db, old, { saleId: order.sale_id, entryId, email, language: 'en' });
  {
    await using api = await openTestApi(stores, { clock: () => nowMs });
    ({ accessToken: token } = (await signUp(api, stores, email, { phone: '+82101234567', address })).body);
    const owner = await api.tokenOf('owner');
    const { password } = api;
    secret = (await api.ask('POST', '/api/staff/me/two-step', { token: owner, json: { password } })).body
      .secret;
    const json = { totp: totpCodeAt(secret, nowMs) };
    await api.ask('POST', '/api/staff/me/two-step/confirm', { token: owner, json });
    const flag = { token: owner, json: { email, reason: 'r' } };
    flagId = (await api.ask('POST', '/api/staff/accounts/flags', flag)).body.id;
    await api.ask('POST', '/api/me/flag/appeal', { token, json: { text: 'Not me.' } });
  }
  // The letters are on their way, and need the key until they are out.
  const keys = withNewKey(stores.keys, 'next');
  const ring = parseKeyRing(keys);
  expect(ring.keys.map(({ kid }) => kid)).toEqual(['next', old.current.kid]);
  expect(whyNeeded(await sealedCounts(db), old.current.kid)).toContain('letters on their way');
  await db.updateTable('outbox').set({ done_at: new Date() }).execute();
  expect(whyNeeded(await sealedCounts(db), old.current.kid)).toMatch(/^\d+ texts are still sealed/);

  const deps = { db, ring, log: testLog };
  // Stopped after a row or two, and begun again: nothing is lost and nothing is done twice.
  const [column] = sealedColumns.filter(({ table }) => table === 'order');
  const [row] = column ? await sealedOtherwise(db, column, { kid: 'next', after: null, rows: 10 }) : [];
  if (!column || !row) throw new Error('the order is sealed with the old key');
  const changed = sealText(ring, JSON.stringify({ email, name: 'Changed meanwhile' }), `contact:${order.id}`);
  await db.updateTable('order').set({ contact_sealed: changed }).execute();
  expect(await putSealed(db, column, row, 'too late')).toBe(false);
  const stopped = new AbortController();
  stopped.abort();
  expect(await resealAll(deps, { signal: stopped.signal })).toBe(0);
  const done = await resealAll(deps, { restMs: 0, rows: 1 });
  expect(done).toBeGreaterThanOrEqual(6);
  expect(await resealAll(deps, { restMs: 0 })).toBe(0);
  expect(whyNeeded(await sealedCounts(db), old.current.kid)).toBeNull();

  const { ring: without } = withoutKey(keys, old.current.kid);
  const alone = parseKeyRing(without);
  const { contact_sealed } = await db.selectFrom('order').select('contact_sealed').executeTakeFirstOrThrow();
  expect(openContact(alone, order.id, contact_sealed).name).toBe('Changed meanwhile');
  const line = await db.selectFrom('line_contact').select('contact_sealed').executeTakeFirstOrThrow();
  expect(kidOf(line.contact_sealed)).toBe('next');
  expect(openLineContact(alone, order.sale_id, entryId, line.contact_sealed)).toBe(email);

  await using api = await openTestApi({ ...stores, keys: without }, { clock: () => nowMs });
  // What the old key signed is worth nothing at once; who it was is found as before.
  expect((await api.ask('GET', '/api/me', { token })).status).toBe(401);
  const login = await api.ask('POST', '/api/auth/login', { json: { email, password: goodPassword } });
  expect(login.body.account).toMatchObject({ email, phone: '+82101234567' });
  const mine = { token: login.body.accessToken };
  expect((await api.ask('GET', '/api/me/addresses', mine)).body.items).toMatchObject([{ city: 'Busan' }]);
  expect((await api.ask('GET', '/api/me/flag', mine)).body.flag).toMatchObject({
    id: flagId,
    appeal: 'Not me.',
  });
  const json = {
    email: 'owner@house.test',
    password: api.password,
    totp: totpCodeAt(secret, nowMs + 30_000),
  };
  expect((await api.ask('POST', '/api/auth/login', { json })).status).toBe(200);
});
