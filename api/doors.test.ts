/** Doors over the API: scans with and without a network, undoing, the list to take along, and who may. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { newId } from '../runtime/chance.ts';
import { openTestApi, type TestApi, type TestStores, test } from '../test/api.ts';
import { formerToken } from '../test/former-ticket.ts';
import { issuedOrder } from '../test/tickets.ts';
import { ticketCodeOf } from '../tokens/ticket-code.ts';
import { signTicket } from '../tokens/ticket-token.ts';

async function doorOf(api: TestApi, { db, keys }: TestStores, units = 3) {
  const sale = await api.makeSale();
  const { order, tickets } = await issuedOrder(db, { units, keys, saleId: sale.id });
  await db
    .updateTable('ticket')
    .set({ issued_at: new Date(Date.now() - 7_200_000) })
    .execute();
  const shown = await Promise.all(
    tickets.map(async ({ id, sale_id, tier_id }) => ({
      id,
      token: await signTicket(api.ring, { ticketId: id, saleId: sale_id, tierId: tier_id, serial: 1 }),
      code: ticketCodeOf(api.ring, { ticketId: id, serial: 1 }),
    })),
  );
  return { sale, order, tickets, shown };
}
const isoAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

test('DOR-1: a door hears when and where a ticket was let in, whatever it read', async ({ stores, db }) => {
  await using api = await openTestApi(stores);
  const { sale, shown } = await doorOf(api, stores);
  const token = await api.tokenOf('door');
  const scan = async (what: string, more: object = {}) =>
    (
      await api.ask('POST', '/api/staff/check-in', {
        token,
        json: { token: what, door: 'A', sale: sale.slug, ...more },
      })
    ).body;
  const scanId = newId('scn');
  const first = await scan(shown[0]?.token ?? '', { scanId });
  expect(first).toMatchObject({ result: 'in', door: 'A', at: expect.any(String), ticketId: shown[0]?.id });
  expect(await scan(shown[0]?.token ?? '', { scanId })).toEqual(first);
  expect(await scan(shown[0]?.code ?? '', { door: 'B' })).toEqual({ ...first, result: 'already' });
  expect(await scan('HB27-4TQK-9MX2')).toEqual({ result: 'unknown' });
  const other = await doorOf(api, stores);
  expect(await scan(other.shown[0]?.token ?? '')).toMatchObject({ result: 'unknown', otherSale: true });
  await db
    .updateTable('ticket')
    .set({ state: 'void' })
    .where('id', '=', shown[1]?.id ?? '')
    .execute();
  expect(await scan(shown[1]?.token ?? '')).toMatchObject({ result: 'void' });
  const lines = await db
    .selectFrom('audit')
    .select('detail')
    .where('act', '=', 'ticket.checkIn')
    .orderBy('id')
    .execute();
  expect(lines.map(({ detail }) => detail.result)).toEqual([
    'in',
    'in',
    'already',
    'unknown',
    'unknown',
    'void',
  ]);
});

test('TIC-9: a code from before tokens were shortened lets its ticket in, once with the one of now', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const { sale, tickets, shown } = await doorOf(api, stores, 1);
  const [ticket] = tickets;
  if (!ticket) throw new Error('no ticket');
  const token = await api.tokenOf('door');
  const scan = async (what = '') =>
    (
      await api.ask('POST', '/api/staff/check-in', {
        token,
        json: { token: what, door: 'A', sale: sale.slug },
      })
    ).body;
  const former = await formerToken(api.ring, ticket);
  const { id: ticketId, tier_id: tierId } = ticket;
  expect(await scan(former)).toMatchObject({ result: 'in', ticketId, tierId });
  expect(await scan(shown[0]?.token)).toMatchObject({ result: 'already', ticketId });
  expect(await scan(await formerToken(api.ring, ticket, 2))).not.toMatchObject({ result: 'in' });
});

test('DOR-2, DOR-3: scans from without a network sync once, by corrected time, and each side hears of the other', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const { sale, shown } = await doorOf(api, stores);
  const token = await api.tokenOf('door');
  const [one, two] = shown;
  const online = await api.ask('POST', '/api/staff/check-in', {
    token,
    json: { token: one?.token, door: 'A', sale: sale.slug, device: 'online' },
  });
  // A scanner whose clock is an hour fast: a minute before it sends, by its own clock, is a minute ago.
  const batch = {
    ...{ sale: sale.slug, device: 'offline', deviceNow: isoAgo(-3_600) },
    scans: [
      { id: newId('scn'), token: two?.code, door: 'B', scannedAt: isoAgo(-3_600 + 30) },
      { id: newId('scn'), token: one?.token, door: 'B', scannedAt: isoAgo(-3_600 + 60) },
      { id: newId('scn'), token: 'a poster', door: 'B', scannedAt: isoAgo(-3_600 + 20) },
    ],
  };
  const send = () => api.ask('POST', '/api/staff/check-in/batch', { token, json: batch });
  const { body } = await send();
  expect(body.items).toMatchObject([
    { result: 'in', ticketId: one?.id, door: 'B', again: { at: online.body.at, door: 'A' } },
    { result: 'in', ticketId: two?.id },
    { result: 'unknown' },
  ]);
  const minuteMs = Date.now() - Date.parse(body.items[0].at);
  expect(minuteMs).toBeGreaterThan(55_000);
  expect(minuteMs).toBeLessThan(75_000);
  expect(body.counts).toEqual({ inside: 2, awaited: 1, void: 0 });
  const repeated = (await send()).body;
  expect(repeated.items.map(({ result }: { result: string }) => result)).toEqual(['in', 'in', 'unknown']);
  expect(repeated).toMatchObject({ counts: body.counts, version: body.version, overtaken: [] });

  const news = await api.ask('POST', '/api/staff/check-in/batch', {
    token,
    json: { ...batch, device: 'online', scans: [] },
  });
  expect(news.body.overtaken).toMatchObject([{ ticketId: one?.id, door: 'B', at: body.items[0].at }]);
});

test('DOR-4: undoing wants a reason, which the journal keeps', async ({ stores, db }) => {
  await using api = await openTestApi(stores);
  const { shown } = await doorOf(api, stores);
  const token = await api.tokenOf('door');
  const json = { ticketId: shown[0]?.id, reason: 'wrong person' };
  const undo = async () => (await api.ask('POST', '/api/staff/check-in/undo', { token, json })).body;
  expect(await undo()).toEqual({ ticketId: json.ticketId, undone: false });
  await api.ask('POST', '/api/staff/check-in', { token, json: { token: shown[0]?.code, door: 'A' } });
  expect((await undo()).undone).toBe(true);
  expect(
    await db
      .selectFrom('audit')
      .select(['reason', 'detail'])
      .where('act', '=', 'ticket.undoCheckIn')
      .execute(),
  ).toEqual([{ reason: 'wrong person', detail: { ticketId: json.ticketId, door: 'A' } }]);
});

test('DOR-5: the list has every ticket and no person, and another ETag when any of them has changed', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const { sale, shown } = await doorOf(api, stores, 5);
  const token = await api.tokenOf('door');
  const list = (headers = {}) =>
    api.ask('GET', `/api/staff/sales/${sale.slug}/door-list`, { token, headers });
  const first = await list();
  const [head, ...lines] = (first.body as string)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(head).toMatchObject({ sale: sale.slug, saleId: sale.id, awaited: 5, inside: 0 });
  expect(lines.map(([id]) => id)).toEqual(shown.map(({ id }) => id));
  const codeHash = createHash('sha256')
    .update(`${sale.id}|${shown[0]?.code.replaceAll('-', '')}`)
    .digest('base64url')
    .slice(0, 16);
  expect(lines[0]).toEqual([shown[0]?.id, 1, 'valid', codeHash]);
  for (const secret of [...shown.flatMap(({ code, token }) => [code, token]), 'Minseo', '@'])
    expect(first.body).not.toContain(secret);

  const etag = first.headers.get('etag') ?? '';
  expect((await list({ 'if-none-match': etag })).status).toBe(304);
  const changes = [
    () => api.ask('POST', '/api/staff/check-in', { token, json: { token: shown[0]?.code, door: 'A' } }),
    () =>
      api.ask('POST', '/api/staff/check-in/undo', { token, json: { ticketId: shown[0]?.id, reason: 'r' } }),
    () => api.ask('POST', '/api/staff/check-in', { token, json: { token: shown[1]?.code, door: 'A' } }),
    () =>
      db
        .updateTable('ticket')
        .set({ state: 'void' })
        .where('id', '=', shown[2]?.id ?? '')
        .execute(),
  ];
  const seen = [];
  for (const change of changes) {
    await change();
    seen.push((await list()).headers.get('etag'));
  }
  // Undone it is as it was; everything else is another list.
  expect(seen[1]).toBe(etag);
  expect(new Set(seen).size).toBe(4);
  expect((await list()).body).toMatch(/"used","[^"]+","\d{4}-[^"]+","A"\]/);
});

test('DOR-6: a sale that names its door staff is open to nobody else of that role', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const { sale, shown } = await doorOf(api, stores);
  const owner = await api.tokenOf('owner');
  const door = await api.tokenOf('door');
  const colleague = await api.hire('door', 'colleague@house.test');
  const set = (staffIds: string[]) =>
    api.ask('PUT', `/api/staff/sales/${sale.slug}/door-staff`, { token: owner, json: { staffIds } });
  const asks = [
    ['POST', '/api/staff/check-in', { json: { token: shown[0]?.code, door: 'A' } }],
    ['POST', '/api/staff/check-in', { json: { token: 'x', door: 'A', sale: sale.slug } }],
    ['POST', '/api/staff/check-in/undo', { json: { ticketId: shown[0]?.id, reason: 'r' } }],
    ['GET', `/api/staff/sales/${sale.slug}/door-list`, {}],
    [
      'POST',
      '/api/staff/check-in/batch',
      { json: { sale: sale.slug, device: 'a', deviceNow: isoAgo(0), scans: [] } },
    ],
  ] as const;
  const statuses = async (token: string) =>
    await Promise.all(
      asks.map(async ([method, path, ask]) => (await api.ask(method, path, { ...ask, token })).status),
    );
  const doors = async (token: string) =>
    (await api.ask('GET', '/api/staff/doors', { token })).body.items.length;

  expect((await set([colleague])).body).toEqual({ staffIds: [colleague] });
  expect(await statuses(door)).toEqual([403, 403, 403, 403, 403]);
  expect(await doors(door)).toBe(0);
  expect(await doors(owner)).toBe(1);
  expect(await statuses((await api.signIn('colleague@house.test')).body.accessToken)).toEqual([
    200, 200, 200, 200, 200,
  ]);
  await set([]);
  expect(await statuses(door)).toEqual([200, 200, 200, 200, 200]);
  expect(await doors(door)).toBe(1);
});
