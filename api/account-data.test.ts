/** What the export of an account holds, and what is left of the person once the account is deleted. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { accountTables } from '../db/account-tables.ts';
import { clearAll } from '../queue-worker/retention/start.ts';
import { goodPassword, signUp } from '../test/accounts.ts';
import { openTestApi, test } from '../test/api.ts';
import { insertOrder } from '../test/paying.ts';
import { testLog } from '../test/stores.ts';
import { openContact } from '../tokens/sealed-contact.ts';

const email = 'minseo@example.com';

test('ACT-19: every table that names an account is one that the export and the end of an account know', async ({
  stores,
  db,
}) => {
  const { rows } = await sql<{ name: string }>`
    select distinct table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'account_id' order by 1`.execute(db);
  expect(Object.keys(accountTables).sort()).toEqual(['account', ...rows.map(({ name }) => name)].sort());

  await using api = await openTestApi(stores);
  const { accessToken: token } = (await signUp(api, stores, email)).body;
  const owner = await api.tokenOf('owner');
  await api.ask('POST', '/api/staff/accounts/flags', { token: owner, json: { email, reason: 'r' } });
  await api.ask('POST', '/api/me/flag/appeal', { token, json: { text: 'Not me.' } });
  const { body } = await api.ask('GET', '/api/me/export', { token });
  const parts = Object.values(accountTables).flatMap(({ exported }) =>
    typeof exported === 'string' ? [exported] : [],
  );
  expect(Object.keys(body)).toEqual(expect.arrayContaining(parts));
  expect(body.flags).toMatchObject([{ reason: 'r', appeal: 'Not me.' }]);
});

test('ACT-20: deleting erases the contact of orders that came to nothing, and keeps it where money was moved', async ({
  stores,
  db,
  keys,
}) => {
  await using api = await openTestApi(stores);
  const signedUp = (await signUp(api, stores, email)).body;
  const token = signedUp.accessToken;
  const accountId = signedUp.account.id;
  const states = ['lapsed', 'cancelled', 'cancelled', 'lapsed', 'paid', 'refunded'] as const;
  const orders = [];
  for (const state of states) orders.push((await insertOrder(db, { keys, state })).id);
  const [lapsed = '', declined = '', succeeded = '', pending = '', ...kept] = orders;
  await db.updateTable('order').set({ account_id: accountId }).execute();
  const pay = (order_id: string, state: 'declined' | 'succeeded' | 'pending') =>
    db
      .insertInto('payment')
      .values({ id: `pay_${order_id}`, order_id, provider: 'sandbox', state, amount: 1, currency: 'KRW' })
      .execute();
  await Promise.all([pay(declined, 'declined'), pay(succeeded, 'succeeded'), pay(pending, 'pending')]);

  const json = { password: goodPassword };
  expect((await api.ask('DELETE', '/api/me', { token, json })).status).toBe(204);
  const rows = await db.selectFrom('order').select(['id', 'contact_sealed', 'email_index']).execute();
  const erased = rows.filter((row) => openContact(api.ring, row.id, row.contact_sealed).email === '');
  expect(erased.map(({ id }) => id).sort()).toEqual([lapsed, declined].sort());
  expect(new Set(erased.map(({ email_index }) => email_index))).toEqual(new Set(['erased']));
  const others = rows.filter((row) => openContact(api.ring, row.id, row.contact_sealed).email !== '');
  expect(others.map(({ id }) => id).sort()).toEqual([succeeded, pending, ...kept].sort());
  const logins = await db.selectFrom('login').select(['device', 'ended_at']).execute();
  expect(logins).toEqual([{ device: '', ended_at: expect.any(Date) }]);
});

test('ACT-20: what was held or being paid when its account ended loses its contact once it comes to nothing', async ({
  stores,
  db,
  keys,
}) => {
  await using api = await openTestApi(stores);
  const { accessToken: token, account } = (await signUp(api, stores, email)).body;
  const make = async (state: 'held' | 'cancelled', accountId: string | null) => {
    const { id } = await insertOrder(db, { keys, state });
    await db.updateTable('order').set({ account_id: accountId }).where('id', '=', id).execute();
    return id;
  };
  const [held, bought, paying] = [
    await make('held', account.id),
    await make('held', account.id),
    await make('cancelled', account.id),
  ];
  const living = (await signUp(api, stores, 'other@example.com')).body.account.id;
  const others = [await make('cancelled', living), await make('cancelled', null)];
  const payment = { id: 'pay_1', order_id: paying, provider: 'sandbox', amount: 1, currency: 'KRW' };
  await db
    .insertInto('payment')
    .values({ ...payment, state: 'pending' })
    .execute();
  const round = async () => {
    await clearAll({ db, ring: api.ring, log: testLog, keptDays: 30 });
    const rows = await db.selectFrom('order').select(['id', 'contact_sealed', 'address_sealed']).execute();
    return rows
      .filter((row) => openContact(api.ring, row.id, row.contact_sealed).email === '')
      .map(({ id }) => id);
  };
  const become = (id: string, state: 'lapsed' | 'paid') =>
    db
      .updateTable('order')
      .set({ state, paid_at: state === 'paid' ? new Date() : null })
      .where('id', '=', id)
      .execute();

  const json = { password: goodPassword };
  expect((await api.ask('DELETE', '/api/me', { token, json })).status).toBe(204);
  expect(await round()).toEqual([]);
  await Promise.all([become(held, 'lapsed'), become(bought, 'paid')]);
  expect(await round()).toEqual([held]);
  await db.updateTable('payment').set({ state: 'cancelled' }).execute();
  expect((await round()).sort()).toEqual([held, paying].sort());
  const rows = await db
    .selectFrom('order')
    .select('email_index')
    .where('id', 'in', [bought, ...others])
    .execute();
  expect(rows.map(({ email_index }) => email_index)).toEqual(['index', 'index', 'index']);
});
