/** Letters about what ends, from the act through the API and the writer to the row that is sent, once a fact (MAI-12). */
import { expect } from 'vitest';
import { awaitCommand } from '../db/commands.ts';
import { goodPassword, letterTo, signUp } from '../test/accounts.ts';
import { openTestApi, orderBody, test } from '../test/api.ts';
import { openHouse, payBack, placeOrder } from '../test/house.ts';
import { lettersOf } from '../test/order-letters.ts';
import { rich, secret } from '../test/points.ts';

test('MAI-12: an unpaid order that staff cancels, and a paid one that is taken back, are told at once, and once', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const token = await api.tokenOf('support');
  const sale = await api.makeSale();
  const [unpaid, mine, paid] = [
    await placeOrder(api, sale),
    await placeOrder(api, sale),
    await placeOrder(api, sale),
  ];
  const json = { reason: 'the band is ill' };
  await house.pay(paid);
  for (const _ of Array(2)) {
    await api.ask('POST', `/api/orders/${unpaid.id}/cancel`, { token, json });
    await api.ask('POST', `/api/orders/${mine.id}/cancel`, mine);
    await api.ask('POST', `/api/orders/${paid.id}/refund`, { token, json });
  }
  const [cancelled, ...more] = await lettersOf(db, unpaid.id);
  expect([cancelled?.[0], more]).toEqual(['order_cancelled', []]);
  expect(cancelled?.[1]).toContain('the band is ill');
  expect(await lettersOf(db, mine.id)).toEqual([]);
  const kinds = async () => (await lettersOf(db, paid.id)).map(([kind]) => kind);
  expect(await kinds()).toEqual(['order_paid', 'order_taken_back']);
  const [, [, text] = []] = await lettersOf(db, paid.id);
  expect(text).toContain('₩10,000 to go back the way you paid');
  await payBack(db, house);
  expect(await kinds()).toEqual(['order_paid', 'order_taken_back', 'refunded']);
});

test('MAI-12, PNT-5: an order that was paid with points alone is told of in parts and to its end, with its points', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const buyer = await rich(api, stores, 30_000);
  const token = await api.tokenOf('support');
  const sale = await api.makeSale({ mode: 'shelf' });
  const { body } = await api.ask('POST', `/api/sales/${sale.slug}/orders`, {
    token: buyer.token,
    headers: { 'idempotency-key': 'a', 'usher-secret': secret() },
    json: { ...orderBody(sale, 2), points: 20_000 },
  });
  const headers = { 'usher-order-key': body.key };
  const started = await api.ask('POST', `/api/orders/${body.id}/payments`, {
    headers,
    json: { provider: 'sandbox' },
  });
  await awaitCommand(db, `confirm:${started.body.id}`, 3_000);
  const refund = async (json: { reason: string; lines?: object[] }) => {
    const headers = { 'idempotency-key': json.reason.replaceAll(' ', '_') };
    for (const _ of Array(2))
      await api.ask('POST', `/api/orders/${body.id}/refund`, { token, headers, json });
  };
  await refund({ reason: 'one seat broke', lines: [{ lineNo: 1, quantity: 1 }] });
  await refund({ reason: 'the band is ill' });
  await payBack(db, house);
  const letters = await lettersOf(db, body.id);
  expect(letters.map(([kind]) => kind)).toEqual(['order_paid', 'part_without_money', 'order_taken_back']);
  expect(letters[1]?.[1]).toContain('10,000 of the points you used in this order went back to you.');
  expect(letters[1]?.[1]).toContain('The organiser’s reason: “one seat broke”');
  expect(letters[2]?.[1]).toContain('No money was in it. Your 10,000 points go back to you.');
});

test('MAI-12: whoever deletes an account is written to at its address, once however often at once', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const { body } = await signUp(api, stores, 'minseo@example.com');
  const bye = { token: body.accessToken, json: { password: goodPassword } };
  const answers = await Promise.all([api.ask('DELETE', '/api/me', bye), api.ask('DELETE', '/api/me', bye)]);
  expect(answers.some(({ status }) => status === 204)).toBe(true);
  expect(await letterTo(stores, api.ring, 'account_deleted', 'minseo@example.com')).not.toBeNull();
  const rows = await db.selectFrom('outbox').select('payload').where('topic', '=', 'mail').execute();
  const told = rows.filter(({ payload }) => (payload as { kind: string }).kind === 'account_deleted');
  expect(told.length).toBe(1);
  expect(JSON.stringify(told)).not.toContain('minseo');
});
