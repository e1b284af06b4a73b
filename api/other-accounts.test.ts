/**
 * Everything that an account owns, asked for by somebody else who is signed in: at every route that names one thing of an
 * owner, with another account's token, and with that account's own order key beside it. The owner's token opens it all.
 */
import { expect } from 'vitest';
import { signUp } from '../test/accounts.ts';
import { contentsOf, orderBody, type TestApi, type TestStores, test } from '../test/api.ts';
import { routes } from '../test/bad-input.ts';
import { openHouse } from '../test/house.ts';
import { secret } from '../test/points.ts';
import { orderKeyOf } from '../tokens/order-key.ts';

type House = Awaited<ReturnType<typeof openHouse>>;
interface Owned {
  /** Put in place of `{id}`. */
  readonly id: string;
  readonly json?: object;
  /** What the owner is answered. */
  readonly status?: number;
}

const address = { recipient: 'A', line1: 'A', city: 'Busan', postalCode: '1', country: 'KR' };

async function person(api: TestApi, stores: TestStores, email: string) {
  const { accessToken: token } = (await signUp(api, stores, email)).body;
  return {
    token: token as string,
    async orders(quantity = 1): Promise<string> {
      const sale = await api.makeSale({ mode: 'shelf' });
      const { body } = await api.ask('POST', `/api/sales/${sale.slug}/orders`, {
        token,
        headers: { 'idempotency-key': 'a', 'usher-secret': secret() },
        json: orderBody(sale, quantity),
      });
      return body.id;
    },
  };
}

/** Paid with the account's token alone, and with its tickets. */
async function payFor({ api, pay }: House, { db }: TestStores, id: string, token: string): Promise<void> {
  await pay({ id, headers: { authorization: `Bearer ${token}` } });
  const { body } = await api.ask('GET', `/api/orders/${id}`, { token });
  expect(body.state).toBe('issued');
  await db.updateTable('outbox').set({ done_at: new Date() }).execute();
}

/** One thing for each route, so that what the owner does at one takes nothing from the others. */
async function everythingOf(house: House, stores: TestStores, owner: Awaited<ReturnType<typeof person>>) {
  const { api } = house;
  const { db } = stores;
  const { token } = owner;
  const [held, toPay, paid, goods] = [
    await owner.orders(),
    await owner.orders(),
    await owner.orders(4),
    await owner.orders(),
  ];
  await payFor(house, stores, paid, token);
  const delivered = { state: 'delivered', next_step_at: new Date(Date.now() + 24 * 3_600_000) } as const;
  await db.updateTable('order').set(delivered).where('id', '=', goods).execute();
  const { items } = (await api.ask('GET', `/api/orders/${paid}/tickets`, { token })).body;
  const [first, second, third, fourth] = items.map(({ id }: { id: string }) => id) as string[];
  const offer = async (ticketId = '') =>
    (
      await api.ask('POST', `/api/tickets/${ticketId}/transfer`, {
        token,
        json: { email: 'minseo@example.com' },
      })
    ).body.id as string;
  const kept = async () => (await api.ask('POST', '/api/me/addresses', { token, json: address })).body.id;
  const login = { email: 'minseo@example.com', password: 'a long enough password' };
  await api.ask('POST', '/api/auth/login', { json: login });
  const signIns = (await api.ask('GET', '/api/me/sessions', { token })).body.items;
  const other = signIns.find(({ isThis }: { isThis: boolean }) => !isThis);
  const given = await offer(second);
  await offer(third);
  return {
    'GET /api/orders/{id}': { id: held },
    'POST /api/orders/{id}/cancel': { id: held, json: { reason: 'r' } },
    'POST /api/orders/{id}/payments': { id: toPay, json: { provider: 'sandbox' }, status: 201 },
    'POST /api/orders/{id}/return': { id: goods, json: { reason: 'r' } },
    'GET /api/orders/{id}/tickets': { id: paid },
    'GET /api/orders/{id}/tickets.pdf': { id: paid },
    'GET /api/tickets/{id}/ticket.pdf': { id: first ?? '' },
    'POST /api/tickets/{id}/transfer': { id: fourth ?? '', json: { email: 'a@example.com' }, status: 201 },
    'DELETE /api/tickets/{id}/transfer': { id: third ?? '', status: 204 },
    'GET /api/transfers/{id}': { id: given },
    'POST /api/transfers/{id}/claim': { id: given },
    'PUT /api/me/addresses/{id}': { id: await kept(), json: address },
    'DELETE /api/me/addresses/{id}': { id: await kept(), status: 204 },
    'DELETE /api/me/sessions/{id}': { id: other.id, status: 204 },
  } satisfies Record<string, Owned>;
}

test('API-6, TIC-7, ACT-7: another account’s token opens and changes nothing, at any route that names a thing of its owner', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api } = house;
  const minseo = await person(api, stores, 'minseo@example.com');
  const other = await person(api, stores, 'other@example.com');
  const others = await other.orders();
  const owned: Record<string, Owned> = await everythingOf(house, stores, minseo);
  // Whoever adds such a route says here what is owned there.
  const named = Object.entries(routes).filter(
    ([name, { who }]) => name.includes('{id}') && ['key', 'account', 'signedIn'].includes(who),
  );
  expect(Object.keys(owned).sort()).toEqual(named.map(([name]) => name).sort());

  const ask = async (name: string, { id, json }: Owned, who: object) => {
    const [method = '', path = ''] = name.split(' ');
    const answer = () => api.ask(method, path.replace('{id}', id), { ...who, ...(json && { json }) });
    let answered = await answer();
    // The first file of a process waits for the fonts.
    while (answered.status === 503) answered = await answer();
    return answered;
  };
  // The writer keeps its lease alive meanwhile.
  const contents = () => contentsOf(db, ['writer_lease']);
  const before = await contents();
  const strangers = {
    'another account': { token: other.token },
    'another account, with its own key': {
      token: other.token,
      headers: { 'usher-order-key': orderKeyOf(api.ring, others) },
    },
    nobody: {},
  };
  for (const [name, thing] of Object.entries(owned))
    for (const [what, who] of Object.entries(strangers)) {
      const { status, body } = await ask(name, thing, who);
      const isMe = name.includes('/me/') && what === 'nobody';
      expect([name, what, status, body.code]).toEqual([
        ...[name, what],
        ...(isMe ? [401, 'not_signed_in'] : [404, 'not_found']),
      ]);
    }
  expect(await contents()).toBe(before);
  for (const [name, thing] of Object.entries(owned)) {
    const { status } = await ask(name, thing, { token: minseo.token });
    expect([name, status]).toEqual([name, thing.status ?? 200]);
  }
});
