/** What is cleared once it is not needed any more, and what is not. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { keepMailedCode } from '../../db/mailed-codes.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { signUp } from '../../test/accounts.ts';
import { openTestApi, test } from '../../test/api.ts';
import { insertSale } from '../../test/line.ts';
import { newEntryId, newKeys, testLog } from '../../test/stores.ts';
import { clearAll } from './start.ts';

const ring = parseKeyRing(newKeys());

test('ACT-18: contacts of a closed sale, old codes, letters and sign-ins go after their days, and not before', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const { accessToken: token } = (await signUp(api, stores, 'minseo@example.com')).body;
  const closed = await insertSale(db);
  const open = await insertSale(db);
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);
  const visitor = newEntryId();
  for (const sale_id of [closed, open]) {
    const entry = { sale_id, visitor_id: visitor, contact_sealed: 'k.sealed' };
    await db
      .insertInto('reserve_entry')
      .values({ ...entry, origin: 'soldOut', state: 'waiting', number: 1 })
      .execute();
    await db.insertInto('line_contact').values(entry).execute();
  }
  const code = { purpose: 'signup', emailIndex: 'x', codeHash: 'x' };
  await keepMailedCode(db, { ...code, subject: 'live' });
  await keepMailedCode(db, { ...code, subject: 'over' });
  await db
    .updateTable('email_code')
    .set({ expires_at: daysAgo(1) })
    .where('subject', '=', 'over')
    .execute();
  const left = async () => ({
    entries: (await db.selectFrom('reserve_entry').select(['sale_id', 'contact_sealed']).execute())
      .filter(({ contact_sealed }) => contact_sealed !== null)
      .map(({ sale_id }) => sale_id),
    contacts: (await db.selectFrom('line_contact').select('sale_id').execute()).map(({ sale_id }) => sale_id),
    codes: (await db.selectFrom('email_code').select('subject').execute()).map(({ subject }) => subject),
    letters: (await db.selectFrom('outbox').select('id').where(sql<boolean>`payload ? 'sealed'`).execute())
      .length,
    logins: (await db.selectFrom('login').select('id').execute()).length,
  });
  const close = (days: number) =>
    db
      .updateTable('sale')
      .set({ closed_at: daysAgo(days) })
      .where('id', '=', closed)
      .execute();
  const end = (days: number) =>
    db
      .updateTable('login')
      .set({ ended_at: daysAgo(days) })
      .execute();
  const send = (days: number) =>
    db
      .updateTable('outbox')
      .set({ done_at: daysAgo(days) })
      .execute();

  const all = await left();
  expect([all.letters > 0, all.logins]).toEqual([true, 1]);
  await Promise.all([close(29), end(29), send(29)]);
  await clearAll({ db, ring, log: testLog, keptDays: 30 });
  expect(await left()).toEqual({ ...all, codes: ['live'] });
  await Promise.all([close(31), end(31), send(31)]);
  await clearAll({ db, ring, log: testLog, keptDays: 30 });
  expect(await left()).toEqual({ entries: [open], contacts: [open], codes: ['live'], letters: 0, logins: 0 });
  // The rows that others count by are still there.
  expect(await db.selectFrom('reserve_entry').select('sale_id').execute()).toHaveLength(2);
  expect(await db.selectFrom('outbox').select('id').execute()).toHaveLength(all.letters);
  expect((await api.ask('GET', '/api/me', { token })).status).toBe(401);
});

test('RUN-38: words of a provider that an older version kept go at the next round; that they were heard stays', async ({
  db,
}) => {
  const event = { provider: 'stripe', event_id: 'evt_1', body: '{"email":"minseo@example.com"}' };
  await db.insertInto('webhook_inbox').values(event).execute();
  await clearAll({ db, ring, log: testLog, keptDays: 30 });
  expect(await db.selectFrom('webhook_inbox').select(['event_id', 'body']).execute()).toEqual([
    { event_id: 'evt_1', body: '' },
  ]);
});
