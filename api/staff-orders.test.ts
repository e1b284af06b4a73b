/** Orders as staff find, read and take them: filters, the file, the whole story; and what could not be done. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { recordGivenUp } from '../db/dead-letters.ts';
import { stageOutbox } from '../db/outbox.ts';
import { openTestApi, test } from '../test/api.ts';
import { openHouse, placeOrder } from '../test/house.ts';
import { insertOrder } from '../test/paying.ts';
import { sealContact } from '../tokens/sealed-contact.ts';

test('API-17: staff finds orders by number, sale, state and time together, page by page', async ({
  stores,
  db,
  keys,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('support');
  const orders = [];
  for (let i = 0; i < 3; i += 1) orders.push(await insertOrder(db, { keys }));
  const [old] = orders;
  await db
    .updateTable('order')
    .set({ created_at: '2020-01-01T00:00:00Z', state: 'paid' })
    .where('id', '=', old?.id ?? '')
    .execute();
  const find = async (query: string) => {
    const { body } = await api.ask('GET', `/api/staff/orders?${query}`, { token });
    return body.items.map(({ id }: { id: string }) => id);
  };
  expect(await find(`id=${orders[1]?.id}`)).toEqual([orders[1]?.id]);
  expect(await find('to=2020-01-01T00:00:00Z')).toEqual([]);
  expect(await find('to=2020-01-01T00:00:00.001Z')).toEqual([old?.id]);
  expect((await find('from=2020-01-01T00:00:00Z')).length).toBe(3);
  expect((await find('from=2020-01-01T00:00:00.001Z')).length).toBe(2);
  expect(await find('state=paid&from=2019-01-01T00:00:00Z')).toEqual([old?.id]);
  expect(await find('state=paid&from=2021-01-01T00:00:00Z')).toEqual([]);
});

test('ORD-18: the file has every order once, with names for who may take them; a formula is text; the journal knows', async ({
  stores,
  db,
  keys,
}) => {
  await using api = await openTestApi(stores);
  const made = await insertOrder(db, { keys });
  const evil = { email: 'minseo@example.com', name: '=cmd|calc' };
  await db
    .updateTable('order')
    .set({ contact_sealed: sealContact(api.ring, made.id, evil), reason: '+1,"2"' })
    .where('id', '=', made.id)
    .execute();
  // More than two pieces of the file.
  await sql`
    insert into "order" (id, sale_id, visitor_id, email_index, contact_sealed, state, units, total_amount, currency, hold_expires_at, hold_cap_at)
    select 'ord_x' || n, sale_id, visitor_id, email_index, ${sealContact(api.ring, 'ord_x', evil)}, 'lapsed', 1, 1000, 'KRW', now(), now()
    from "order", generate_series(1, 1100) as n where id = ${made.id}`.execute(db);
  const ids = await db.selectFrom('order').select('id').where('state', '=', 'lapsed').execute();
  for (const { id } of ids)
    await db
      .updateTable('order')
      .set({ contact_sealed: sealContact(api.ring, id, evil) })
      .where('id', '=', id)
      .execute();

  const take = async (role: 'owner' | 'operator', query = '') =>
    await api.ask('GET', `/api/staff/orders/export${query}`, { token: await api.tokenOf(role) });
  const { body, headers } = await take('owner');
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const lines = body.replace(/^﻿/, '').trimEnd().split('\n');
  expect(lines[0]).toBe(
    'order,sale,state,created,paid,closed,items,currency,total,points,refunded,provider,reason,takenBackBy,parts,returns,name,email,recipient,line1,line2,postalCode,city,country,phone,note',
  );
  expect(lines.length).toBe(1_102);
  expect(new Set(lines.map((line: string) => line.split(',')[0])).size).toBe(1_102);
  const line = lines.find((one: string) => one.startsWith(made.id));
  expect(line).toContain(`"'+1,""2""",,,,'=cmd|calc,minseo@example.com,,,,,,,,`);

  const { body: without } = await take('operator', '?state=held');
  expect(without.trimEnd().split('\n').length).toBe(2);
  expect(without).not.toContain('minseo');
  const acts = await db
    .selectFrom('audit')
    .select(['act', 'detail'])
    .where('act', '=', 'orders.export')
    .orderBy('id')
    .execute();
  expect(acts.map(({ detail }) => detail)).toEqual([
    { byEmail: false, filters: {}, withPeople: true },
    { byEmail: false, filters: { state: 'held' }, withPeople: false },
  ]);
});

test('ORD-18, PAY-17: what went back is the same in the file as in the order, also what others gave back at the provider', async ({
  stores,
}) => {
  await using house = await openHouse(stores);
  const { api, bank } = house;
  const token = await api.tokenOf('support');
  const order = await placeOrder(api, await api.makeSale(), 3);
  await house.pay(order);
  const { provider_ref } = await stores.db
    .selectFrom('payment')
    .select('provider_ref')
    .executeTakeFirstOrThrow();
  const byHand = { amount: 3_000, key: 'by-hand' };
  await bank.call('POST', `/v1/payments/${provider_ref}/refunds`, byHand);
  await bank.webhooks(2);
  const json = { reason: 'a broken seat', lines: [{ lineNo: 1, quantity: 1 }] };
  await api.ask('POST', `/api/orders/${order.id}/refund`, { token, json });
  const { body: view } = await api.ask('GET', `/api/orders/${order.id}`, order);
  expect([view.refunded.amount, view.refundedByOthers.amount]).toEqual([10_000, 3_000]);
  const { body: file } = await api.ask('GET', '/api/staff/orders/export', { token });
  const [head = [], line = []] = file.split('\n').map((one: string) => one.split(','));
  expect(line[head.indexOf('refunded')]).toBe('13000');
});

test('ORD-19: the story of an order has its movements, letters, refunds and who did what', async ({
  stores,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('support');
  const sale = await api.makeSale();
  const order = await placeOrder(api, sale, 2);
  await house.pay(order);
  const other = await placeOrder(api, sale);
  const json = { reason: 'a broken seat', lines: [{ lineNo: 1, quantity: 1 }] };
  await api.ask('POST', `/api/orders/${order.id}/refund`, { token, json });
  const { body } = await api.ask('GET', `/api/staff/orders/${order.id}`, { token });
  expect(body.movements.map(({ kind }: { kind: string }) => kind)).toEqual([
    'reserve',
    'confirm',
    'part_refund',
  ]);
  expect(body.refunds).toMatchObject([
    { state: 'pending', amount: { amount: 10_000 }, reason: 'a broken seat' },
  ]);
  expect(body.letters).toMatchObject([{ kind: 'order_paid', sentAt: null }]);
  expect(body.acts).toMatchObject([{ act: 'order.refund', actor: 'support', reason: 'a broken seat' }]);
  expect((await api.ask('GET', `/api/staff/orders/${other.id}`, { token })).body.acts).toEqual([]);
  expect((await api.ask('GET', `/api/staff/orders/${order.id}`, order)).status).toBe(401);
});

test('ORD-17: what could not be done is listed with its cause, done again or set aside, once decided and journaled', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('operator');
  const list = async (state = 'open') =>
    (await api.ask('GET', `/api/staff/dead-letters?state=${state}`, { token })).body.items;
  const decide = async (id: string, act: string) =>
    (await api.ask('POST', `/api/staff/dead-letters/${id}/${act}`, { token, json: { reason: 'mended' } }))
      .body.code ?? 'ok';
  const order = await insertOrder(db, { state: 'expiring' });
  await stageOutbox(db, [
    { saleId: order.sale_id, topic: 'mail', key: 'm', payload: { orderId: order.id } },
    { saleId: null, topic: 'mail', key: 'done', payload: {} },
  ]);
  await db
    .updateTable('outbox')
    .set({ done_at: sql`now()`, relayed_at: sql`now()` })
    .where('key', '=', 'done')
    .execute();
  const rows = await db.selectFrom('outbox').select('id').orderBy('id').execute();
  for (const _ of [1, 2])
    await recordGivenUp(
      db,
      rows.map(({ id }) => id),
      'no \u0000 such host',
      8,
    );
  expect(await list()).toMatchObject([
    {
      source: 'outbox',
      what: 'mail',
      key: 'm',
      orderId: order.id,
      cause: 'no such host',
      tries: 16,
      replayable: true,
    },
  ]);
  const [{ id }] = await list();
  expect(await decide(id, 'set-aside')).toBe('ok');
  const doneAt = async () =>
    (await db.selectFrom('outbox').select('done_at').where('key', '=', 'm').executeTakeFirst())?.done_at;
  expect([await list(), await doneAt()]).toEqual([[], expect.any(Date)]);
  expect(await decide(id, 'replay')).toBe('ok');
  expect(await doneAt()).toBeNull();
  await db.updateTable('outbox').set({ done_at: sql`now()` }).where('key', '=', 'm').execute();
  expect((await list('done')).length).toBe(1);
  expect(await decide(id, 'replay')).toBe('nothing_to_replay');
  expect(await decide('ded_outbox-0', 'replay')).toBe('not_found');
  const support = await api.tokenOf('support');
  const path = `/api/staff/dead-letters/${id}/replay`;
  expect((await api.ask('POST', path, { token: support, json: { reason: 'r' } })).status).toBe(403);
  const acts = await db
    .selectFrom('audit')
    .select(['act', 'reason'])
    .where('act', 'like', 'dead_letter%')
    .orderBy('id')
    .execute();
  expect(acts).toEqual([
    { act: 'dead_letter.set_aside', reason: 'mended' },
    { act: 'dead_letter.replay', reason: 'mended' },
  ]);
});
