/**
 * The main routes are asked as a house and its buyers ask them, and each answer is laid beside the OpenAPI document: a field
 * that is answered and not documented fails here, and so does one that is documented and never answered.
 */
import sharp from 'sharp';
import { expect } from 'vitest';
import { recordGivenUp } from '../db/dead-letters.ts';
import { raiseFlag } from '../db/order-flags.ts';
import { stageOutbox } from '../db/outbox.ts';
import type { SaleRecord } from '../db/sales.ts';
import { joinLine } from '../redis/line/join-line.ts';
import { reserveNumbers } from '../redis/line/reserve-numbers.ts';
import { signUp } from '../test/accounts.ts';
import { contentsOf, orderBody, type TestStores, test } from '../test/api.ts';
import { openDocumented } from '../test/documented.ts';
import { type House, openHouse, testAddress } from '../test/house.ts';
import { beginLine } from '../test/line.ts';
import { rich, secret } from '../test/points.ts';
import { newEntryId } from '../test/stores.ts';
import { totpCodeAt } from '../tokens/totp.ts';
import { transferKeyOf } from '../tokens/transfer-key.ts';

type Documented = Awaited<ReturnType<typeof openDocumented>>;
interface Walk {
  readonly house: House;
  readonly stores: TestStores;
  readonly ask: Documented['ask'];
}
const isInHand = ({ state, token }: { state: string; token: string | null }) =>
  state === 'valid' && token !== null;
const krw = (amount: number) => ({ amount, currency: 'KRW' });

test('API-22, RUN-21: what the main routes answer is documented, field by field, both ways, and nothing they keep names a buyer', {
  timeout: 120_000,
}, async ({ stores }) => {
  await using house = await openHouse(stores);
  const documented = await openDocumented(house.api);
  const walk: Walk = { house, stores, ask: documented.ask };
  const staff = await house.api.tokenOf('owner');
  await aHouseOfSales(walk, staff);
  await aBuyer(walk, staff);
  await theStaff(walk, staff);
  await whatEnds(walk, staff);
  const kept = await contentsOf(stores.db);
  // A member's address is read there, as it has to be; that of who is only invited is not, nor any buyer's.
  expect(kept).toContain('owner@house.test');
  expect(kept).not.toMatch(/example\.com|jiwoo|Minseo|Sora|Sejong|82101234/);
  expect(documented.wrong()).toEqual([]);
  expect(documented.neverAnswered()).toEqual([]);
  expect(documented.asked().length).toBeGreaterThan(90);
});

/** Making sales, steering them, and what everybody sees of them. */
async function aHouseOfSales({ house: { api }, stores, ask }: Walk, token: string): Promise<void> {
  const staff = (method: string, path: string, json?: unknown) =>
    ask(method, `/api/staff/${path}`, { token, ...(json !== undefined && { json }) });
  await staff('POST', 'categories', { slug: 'things', name: { ko: '물건', en: 'Things' } });
  await ask('GET', '/api/categories');
  const tiers = [
    { name: 'M', price: krw(20_000), listPrice: krw(30_000), attributes: { size: 'M' }, capacity: 9 },
  ];
  const opensAt = '2031-01-01T00:00:00Z';
  await staff('POST', 'sales', { slug: 'later', title: 'Later', tiers, opensAt, hideBeforeOpening: true });
  await ask('GET', '/api/sales/later');

  const sale = await api.makeSale({ slug: 'now', picture: '/art/record.svg', tiers });
  const line = await beginLine(stores.db, stores.redis, sale.id);
  await reserveNumbers(line, stores.db, sale.id);
  await joinLine(line, { saleId: sale.id, entryIds: [newEntryId()] });
  const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  // A picture is the only body that is no text.
  await fetch(`${api.url}/api/staff/sales/now/pictures`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'image/png' },
    body: new Uint8Array(png),
  });
  await staff('PATCH', 'sales/now', { venue: 'Pier 4', startsAt: opensAt });
  await staff('POST', 'sales/now/message', { ko: '잠시만요', en: 'One moment' });
  for (const act of ['pause', 'resume']) await staff('POST', `sales/now/${act}`, { reason: 'a drill' });
  const { body: wider } = await staff('POST', 'sales/later/tiers', { name: 'L', price: krw(5), capacity: 1 });
  await staff('PATCH', `sales/later/tiers/${wider.tiers[1].id}`, { price: krw(6) });
  await staff('DELETE', `sales/later/tiers/${wider.tiers[1].id}`);
  await staff('PUT', 'sales/now/stock', { tiers: [{ id: sale.tiers[0]?.id, capacity: 8 }] });
  await staff('POST', 'sales/now/codes', { count: 2, label: 'Press', usesMax: 2, endsAt: opensAt });
  const { body: codes } = await staff('GET', 'sales/now/codes');
  await staff('POST', `sales/now/codes/${codes.items[0].id}/withdraw`, { reason: 'leaked' });
  for (const path of ['sales', 'sales/now', 'sales/now/report', 'audit']) await staff('GET', path);
  for (const path of ['', '/now', '/now/stock']) await ask('GET', `/api/sales${path}`);
  await ask('POST', '/api/stock', { json: { slugs: ['now', 'later'] } });
  await ask('GET', '/api/payment-methods');
}

/** An account that collects, orders with points, pays, passes tickets on, and gives back. */
async function aBuyer({ house, stores, ask }: Walk, staff: string): Promise<void> {
  const { api } = house;
  const { token } = await rich(api, stores, 5_000);
  const me = (method: string, path: string, json?: unknown) =>
    ask(method, `/api/me${path}`, { token, ...(json !== undefined && { json }) });
  const address = { ...testAddress, line2: 'Room 2', phone: '+821012345678', note: 'Ring' };
  await me('PATCH', '', { phone: '+821012345678' });
  await me('POST', '/addresses', address);
  const goods = await api.makeSale({ mode: 'shelf', fulfilment: 'shipping', perVisitorMax: 9 });
  const items = [{ tierId: goods.tiers[0]?.id ?? '', quantity: 2 }];
  await me('POST', '/basket', { items });
  await me('PUT', '/wishlist', { items });
  await me('POST', '/wishlist/move', { tierIds: [items[0]?.tierId] });
  await ask('POST', '/api/basket/preview', { json: { items: [{ ...items[0], slug: goods.slug }] } });

  const order = async (sale: SaleRecord, more: object) => {
    const { headers } = await api.shopper(sale.id);
    return await ask('POST', `/api/sales/${sale.slug}/orders`, {
      headers: { ...headers, 'idempotency-key': sale.id, 'usher-secret': secret() },
      ...{ token, json: { ...orderBody(sale, 3), ...more } },
    });
  };
  const tickets = await order(await api.makeSale({ venue: 'Pier 4', startsAt: new Date() }), { points: 900 });
  const parcel = await order(goods, { address });
  const kept = await order(await api.makeSale({ fulfilment: 'shipping' }), { address });
  for (const { body } of [tickets, parcel, kept])
    await house.pay({ id: body.id, headers: { 'usher-order-key': body.key } });
  await ask('GET', `/api/orders/${tickets.body.id}`, { token });
  const part = { reason: 'a broken seat', lines: [{ lineNo: 1, quantity: 1 }] };
  await ask('POST', `/api/orders/${tickets.body.id}/refund`, { token: staff, json: part });
  const { body: mine } = await me('GET', '/tickets');
  const valid = mine.items.find(({ ticket }: { ticket: { state: string } }) => ticket.state === 'valid');
  const to = { email: 'sora@example.com', name: 'Sora' };
  const offer = await ask('POST', `/api/tickets/${valid.ticket.id}/transfer`, { token, json: to });
  const receiver = { headers: { 'usher-transfer-key': transferKeyOf(api.ring, offer.body.id) } };
  await ask('GET', `/api/transfers/${offer.body.id}`, receiver);
  await me('GET', '/tickets');
  await ask('POST', `/api/transfers/${offer.body.id}/claim`, receiver);
  await ask('GET', `/api/orders/${tickets.body.id}/tickets`, { token });
  const arrived = { state: 'delivered' as const, next_step_at: new Date(Date.now() + 3_600_000) };
  await stores.db.updateTable('order').set(arrived).where('id', '=', kept.body.id).execute();
  const back = { reason: 'too small', lines: [{ lineNo: 1, quantity: 1 }] };
  for (const verdict of ['refuse', 'accept']) {
    const { body } = await ask('POST', `/api/orders/${kept.body.id}/return`, { token, json: back });
    const asked = body.returns.find(({ state }: { state: string }) => state === 'asked').id;
    const reason = { reason: 'looked at it' };
    await ask('POST', `/api/staff/returns/${asked}/${verdict}`, { token: staff, json: reason });
  }
  await ask('POST', `/api/orders/${parcel.body.id}/cancel`, { token, json: { reason: 'too large' } });
  const paths = ['', '/orders', '/tickets', '/points', '/addresses', '/sessions', '/basket', '/wishlist'];
  for (const path of [...paths, '/flag', '/export']) await me('GET', path);
}

/** The people of the house, its doors, and what somebody has to look at. */
async function theStaff({ house: { api }, stores, ask }: Walk, token: string): Promise<void> {
  const staff = (method: string, path: string, json?: unknown) =>
    ask(method, `/api/staff/${path}`, { token, ...(json !== undefined && { json }) });
  await ask('POST', '/api/auth/login', { json: { email: 'owner@house.test', password: api.password } });
  await ask('GET', '/api/me', { token });
  await staff('POST', 'people/invitations', { email: 'jiwoo@house.test', role: 'door' });
  for (const path of ['people', 'people/invitations', 'doors']) await staff('GET', path);
  const { body: found } = await staff('GET', 'orders');
  for (const { id } of found.items) await staff('GET', `orders/${id}`);
  const [{ id, sale }] = found.items.filter(({ state }: { state: string }) => state === 'issued');
  const flag = { kind: 'mail_bounced' as const, key: 'b', orderId: id, paymentId: null };
  await stores.db
    .transaction()
    .execute((trx) => raiseFlag(trx, { ...flag, detail: { letter: 'order_paid', answer: '550' } }));
  await staff('GET', 'flags');
  await stageOutbox(stores.db, [{ saleId: null, topic: 'mail', key: 'm', payload: { orderId: id } }]);
  const [row] = await stores.db.selectFrom('outbox').select('id').where('key', '=', 'm').execute();
  await recordGivenUp(stores.db, [row?.id ?? 0], 'no such host', 8);
  await staff('GET', 'dead-letters');

  const { body: list } = await ask('GET', `/api/orders/${id}/tickets`, { token });
  const { id: ticketId, token: shown } = list.items.find(isInHand);
  const scanOf = (id: string, door: string, minutesAgo: number) => {
    const scannedAt = new Date(Date.now() - minutesAgo * 60_000).toISOString();
    return { id, token: shown, door, scannedAt };
  };
  const batch = async (of: string, device: string, scans: readonly object[]) =>
    await staff('POST', 'check-in/batch', { sale: of, device, deviceNow: new Date().toISOString(), scans });
  await staff('POST', 'check-in', { token: shown, door: 'A', sale: 'now' });
  await batch('now', 'b', [scanOf('scn_b', 'B', 0)]);
  await staff('POST', 'check-in', { token: shown, door: 'A', sale: sale.slug, device: 'a' });
  await batch(sale.slug, 'b', [scanOf('scn_b', 'B', 0)]);
  await batch(sale.slug, 'c', [scanOf('scn_c', 'C', 1)]);
  await batch(sale.slug, 'a', []);
  await staff('POST', 'check-in/undo', { ticketId, reason: 'wrong door' });
  await staff('PUT', `sales/${sale.slug}/door-staff`, { staffIds: [] });

  const email = 'other@example.com';
  const { body: other } = await signUp(api, stores, email);
  const { body: made } = await staff('POST', 'accounts/flags', { email, reason: 'resold' });
  await ask('POST', '/api/me/flag/appeal', { token: other.accessToken, json: { text: 'for friends' } });
  await staff('POST', `accounts/flags/${made.id}/answer`, { decision: 'lift', answer: 'we have looked' });
  for (const path of ['accounts/flags', 'audit?about=people']) await staff('GET', path);
  await ask('GET', '/api/me/flag', { token: other.accessToken });

  const begun = await staff('POST', 'me/two-step', { password: api.password });
  await staff('POST', 'me/two-step/confirm', { totp: totpCodeAt(begun.body.secret, Date.now()) });
  await staff('GET', 'me/two-step');
  await ask('POST', '/api/auth/login', { json: { email, password: 'a long enough password' } });
}

/** What is taken back, taken out, closed and deleted, by somebody who comes for that alone. */
async function whatEnds({ house: { api }, stores, ask }: Walk, token: string): Promise<void> {
  const reason = { reason: 'no more' };
  const staff = (method: string, path: string, json?: unknown) =>
    ask(method, `/api/staff/${path}`, { token, ...(json !== undefined && { json }) });
  await staff('PATCH', 'categories/things', { position: 0 });
  await staff('DELETE', 'categories/things');
  await staff('POST', 'sales/later/open');
  await staff('POST', 'sales/later/close', reason);
  const { slug } = await api.makeSale({ state: 'draft' });
  await staff('DELETE', `sales/${slug}`);
  for (const path of ['door-list', 'door-staff']) await staff('GET', `sales/now/${path}`);
  const { body: flags } = await staff('GET', 'flags');
  await staff('POST', `flags/${flags.items[0].id}/clear`, reason);
  const { body: letters } = await staff('GET', 'dead-letters');
  await staff('POST', `dead-letters/${letters.items[0].id}/set-aside`, reason);
  const { body: invited } = await staff('GET', 'people/invitations');
  await staff('POST', `people/invitations/${invited.items[0].id}/withdraw`, reason);
  const id = await api.hire('door');
  await staff('PATCH', `people/${id}`, { role: 'support' });
  await staff('POST', `people/${id}/withdraw`, reason);

  const email = 'leaving@example.com';
  for (const path of ['signup/code', 'password/reset/code'])
    await ask('POST', `/api/auth/${path}`, { json: { email } });
  const { body: signedUp } = await signUp(api, stores, email);
  const me = (method: string, path: string, json?: unknown) =>
    ask(method, `/api/me${path}`, { token: signedUp.accessToken, ...(json !== undefined && { json }) });
  const { body: kept } = await me('POST', '/addresses', testAddress);
  await me('PUT', `/addresses/${kept.id}`, { ...testAddress, isDefault: true });
  await me('DELETE', `/addresses/${kept.id}`);
  const goods = await api.makeSale({ mode: 'shelf' });
  const items = [{ tierId: goods.tiers[0]?.id ?? '', quantity: 1 }];
  for (const list of ['basket', 'wishlist']) {
    await me('PUT', `/${list}`, { items });
    await me('PATCH', `/${list}`, { items });
    await me('POST', `/${list}/merge`, { items });
    await me('DELETE', `/${list}`);
  }
  await api.ask('POST', '/api/auth/login', { json: { email, password: 'a long enough password' } });
  const { body: signIns } = await me('GET', '/sessions');
  const other = signIns.items.find((one: { isThis: boolean }) => !one.isThis);
  await me('DELETE', `/sessions/${other.id}`);
  await me('DELETE', '', { password: 'a long enough password' });
}
