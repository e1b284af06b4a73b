/** Tiers that are sold no more, through the API and the writer: gone, or kept for their orders, or refused. */
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../db/schema.ts';
import { joinLine } from '../redis/line/join-line.ts';
import { leaveLine } from '../redis/line/leave-line.ts';
import { reserveNumbers } from '../redis/line/reserve-numbers.ts';
import { checkAll } from '../scripts/verify/check-all.ts';
import { signUp } from '../test/accounts.ts';
import { openTestApi, type TestApi, test } from '../test/api.ts';
import { openHouse } from '../test/house.ts';
import { beginLine } from '../test/line.ts';
import { newEntryId } from '../test/stores.ts';

const krw = (amount: number) => ({ amount, currency: 'KRW' });
const sizes = [
  { name: 'S', price: krw(10_000), capacity: 5 },
  { name: 'M', price: krw(12_000), capacity: 3 },
  { name: 'L', price: krw(14_000), capacity: 1 },
];
type Sale = Awaited<ReturnType<TestApi['makeSale']>>;
const tierOf = (sale: Sale, index: number) => sale.tiers[index]?.id ?? '';

async function staffOf(api: TestApi) {
  const token = await api.tokenOf('operator');
  return {
    token,
    remove: (sale: Sale, index: number) =>
      api.ask('DELETE', `/api/staff/sales/${sale.slug}/tiers/${tierOf(sale, index)}?reason=r`, { token }),
  };
}
const rowOf = (db: Kysely<Database>, id: string) =>
  db.selectFrom('tier').selectAll().where('id', '=', id).executeTakeFirst();
const namesOf = ({ tiers }: { tiers: { name: string }[] }) => tiers.map(({ name }) => name);
const broken = async (db: Kysely<Database>) =>
  (await checkAll(db, [], 60)).verdicts.flatMap(({ invariant: { name }, finding }) =>
    finding.broken > 0 && !/opening|numbers/.test(name) ? [name, ...finding.examples] : [],
  );

test('CAT-17: one that nobody ever bought is gone with its name, and its ledger says that nothing is left', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const staff = await staffOf(api);
  for (const state of ['draft', 'open'] as const) {
    const sale = await api.makeSale({ mode: 'shelf', tiers: sizes, state });
    const removed = await staff.remove(sale, 1);
    expect([removed.status, namesOf(removed.body)]).toEqual([200, ['S', 'L']]);
    expect(await rowOf(db, tierOf(sale, 1))).toBeUndefined();
    expect((await staff.remove(sale, 1)).body.code).toBe('not_found');
    const json = { ...sizes[1] };
    const again = await api.ask('POST', `/api/staff/sales/${sale.slug}/tiers`, { token: staff.token, json });
    expect([again.status, namesOf(again.body)]).toEqual([201, ['S', 'L', 'M']]);
    expect(again.body.tiers[2].id).not.toBe(tierOf(sale, 1));
  }
  const acts = await db
    .selectFrom('audit')
    .select(['act', 'reason'])
    .where('act', '=', 'tier.remove')
    .execute();
  expect(acts).toEqual([
    { act: 'tier.remove', reason: 'r' },
    { act: 'tier.remove', reason: 'r' },
  ]);
  expect(await broken(db)).toEqual([]);
});

test('CAT-17: one that was bought is hidden from sale and stays in its orders; what comes back of it is no stock', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const staff = await staffOf(api);
  const sale = await api.makeSale({ mode: 'shelf', tiers: sizes });
  const askOf = (email: string, key: string) => ({
    headers: { 'idempotency-key': key, 'usher-secret': 'A'.repeat(43) },
    json: { lines: [{ tierId: tierOf(sale, 1), quantity: 2 }], contact: { email, name: 'A' } },
  });
  const place = (ask: ReturnType<typeof askOf>) => api.ask('POST', `/api/sales/${sale.slug}/orders`, ask);
  const first = askOf('a@example.com', 'a');
  const placed = await place(first);
  expect((await staff.remove(sale, 1)).body.code).toBe('tier_in_use');
  const order = { id: placed.body.id, headers: { 'usher-order-key': placed.body.key } };
  await house.pay(order);

  expect(namesOf((await staff.remove(sale, 1)).body)).toEqual(['S', 'L']);
  expect(await rowOf(db, tierOf(sale, 1))).toMatchObject({ capacity: 2, available: 0, sold: 2 });
  expect(namesOf((await api.ask('GET', `/api/sales/${sale.slug}`)).body)).toEqual(['S', 'L']);
  expect((await api.ask('GET', `/api/sales/${sale.slug}/stock`)).body.tiers).toHaveLength(2);
  expect((await place(askOf('b@example.com', 'b'))).body).toMatchObject({
    code: 'sold_out',
    left: { [tierOf(sale, 1)]: 0 },
  });
  expect((await place(first)).body).toEqual(placed.body);
  const shown = await api.ask('GET', `/api/orders/${order.id}`, order);
  expect(shown.body).toMatchObject({ state: 'issued', lines: [{ name: 'M', quantity: 2 }] });
  const stock = { tiers: [{ id: tierOf(sale, 1), capacity: 9 }] };
  const set = await api.ask('PUT', `/api/staff/sales/${sale.slug}/stock`, {
    token: staff.token,
    json: stock,
  });
  expect(set.status).toBe(422);

  const token = await api.tokenOf('support');
  const refund = (json: object) => api.ask('POST', `/api/orders/${order.id}/refund`, { token, json });
  await refund({ reason: 'r', lines: [{ lineNo: 1, quantity: 1 }] });
  expect(await rowOf(db, tierOf(sale, 1))).toMatchObject({ capacity: 1, available: 0, sold: 1 });
  await refund({ reason: 'r' });
  expect(await rowOf(db, tierOf(sale, 1))).toMatchObject({ capacity: 0, available: 0, sold: 0 });
  expect(await broken(db)).toEqual([]);
});

test('CAT-17: not while people wait, are called or inside, and never the last one', async ({
  stores,
  db,
  redis,
}) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const staff = await staffOf(api);
  const sale = await api.makeSale({ tiers: sizes });
  const line = await beginLine(db, redis, sale.id);
  await reserveNumbers(line, db, sale.id);
  const entryId = newEntryId();
  await joinLine(line, { saleId: sale.id, entryIds: [entryId] });
  const inLine = await staff.remove(sale, 0);
  expect(inLine.body).toMatchObject({ code: 'tier_in_use', detail: expect.stringContaining('capacity') });
  await leaveLine(line, { saleId: sale.id, exits: [{ entryId, number: 1 }] });
  await api.shopper(sale.id);
  expect((await staff.remove(sale, 0)).body.code).toBe('tier_in_use');
  await db.updateTable('admission').set({ state: 'ended', ended_at: new Date() }).execute();
  expect((await staff.remove(sale, 0)).status).toBe(200);
  expect((await staff.remove(sale, 1)).status).toBe(200);
  expect((await staff.remove(sale, 2)).body.code).toBe('last_tier');

  const raffle = await api.makeSale({
    ...{ mode: 'raffle', winners: 4, tiers: sizes, state: 'draft' },
    opensAt: new Date(Date.now() + 3_600_000),
  });
  expect((await staff.remove(raffle, 2)).status).toBe(200);
  const tooFew = await staff.remove(raffle, 0);
  expect(tooFew.body.errors).toMatchObject([{ path: 'winners' }]);
  expect(await broken(db)).toEqual([]);
});

test('CAT-17: a basket and a wishlist go on naming it, as ended and for nothing', async ({ stores, db }) => {
  await using api = await openTestApi(stores, { withWriter: true });
  const staff = await staffOf(api);
  const sale = await api.makeSale({ mode: 'shelf', tiers: sizes });
  const token: string = (await signUp(api, stores, 'minseo@example.com')).body.accessToken;
  const put = () =>
    api.ask('POST', '/api/me/basket', { token, json: { items: [{ tierId: tierOf(sale, 1), quantity: 1 }] } });
  await put();
  expect((await staff.remove(sale, 1)).status).toBe(200);
  expect(await rowOf(db, tierOf(sale, 1))).toMatchObject({ removed_at: expect.any(Date) });
  const { body } = await api.ask('GET', '/api/me/basket', { token });
  expect(body).toMatchObject({
    items: [{ name: 'M', standing: 'ended', left: null, amount: null }],
    orders: [],
    totals: [],
  });
  expect((await put()).body.code).toBe('sold_out');
});
