/** What staff see of a dispute and a bounced mail at an order, and that clearing a flag is an act with a name to it. */
import { expect } from 'vitest';
import { raiseFlag } from '../db/order-flags.ts';
import { test } from '../test/api.ts';
import { openHouse, placeOrder } from '../test/house.ts';

test('PAY-20, MAI-5: staff see what is flagged, at its order and in one list, and clear it once', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const order = await placeOrder(api, await api.makeSale());
  const raise = (kind: 'dispute_opened' | 'mail_bounced', key: string, detail: object) =>
    db
      .transaction()
      .execute((trx) =>
        raiseFlag(trx, { kind, key, orderId: order.id, paymentId: null, detail: { ...detail } }),
      );
  expect(await raise('dispute_opened', 'a', { amount: 10_000 })).toBe(true);
  expect(await raise('dispute_opened', 'a', { amount: 10_000 })).toBe(false);
  await raise('mail_bounced', 'b', { letter: 'order_paid', answer: '550 no such user' });
  const other = await placeOrder(api, await api.makeSale());

  const token = await api.tokenOf('support');
  const list = async (query: string) =>
    (await api.ask('GET', `/api/staff/flags${query}`, { token })).body.items;
  const flags = await list(`?order=${order.id}`);
  expect(flags).toMatchObject([
    { kind: 'mail_bounced', detail: { answer: '550 no such user' }, clearedAt: null },
    { kind: 'dispute_opened', detail: { amount: 10_000 } },
  ]);
  expect(await list('')).toHaveLength(2);
  const { body: story } = await api.ask('GET', `/api/staff/orders/${order.id}`, { token });
  expect(story.acts.map(({ act }: { act: string }) => act)).toEqual([
    'order.dispute_opened',
    'order.mail_bounced',
  ]);
  expect(await list(`?order=${other.id}`)).toEqual([]);

  const clear = (who: { token?: string }) =>
    api.ask('POST', `/api/staff/flags/${flags[0].id}/clear`, { ...who, json: { reason: 'called them' } });
  expect((await clear({})).status).toBe(401);
  expect((await clear({ token: await api.tokenOf('door') })).status).toBe(403);
  const answers = await Promise.all([clear({ token }), clear({ token })]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404]);
  expect(await list('')).toMatchObject([{ kind: 'dispute_opened' }]);
  expect(await list(`?order=${order.id}`)).toMatchObject([
    { clearedBy: expect.stringMatching(/^staff:/) },
    { clearedAt: null },
  ]);
  const acts = await db
    .selectFrom('audit')
    .select(['act', 'reason'])
    .orderBy('id', 'desc')
    .limit(1)
    .execute();
  expect(acts).toEqual([{ act: 'order.flag_cleared', reason: 'called them' }]);
});
