/** Suspects over real sockets and stores: a number for everybody, a check for some, and the ways out. */
import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { checkCounts, clearCheck } from '../../db/line-checks.ts';
import { joinBudgets } from '../../domain/limits.ts';
import type { PlaceMessage } from '../../domain/protocol.ts';
import { fillBudget } from '../../test/budgets.ts';
import { type GatewayStores, openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { solveCheck } from '../../test/solve-check.ts';
import { newSecret } from '../../test/visitor.ts';

type TestGateway = Awaited<ReturnType<typeof openTestGateway>>;

/** An address that no other test has: budgets are Redis', which all tests share. */
const newAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
const limited = (stores: GatewayStores) => openTestGateway(stores, { TRUST_PROXY_HOPS: '1' });
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

/** As many as an address may send without being asked. */
async function crowdFrom(
  { redis }: GatewayStores,
  gateway: TestGateway,
  slug: string,
  address: string,
): Promise<void> {
  const { free } = joinBudgets.address;
  await Promise.all(Array.from({ length: free }, () => gateway.visitor(slug, from(address)).join()));
  // However long that took: some of it has leaked away meanwhile.
  await fillBudget(redis, 'join-address', address, free + 100);
}

test('ACC-10: who comes after a crowd of one address gets a number, waits in the slow lane, and is told why', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await limited(stores);
  const address = newAddress();
  await crowdFrom(stores, gateway, sale.slug, address);
  const suspect = await gateway.visitor(sale.slug, from(address)).join(newSecret());
  expect(suspect).toMatchObject({ state: 'waiting', lane: 'slow', ahead: 0, waiting: 61 });
  expect(suspect.number).toBeGreaterThan(60);
  expect(suspect.check).toMatchObject({ reason: 'address', challenge: { signature: expect.any(String) } });
  const other = await gateway.visitor(sale.slug, from(newAddress())).join();
  expect(other).toMatchObject({ number: (suspect.number ?? 0) + 1, ahead: 60 });
  expect(other.check).toBeUndefined();
  expect(other.lane).toBeUndefined();
  expect(await checkCounts(stores.db, sale.saleId)).toEqual({ suspects: 1, cleared: 0 });
});

test('ACC-12: the check solved leads to the ordinary line with the same number, on every socket', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await limited(stores);
  const address = newAddress();
  await crowdFrom(stores, gateway, sale.slug, address);
  const { secret, secretHash } = newSecret();
  const visitor = gateway.visitor(sale.slug, from(address));
  const suspect = await visitor.join({ secretHash });
  const tab = gateway.visitor(sale.slug, from(address));
  // A second tab is the same place, and asked the same; coming again costs nothing more.
  const { number } = suspect;
  expect(await tab.join({ secretHash, secret })).toMatchObject({ number, lane: 'slow', check: {} });
  await gateway.visitor(sale.slug, from(newAddress())).join();

  visitor.say({ type: 'prove', proof: await solveCheck(suspect.check?.challenge), secret });
  const isOut = (place: PlaceMessage) => place.lane === undefined;
  const out = await visitor.hear('place', isOut);
  expect(out).toMatchObject({ state: 'waiting', number, ahead: 60 });
  expect(out.receipt).not.toBe(suspect.receipt);
  expect(await tab.hear('place', isOut)).toMatchObject({ number });
  expect(await checkCounts(stores.db, sale.saleId)).toEqual({ suspects: 1, cleared: 1 });
  // The old receipt, of the slow lane, brings back the place as it is now.
  const again = await gateway.visitor(sale.slug, from(address)).join({ receipt: suspect.receipt, secret });
  expect(again).toMatchObject({ number, ahead: 60 });
  expect(again.lane).toBeUndefined();
});

test('ACC-12: a wrong or foreign solution is refused with another challenge, and changes nothing', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await limited(stores);
  const address = newAddress();
  await crowdFrom(stores, gateway, sale.slug, address);
  const [mine, other] = [
    gateway.visitor(sale.slug, from(address)),
    gateway.visitor(sale.slug, from(address)),
  ];
  const { number } = await mine.join(newSecret());
  const others = await other.join(newSecret());
  for (const proof of ['nonsense', await solveCheck(others.check?.challenge)]) {
    const before = mine.heard.length;
    mine.say({ type: 'prove', proof });
    const refused = await mine.hear('refused', () => true, before);
    expect(refused).toMatchObject({ code: 'proof_required', challenge: { signature: expect.any(String) } });
    // The new challenge is as good as the first one.
    if (proof !== 'nonsense') mine.say({ type: 'prove', proof: await solveCheck(refused.challenge) });
  }
  expect(await mine.hear('place', ({ lane }) => lane === undefined)).toMatchObject({ number });
});

test('ACC-10: cleared once is cleared for the sale, also after leaving', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await limited(stores);
  const address = newAddress();
  await crowdFrom(stores, gateway, sale.slug, address);
  const { secret, secretHash } = newSecret();
  const visitor = gateway.visitor(sale.slug, from(address));
  const { check, number = 0 } = await visitor.join({ secretHash });
  visitor.say({ type: 'prove', proof: await solveCheck(check?.challenge) });
  await visitor.hear('place', ({ lane }) => lane === undefined);
  visitor.say({ type: 'leave', secret });
  await visitor.hear('place', ({ state }) => state === 'left');
  const again = await gateway.visitor(sale.slug, from(address)).join({ secretHash, secret });
  expect(again.number).toBeGreaterThan(number);
  expect(again.lane).toBeUndefined();
});

test('ACC-12: cleared in PostgreSQL and not told to the line, or told to a line that forgot: coming back mends it', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { lobby: 'arrival' });
  await using gateway = await limited(stores);
  const address = newAddress();
  await crowdFrom(stores, gateway, sale.slug, address);
  const me = newSecret();
  const { receipt, number } = await gateway
    .visitor(sale.slug, from(address))
    .join({ secretHash: me.secretHash });
  await clearCheck(stores.db, sale.saleId, (await suspectsOf(stores, sale.saleId))[0] ?? '', 'work');
  const back = await gateway.visitor(sale.slug, from(address)).join({ ...me, receipt });
  expect(back).toMatchObject({ number, ahead: 60 });
  expect(back.lane).toBeUndefined();
  // The line forgets them; the receipt of the slow lane is all they have kept.
  for (const key of ['line', 'slow', 'returned'])
    await stores.redis.zrem(`sale:{${sale.saleId}}:${key}`, ...(await suspectsOf(stores, sale.saleId)));
  const again = await gateway.visitor(sale.slug, from(address)).join({ receipt, secret: me.secret });
  expect(again).toMatchObject({ number, ahead: 60 });
  expect(again.lane).toBeUndefined();
});

test('ACC-10: far above the bound work is asked before a number, and with it there is one at once', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await limited(stores);
  const address = newAddress();
  await fillBudget(stores.redis, 'join-address', address, 2 * joinBudgets.address.most);
  const secret = newSecret();
  const visitor = await gateway.visitor(sale.slug, from(address)).open();
  visitor.say({ type: 'join', ...secret });
  const { code, challenge, reason } = await visitor.hear('refused');
  expect([code, reason]).toEqual(['proof_required', 'address']);
  const place = await visitor.join({ ...secret, proof: await solveCheck(challenge) });
  expect(place).toMatchObject({ number: 1, ahead: 0 });
  expect(place.lane).toBeUndefined();
  // Back with the receipt nothing is asked, however full the budget.
  const again = await gateway.visitor(sale.slug, from(address)).join({ ...secret, receipt: place.receipt });
  expect(again).toMatchObject({ number: 1 });
  // The same solution gets nobody else in.
  const thief = await gateway.visitor(sale.slug, from(address)).open();
  thief.say({ type: 'join', ...newSecret(), proof: await solveCheck(challenge) });
  expect(await thief.hear('refused')).toMatchObject({ code: 'proof_required' });
});

test('ACC-10: the same over HTTP, as a problem with its challenge', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await limited(stores);
  const address = newAddress();
  await fillBudget(stores.redis, 'join-address', address, 2 * joinBudgets.address.most);
  const { secretHash } = newSecret();
  const post = async (body: object) => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': address };
    const asked = { method: 'POST', headers, body: JSON.stringify(body) };
    return await fetch(`${gateway.url}/api/sales/${sale.slug}/line`, asked);
  };
  const refused = await post({ secretHash });
  expect(refused.status).toBe(403);
  const { challenge, ...said } = (await refused.json()) as { challenge: unknown };
  expect(said).toMatchObject({ code: 'proof_required', reason: 'address' });
  const joined = await post({ secretHash, proof: await solveCheck(challenge) });
  expect(await joined.json()).toMatchObject({ place: { number: 1, state: 'waiting' } });
});

test('ACC-11: loopback is exempt unless it is meant', async ({ stores }) => {
  const sale = await openTestSale(stores);
  const exempt = await openTestGateway(stores);
  const meant = await openTestGateway(stores, { LIMITS_LOOPBACK: 'on' });
  const localAddress = `127.${randomInt(1, 256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  await fillBudget(stores.redis, 'join-address', localAddress, 2 * joinBudgets.address.most);
  expect((await exempt.visitor(sale.slug, { localAddress }).join()).lane).toBeUndefined();
  const visitor = await meant.visitor(sale.slug, { localAddress }).open();
  visitor.say({ type: 'join', ...newSecret() });
  expect(await visitor.hear('refused')).toMatchObject({ code: 'proof_required' });
  await Promise.all([exempt, meant].map((gateway) => gateway[Symbol.asyncDispose]()));
});

test('ACC-11: one device that takes place after place is checked, whatever its addresses', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await limited(stores);
  const { secret, secretHash } = newSecret();
  let place: PlaceMessage | null = null;
  for (let n = 0; n <= joinBudgets.device.free; n += 1) {
    const visitor = gateway.visitor(sale.slug, from(newAddress()));
    place = await visitor.join({ secretHash, secret });
    if (n < joinBudgets.device.free) {
      expect(place.lane).toBeUndefined();
      visitor.say({ type: 'leave', secret });
      await visitor.hear('place', ({ state }) => state === 'left');
    }
  }
  expect(place).toMatchObject({ lane: 'slow', check: { reason: 'device' } });
});

test('ACC-12: who was asked before the opening stands in the slow lane after it, and a poll says so too', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { state: 'lobby', opens_at: new Date(Date.now() + 3_600_000) });
  await using gateway = await limited(stores);
  const address = newAddress();
  await crowdFrom(stores, gateway, sale.slug, address);
  const { secret, secretHash } = newSecret();
  const visitor = gateway.visitor(sale.slug, from(address));
  const { receipt = '', ...early } = await visitor.join({ secretHash });
  expect(early).toMatchObject({ state: 'lobby', lane: 'slow', check: { reason: 'address' } });
  const headers = { 'usher-receipt': receipt, 'usher-secret': secret };
  const polled = await fetch(`${gateway.url}/api/sales/${sale.slug}/line`, { headers });
  const { place } = (await polled.json()) as { place: PlaceMessage };
  expect(place).toMatchObject({ state: 'lobby', lane: 'slow', check: { reason: 'address' } });
  visitor.say({ type: 'prove', proof: await solveCheck(place.check?.challenge) });
  expect(await visitor.hear('place', ({ lane }) => lane === undefined)).toMatchObject({ state: 'lobby' });
});

async function suspectsOf({ db }: GatewayStores, saleId: string): Promise<string[]> {
  const rows = await db.selectFrom('line_check').select('visitor_id').where('sale_id', '=', saleId).execute();
  return rows.map(({ visitor_id }) => visitor_id);
}
