/** Passing tickets on over the API: who may, what each side sees, and what a door says of each code. */
import { expect } from 'vitest';
import { offerTicket } from '../db/ticket-transfers.ts';
import { openTestApi, type TestApi, type TestStores, test } from '../test/api.ts';
import { readPdf } from '../test/pdf.ts';
import { issuedOrder, offerOf } from '../test/tickets.ts';
import { orderKeyOf } from '../tokens/order-key.ts';
import { transferKeyOf } from '../tokens/transfer-key.ts';

async function soldTickets(api: TestApi, { db, keys }: TestStores, units = 2) {
  const sale = await api.makeSale();
  const { order, tickets } = await issuedOrder(db, { units, keys, saleId: sale.id });
  const buyer = { headers: { 'usher-order-key': orderKeyOf(api.ring, order.id) } };
  const list = async () => (await api.ask('GET', `/api/orders/${order.id}/tickets`, buyer)).body.items;
  return { sale, order, buyer, list, ids: tickets.map(({ id }) => id) };
}
const receiverOf = (api: TestApi, transferId: string) => ({
  headers: { 'usher-transfer-key': transferKeyOf(api.ring, transferId) },
});
const to = { email: 'sora@example.com', name: 'Sora' };

test('TIC-4: offered, taken, and from then on the receiver’s code alone opens the door', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const { buyer, list, ids } = await soldTickets(api, stores);
  const door = await api.tokenOf('door');
  const scan = async (token: string) =>
    (await api.ask('POST', '/api/staff/check-in', { token: door, json: { token, door: 'A' } })).body.result;
  const [given, kept] = await list();

  const offer = await api.ask('POST', `/api/tickets/${ids[0]}/transfer`, { ...buyer, json: to });
  expect(offer).toMatchObject({ status: 201, body: { ticketId: ids[0], to } });
  expect((await list())[0]).toMatchObject({
    token: given.token,
    offer: { id: offer.body.id, to },
    passedOn: null,
  });

  const receiver = receiverOf(api, offer.body.id);
  const shown = await api.ask('GET', `/api/transfers/${offer.body.id}`, receiver);
  expect(shown.body).toMatchObject({ state: 'offered', from: { name: 'Minseo Han' }, to, ticket: null });
  const taken = await api.ask('POST', `/api/transfers/${offer.body.id}/claim`, receiver);
  expect(taken.body).toMatchObject({ state: 'claimed', ticket: { id: ids[0], state: 'valid' } });
  expect(await api.ask('POST', `/api/transfers/${offer.body.id}/claim`, receiver)).toMatchObject({
    body: taken.body,
  });
  // Of the order, the receiver learns nothing but their own ticket.
  expect(JSON.stringify(taken.body)).not.toMatch(/ord_|minseo@|99000/);

  const [now] = await list();
  expect(now).toMatchObject({ token: null, code: null, offer: null, passedOn: { to } });
  for (const old of [given.token, given.code]) expect(await scan(old)).toBe('void');
  expect(await scan(taken.body.ticket.code)).toBe('in');
  expect(await scan(taken.body.ticket.token)).toBe('already');
  expect(await scan(kept.code.toLowerCase())).toBe('in');
});

test('TIC-7: only who has a ticket passes it on; anybody else is told that there is nothing', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const { order, buyer, ids } = await soldTickets(api, stores);
  const other = await soldTickets(api, stores);
  const strangers = [
    {},
    other.buyer,
    { token: await api.tokenOf('owner') },
    { headers: { 'usher-transfer-key': transferKeyOf(api.ring, order.id) } },
  ];
  for (const stranger of strangers)
    for (const method of ['POST', 'DELETE'])
      expect(
        await api.ask(method, `/api/tickets/${ids[0]}/transfer`, {
          ...stranger,
          ...(method === 'POST' && { json: to }),
        }),
      ).toMatchObject({ status: 404, body: { code: 'not_found' } });

  const { body } = await api.ask('POST', `/api/tickets/${ids[0]}/transfer`, { ...buyer, json: to });
  for (const stranger of [...strangers, buyer]) {
    expect((await api.ask('GET', `/api/transfers/${body.id}`, stranger)).status).toBe(404);
    expect((await api.ask('POST', `/api/transfers/${body.id}/claim`, stranger)).status).toBe(404);
  }
  await api.ask('POST', `/api/transfers/${body.id}/claim`, receiverOf(api, body.id));
  // Who gave it away has it no longer; who has it may give it to the next.
  expect(await api.ask('POST', `/api/tickets/${ids[0]}/transfer`, { ...buyer, json: to })).toMatchObject({
    status: 409,
    body: { code: 'ticket_not_transferable' },
  });
  const next = await api.ask('POST', `/api/tickets/${ids[0]}/transfer`, {
    ...receiverOf(api, body.id),
    json: { email: 'jun@example.com' },
  });
  expect(next.status).toBe(201);
  const shown = await api.ask('GET', `/api/transfers/${next.body.id}`, receiverOf(api, next.body.id));
  expect(shown.body).toMatchObject({ from: { name: 'Sora' }, to: { email: 'jun@example.com' } });
});

test('TIC-4: an offer that was taken back opens nothing, and asking again changes nothing', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const { buyer, ids, list } = await soldTickets(api, stores);
  const { body } = await api.ask('POST', `/api/tickets/${ids[0]}/transfer`, { ...buyer, json: to });
  const again = await api.ask('POST', `/api/tickets/${ids[0]}/transfer`, { ...buyer, json: to });
  expect(again).toMatchObject({ status: 409, body: { code: 'ticket_not_transferable' } });
  for (const _ of [1, 2])
    expect((await api.ask('DELETE', `/api/tickets/${ids[0]}/transfer`, buyer)).status).toBe(204);
  expect((await api.ask('GET', `/api/transfers/${body.id}`, receiverOf(api, body.id))).body.state).toBe(
    'withdrawn',
  );
  expect(await api.ask('POST', `/api/transfers/${body.id}/claim`, receiverOf(api, body.id))).toMatchObject({
    status: 410,
    body: { code: 'transfer_ended' },
  });
  expect((await list())[0]).toMatchObject({ offer: null, passedOn: null, token: expect.any(String) });
});

test('TIC-4: addresses are sealed, and letters that a stranger would pay for are few', async ({
  stores,
  db,
  keys,
}) => {
  await using api = await openTestApi(stores, { codeAsksMax: 2 });
  const { buyer, ids } = await soldTickets(api, stores, 4);
  const { ticket } = await issuedOrder(db, { keys });
  await db.transaction().execute((trx) => offerTicket(trx, offerOf(keys, ticket)));
  const asked = [];
  for (const id of ids)
    asked.push((await api.ask('POST', `/api/tickets/${id}/transfer`, { ...buyer, json: to })).status);
  expect(asked).toEqual([201, 201, 429, 429]);
  const kept = JSON.stringify([
    await db.selectFrom('ticket_transfer').selectAll().execute(),
    await db.selectFrom('outbox').selectAll().execute(),
  ]);
  expect(kept).not.toMatch(/sora|Sora/);
});

test('TIC-10, TIC-7: each prints what is theirs and valid, and nobody else anything', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const { order, buyer, ids } = await soldTickets(api, stores, 3);
  const { body: offer } = await api.ask('POST', `/api/tickets/${ids[0]}/transfer`, { ...buyer, json: to });
  const receiver = receiverOf(api, offer.id);
  await api.ask('POST', `/api/transfers/${offer.id}/claim`, receiver);
  await db
    .updateTable('ticket')
    .set({ state: 'void' })
    .where('id', '=', ids[1] ?? '')
    .execute();
  const printed = async (path: string, who: object) => {
    const ask = () => fetch(`${api.url}${path}`, who);
    let response = await ask();
    // The first file of a process waits for the fonts.
    while (response.status === 503) response = await ask();
    if (response.status !== 200) return response.status;
    expect(response.headers.get('content-type')).toBe('application/pdf');
    return readPdf(Buffer.from(await response.arrayBuffer())).pages.map(({ text }) => text);
  };
  const own = await printed(`/api/orders/${order.id}/tickets.pdf`, buyer);
  expect(own).toHaveLength(1);
  expect(String(own)).toContain('Ticket 3 of 3');
  expect(String(own)).toContain('Minseo Han');
  const theirs = String(await printed(`/api/tickets/${ids[0]}/ticket.pdf?language=ko`, receiver));
  expect(theirs).toContain('Sora');
  expect(theirs).not.toMatch(/Minseo|₩|99,000/);
  expect(await printed(`/api/orders/${order.id}/tickets.pdf?from=2`, buyer)).toBe(404);
  expect(await printed(`/api/tickets/${ids[1]}/ticket.pdf`, buyer)).toBe(404);
  expect(await printed(`/api/tickets/${ids[0]}/ticket.pdf`, buyer)).toBe(409);
  const owner = { headers: { authorization: `Bearer ${await api.tokenOf('owner')}` } };
  for (const path of [`/api/orders/${order.id}/tickets.pdf`, `/api/tickets/${ids[2]}/ticket.pdf`])
    for (const stranger of [{}, owner, receiver]) expect(await printed(path, stranger)).toBe(404);
});
