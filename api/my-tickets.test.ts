/** The tickets of an account: what is in the list, what it opens without a letter's link, and for whom. */
import { expect } from 'vitest';
import { issueTickets } from '../db/tickets.ts';
import type { OwnTicketView } from '../domain/ticket-view.ts';
import { signUp } from '../test/accounts.ts';
import { openTestApi, type TestApi, type TestStores, test } from '../test/api.ts';
import { insertOrder } from '../test/paying.ts';
import { orderKeyOf } from '../tokens/order-key.ts';
import { transferKeyOf } from '../tokens/transfer-key.ts';

/** Somebody with an account, and with an order of so many tickets if they bought any. */
async function person(api: TestApi, stores: TestStores, email: string) {
  const { body } = await signUp(api, stores, email, { name: email.split('@')[0] });
  const token: string = body.accessToken;
  return {
    token,
    list: async (): Promise<OwnTicketView[]> =>
      (await api.ask('GET', '/api/me/tickets', { token })).body.items,
    async buys(units: number) {
      const { db, keys } = stores;
      const sale = await api.makeSale();
      const order = await insertOrder(db, { units, keys, saleId: sale.id, state: 'paid' });
      await db.updateTable('order').set({ account_id: body.account.id }).where('id', '=', order.id).execute();
      await db.transaction().execute((trx) => issueTickets(trx, [order.id]));
      return { ...order, sale };
    },
    gives: async (ticketId: string | undefined, to: string) =>
      (await api.ask('POST', `/api/tickets/${ticketId}/transfer`, { token, json: { email: to } })).body
        .id as string,
  };
}

const told = (items: readonly OwnTicketView[]) =>
  items.map(({ how, from, ticket }) => [how, from?.name ?? null, ticket?.state ?? null]);

test('TIC-13: bought, given and offered tickets stand in one list, each with who has it now', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const minseo = await person(api, stores, 'minseo@example.com');
  const sora = await person(api, stores, 'sora@example.com');
  const order = await minseo.buys(3);
  const bought = await minseo.list();
  expect(bought).toMatchObject(
    Array(3).fill({
      how: 'bought',
      orderId: order.id,
      transferId: null,
      holder: { name: 'Minseo Han' },
      sale: { slug: order.sale.slug },
      ticket: { state: 'valid', token: expect.any(String), code: expect.any(String) },
    }),
  );
  expect(await sora.list()).toEqual([]);

  // Typed as people type addresses: capitals and blanks name the same letter box.
  const offer = await minseo.gives(bought[0]?.ticket?.id, ' Sora@Example.com ');
  expect((await minseo.list())[0]).toMatchObject({ how: 'bought', ticket: { offer: { id: offer } } });
  expect(await sora.list()).toMatchObject([
    { how: 'offered', transferId: offer, orderId: null, from: { name: 'Minseo Han' }, ticket: null },
  ]);
  // Its address was proven at sign-up: the account takes it without the letter's link.
  const path = `/api/transfers/${offer}`;
  expect((await api.ask('GET', path, sora)).body).toMatchObject({ state: 'offered', ticket: null });
  expect((await api.ask('POST', `${path}/claim`, sora)).body).toMatchObject({ state: 'claimed' });
  expect(told(await sora.list())).toEqual([['given', 'Minseo Han', 'valid']]);
  expect(told(await minseo.list())).toEqual(Array(2).fill(['bought', null, 'valid']));
  const [given] = await sora.list();
  expect(given?.ticket).toEqual((await api.ask('GET', path, sora)).body.ticket);
  expect(given?.ticket?.token).not.toBe(bought[0]?.ticket?.token);
  // Of the order its receiver learns nothing.
  expect(JSON.stringify(given)).not.toMatch(/ord_|minseo@/);

  // It may pass it on in turn, print it, and take an offer back.
  const next = await sora.gives(given?.ticket?.id, 'jun@example.com');
  const jun = await person(api, stores, 'jun@example.com');
  expect(told(await jun.list())).toEqual([['offered', '', null]]);
  const own = `/api/tickets/${given?.ticket?.id}`;
  expect((await api.ask('DELETE', `${own}/transfer`, sora)).status).toBe(204);
  expect(await jun.list()).toEqual([]);
  expect((await api.ask('POST', `/api/transfers/${next}/claim`, jun)).body.code).toBe('transfer_ended');
  const { body: kept } = await api.ask('GET', '/api/me/export', sora);
  expect(kept.tickets).toMatchObject([{ id: given?.ticket?.id, how: 'given', state: 'valid' }]);
  expect(JSON.stringify(kept.tickets)).not.toContain(given?.ticket?.token ?? '');
});

test('TIC-13, TIC-7: nobody reads, takes or passes on by an account what was given to another address', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const minseo = await person(api, stores, 'minseo@example.com');
  const sora = await person(api, stores, 'sora@example.com');
  const jun = await person(api, stores, 'jun@example.com');
  const order = await minseo.buys(2);
  const [first] = await minseo.list();
  const offer = await minseo.gives(first?.ticket?.id, 'sora@example.com');
  const own = `/api/tickets/${first?.ticket?.id}`;
  const owner = { token: await api.tokenOf('owner') };
  const asks = [
    ['GET', `/api/transfers/${offer}`],
    ['POST', `/api/transfers/${offer}/claim`],
    ['POST', `${own}/transfer`],
    ['DELETE', `${own}/transfer`],
    ['GET', `${own}/ticket.pdf`],
  ] as const;
  const others = async (...people: readonly object[]) => {
    for (const who of people)
      for (const [method, path] of asks) {
        const json = path.endsWith('/transfer') && method === 'POST' ? { json: { email: 'a@b.test' } } : {};
        expect([method, path, (await api.ask(method, path, { ...who, ...json })).status]).toEqual([
          method,
          path,
          404,
        ]);
      }
  };
  await others(jun, owner, {});
  expect(await jun.list()).toEqual([]);
  // The giver has the ticket while nobody took it, and never the offer's other end.
  expect((await api.ask('GET', `/api/transfers/${offer}`, minseo)).status).toBe(404);
  expect((await api.ask('POST', `/api/transfers/${offer}/claim`, minseo)).status).toBe(404);
  expect((await api.ask('POST', `${own}/transfer`, { ...sora, json: { email: 'a@b.test' } })).status).toBe(
    404,
  );
  await api.ask('POST', `/api/transfers/${offer}/claim`, sora);
  await others(jun, owner, {});
  expect(await api.ask('POST', `${own}/transfer`, { ...minseo, json: { email: 'a@b.test' } })).toMatchObject({
    status: 409,
    body: { code: 'ticket_not_transferable' },
  });
  expect((await api.ask('GET', '/api/me/tickets', owner)).status).toBe(401);

  // An account that is gone opens nothing; who makes one with that address again has read its letters.
  await api.ask('DELETE', '/api/me', { ...sora, json: { password: 'a long enough password' } });
  expect((await api.ask('GET', `/api/transfers/${offer}`, sora)).status).toBe(404);
  const again = await person(api, stores, 'sora@example.com');
  expect(told(await again.list())).toEqual([['given', 'Minseo Han', 'valid']]);
  // The letter's link opens it as before.
  const headers = { 'usher-transfer-key': transferKeyOf(api.ring, offer) };
  expect((await api.ask('GET', `/api/transfers/${offer}`, { headers })).status).toBe(200);
  const buyer = { headers: { 'usher-order-key': orderKeyOf(api.ring, order.id) } };
  expect((await api.ask('GET', `/api/transfers/${offer}`, buyer)).status).toBe(404);
});

test('TIC-13: what is used or void stays in the list, an offer of it does not; pages have no gap and no repetition', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores, { codeAsksMax: 100 });
  const minseo = await person(api, stores, 'minseo@example.com');
  await minseo.buys(60);
  const pages = async () => {
    const items: OwnTicketView[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = cursor === '' ? '' : `?cursor=${cursor}`;
      const { body } = await api.ask('GET', `/api/me/tickets${query}`, minseo);
      items.push(...body.items);
      cursor = body.nextCursor;
    }
    return items;
  };
  const all = await pages();
  const [used, gone, gift] = all.map(({ ticket }) => ticket?.id ?? '');
  expect(new Set(all.map(({ ticket }) => ticket?.id)).size).toBe(60);
  // An offer to oneself stands beside the ticket.
  await minseo.gives(gift, 'minseo@example.com');
  const end = (id = '', how: { state: 'used' | 'void'; checked_in_at?: Date; door?: string }) =>
    db.updateTable('ticket').set(how).where('id', '=', id).execute();
  await end(used, { state: 'used', checked_in_at: new Date(), door: 'A' });
  await end(gone, { state: 'void' });
  const now = await pages();
  expect(now.length).toBe(61);
  expect(told(now.slice(0, 4))).toEqual([
    ['bought', null, 'used'],
    ['bought', null, 'void'],
    ['offered', 'Minseo Han', null],
    ['bought', null, 'valid'],
  ]);
  await end(gift, { state: 'void' });
  expect(told((await pages()).slice(0, 3))).toEqual([
    ['bought', null, 'used'],
    ['bought', null, 'void'],
    ['bought', null, 'void'],
  ]);
});
