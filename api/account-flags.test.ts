/** Flags on accounts: what one stops, what its owner is told, the appeal, and the answer. */
import { expect } from 'vitest';
import { letterTo, signUp } from '../test/accounts.ts';
import { contentsOf, openTestApi, orderBody, type TestApi, test } from '../test/api.ts';

const email = 'minseo@example.com';
const flag = (api: TestApi, token: string, to = email) =>
  api.ask('POST', '/api/staff/accounts/flags', {
    token,
    json: { email: to, reason: 'forty tickets resold' },
  });
const answer = (api: TestApi, token: string, id: string, decision: string) =>
  api.ask('POST', `/api/staff/accounts/flags/${id}/answer`, {
    token,
    json: { decision, answer: 'we have looked' },
  });

test('STF-7: a flagged account orders in no sale for accounts, and knows why; elsewhere it does', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const { accessToken: buyer } = (await signUp(api, stores, email)).body;
  const token = await api.tokenOf('support');
  const owner = await api.tokenOf('owner');
  const members = await api.makeSale({ audience: 'accounts' });
  const open = await api.makeSale();
  const order = async (sale: typeof open, key: string) => {
    const { headers } = await api.shopper(sale.id);
    const ask = { headers: { ...headers, 'idempotency-key': key }, token: buyer, json: orderBody(sale) };
    return await api.ask('POST', `/api/sales/${sale.slug}/orders`, ask);
  };
  const shopper = await api.shopper(members.id);
  const before = {
    headers: { ...shopper.headers, 'idempotency-key': 'before' },
    ...{ token: buyer, json: orderBody(members) },
  };
  const placed = await api.ask('POST', `/api/sales/${members.slug}/orders`, before);
  expect(placed.status).toBe(201);

  expect((await api.ask('GET', '/api/me/flag', { token: buyer })).body).toEqual({ flag: null });
  const made = await flag(api, token);
  expect(made).toMatchObject({ status: 201, body: { state: 'flagged', reason: 'forty tickets resold' } });
  await api.barred.refresh();
  expect(await order(members, 'after')).toMatchObject({ status: 403, body: { code: 'account_flagged' } });
  // What was answered before is answered again: the stored answer wins.
  expect((await api.ask('POST', `/api/sales/${members.slug}/orders`, before)).body.id).toBe(placed.body.id);
  expect((await order(open, 'elsewhere')).status).toBe(201);

  const mine = await api.ask('GET', '/api/me/flag', { token: buyer });
  expect(mine.body.flag).toMatchObject({ state: 'flagged', reason: 'forty tickets resold' });
  expect(await letterTo(stores, api.ring, 'account_flagged', email)).toMatchObject({
    facts: { reason: 'forty tickets resold' },
  });
  expect((await flag(api, token)).body.code).toBe('flag_settled');
  expect((await flag(api, token, 'nobody@example.com')).status).toBe(404);
  expect((await answer(api, token, made.body.id, 'lift')).status).toBe(403);
  expect((await answer(api, owner, made.body.id, 'lift')).status).toBe(200);
  await api.barred.refresh();
  expect((await order(members, 'again')).status).toBe(201);
});

test('STF-8: one appeal, sealed and bounded; it is kept or lifted with an answer, by letter and in the journal', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const { accessToken: buyer } = (await signUp(api, stores, email)).body;
  const { accessToken: stranger } = (await signUp(api, stores, 'other@example.com')).body;
  const owner = await api.tokenOf('owner');
  const appeal = (token: string, text = 'They were for my choir.') =>
    api.ask('POST', '/api/me/flag/appeal', { token, json: { text } });
  expect((await appeal(buyer)).status).toBe(404);
  const { body: made } = await flag(api, owner);
  expect((await answer(api, owner, made.id, 'keep')).body.code).toBe('flag_settled');
  expect((await appeal(stranger)).status).toBe(404);
  const both = await Promise.all([appeal(buyer), appeal(buyer, 'Another text.')]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await contentsOf(db)).not.toContain('choir');

  const list = await api.ask('GET', '/api/staff/accounts/flags?state=appealed', { token: owner });
  expect(list.body.items).toMatchObject([
    { id: made.id, email, appeal: expect.stringMatching(/choir|Another/) },
  ]);
  const decided = await Promise.all([
    answer(api, owner, made.id, 'keep'),
    answer(api, owner, made.id, 'keep'),
  ]);
  expect(decided.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await api.ask('GET', '/api/me/flag', { token: buyer })).body.flag).toMatchObject({
    state: 'kept',
    answer: 'we have looked',
  });
  expect((await appeal(buyer)).body.code).toBe('flag_settled');
  expect((await answer(api, owner, made.id, 'lift')).status).toBe(200);
  expect((await answer(api, owner, made.id, 'lift')).status).toBe(409);
  expect((await answer(api, owner, 'flg_none', 'lift')).status).toBe(404);
  for (const kind of ['account_flagged', 'appeal_received', 'flag_kept', 'flag_lifted'])
    expect([kind, await letterTo(stores, api.ring, kind, email)]).toEqual([kind, expect.anything()]);
  const { body } = await api.ask('GET', '/api/staff/audit?about=people', { token: owner });
  const acts = body.items.map(({ act }: { act: string }) => act);
  for (const act of ['account.flag', 'account.appeal', 'account.flag.keep', 'account.flag.lift'])
    expect(acts.filter((one: string) => one === act)).toEqual([act]);
  // The same account may be flagged anew once a flag was lifted.
  expect((await flag(api, owner)).status).toBe(201);
});
