/**
 * A place through what happens to phones, networks, processes and files: asleep for half an hour, another network, a
 * gateway gone, a clock that is wrong (LIN-34). What Redis loses is cut-file.test.ts.
 */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { metaKey, seenKey } from '../../redis/keys.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { systemClock } from '../../runtime/clock.ts';
import { openTestGateway, openTestSale, test } from '../gateway.ts';
import { newSecret } from '../visitor.ts';

const HALF_AN_HOUR_MS = 1_800_000;

test('LIN-34: a phone asleep for half an hour has its place; where its turn went by, it is next', async ({
  stores,
}) => {
  const { redis } = stores;
  const sale = await openTestSale(stores, { floor_max: 1 });
  await using gateway = await openTestGateway(stores);
  const [a, b, c] = [newSecret(), newSecret(), newSecret()];
  const inside = gateway.visitor(sale.slug);
  await inside.join(a);
  const sleeper = gateway.visitor(sale.slug);
  const { receipt } = await sleeper.join(b);
  const far = gateway.visitor(sale.slug);
  const other = await far.join(c);
  await sale.admit();
  await inside.hear('call');
  sleeper.socket.terminate(); // No farewell: the network went with the screen.
  far.socket.terminate();
  const asleep = Date.now() - HALF_AN_HOUR_MS;
  for (const entryId of await redis.zrange(seenKey(sale.saleId), 0, -1))
    await redis.zadd(seenKey(sale.saleId), asleep, entryId);
  const { head } = await readStandings(sale.line, { saleId: sale.saleId, entryIds: [] });
  expect(head.waiting).toBe(2); // Nobody is called: nobody loses anything by sleeping.

  inside.say({ type: 'leave' });
  await inside.hear('place', ({ state }) => state === 'left');
  await redis.hset(metaKey(sale.saleId), 'bucket_at', 0);
  await sale.admit(); // Their turn goes by.
  const awake = gateway.visitor(sale.slug);
  expect(await awake.join({ receipt, secret: b.secret })).toMatchObject({
    state: 'waiting',
    number: 2,
    ahead: 0,
  });
  const late = gateway.visitor(sale.slug);
  await late.join({ receipt: other.receipt, secret: c.secret });
  await redis.hset(metaKey(sale.saleId), 'bucket_at', 0);
  await sale.admit();
  await awake.hear('call');
  expect(late.heard.some(({ type }) => type === 'call')).toBe(false);
});

test('LIN-34: asleep through its call it is called once more', async ({ stores }) => {
  const sale = await openTestSale(stores, { floor_max: 1 });
  await using gateway = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const sleeper = gateway.visitor(sale.slug);
  const { receipt } = await sleeper.join({ secret, secretHash });
  await sale.admit();
  await sleeper.hear('call');
  sleeper.socket.terminate();
  await sql`update admission set claim_by = now() - interval '29 minutes'`.execute(stores.db);
  for (let round = 0; round < 3; round += 1) {
    await stores.redis.hset(metaKey(sale.saleId), 'bucket_at', 0);
    await sale.admit();
  }
  const awake = gateway.visitor(sale.slug);
  expect(await awake.join({ receipt, secret })).toMatchObject({ state: 'waiting', number: 1, callNo: 1 });
  await stores.redis.hset(metaKey(sale.saleId), 'bucket_at', 0);
  await sale.admit();
  await awake.hear('call');
  awake.say({ type: 'claim', secret });
  await awake.hear('pass');
});

test('LIN-34: over another network to another gateway it is the same place, while the old connection hangs', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using wifi = await openTestGateway(stores);
  await using mobile = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  await wifi.visitor(sale.slug).join();
  const before = wifi.visitor(sale.slug, { autoPong: false } as never);
  const { receipt, number } = await before.join({ secret, secretHash });
  before.socket.pause(); // Half open: nothing arrives, and nobody is told.
  const after = mobile.visitor(sale.slug, { localAddress: '127.0.0.2' });
  expect(await after.join({ receipt, secret })).toMatchObject({ number, ahead: 1 });
  for (let second = 0; second < 80; second += 1) await wifi.tick(); // Given up there, for want of pongs.
  const { head } = await readStandings(sale.line, { saleId: sale.saleId, entryIds: [] });
  expect(head.waiting).toBe(2);
  await sale.admit();
  await after.hear('call');
  after.say({ type: 'claim', secret });
  await after.hear('pass');
});

test('LIN-34: a gateway that is gone takes no place with it, nor a call, nor a pass', async ({ stores }) => {
  const sale = await openTestSale(stores, { floor_max: 2 });
  await using next = await openTestGateway(stores);
  const gone = await openTestGateway(stores);
  const people = [newSecret(), newSecret(), newSecret()];
  const places = [];
  const sockets = people.map(() => gone.visitor(sale.slug));
  for (const [at, socket] of sockets.entries()) places.push(await socket.join(people[at]));
  await sale.admit();
  await sockets[0]?.hear('call');
  await sockets[1]?.hear('call');
  sockets[0]?.say({ type: 'claim', secret: people[0]?.secret });
  const pass = await sockets[0]?.hear('pass');
  await gone[Symbol.asyncDispose]();
  const back = people.map(() => next.visitor(sale.slug));
  for (const [at, socket] of back.entries()) {
    const shown = { receipt: places[at]?.receipt, secret: people[at]?.secret };
    expect(await socket.join(shown)).toMatchObject({ state: ['shopping', 'called', 'waiting'][at] });
  }
  expect((await back[0]?.hear('pass'))?.expiresAt).toBe(pass?.expiresAt);
  await back[1]?.hear('call');
});

test("LIN-34: a gateway's clock that is five minutes off changes no deadline and no place", async ({
  stores,
}) => {
  for (const offMs of [-300_000, 300_000]) {
    const sale = await openTestSale(stores, { claim_seconds: 60 });
    await using gateway = await openTestGateway(stores, {}, () => systemClock() + offMs);
    const { secret, secretHash } = newSecret();
    const visitor = gateway.visitor(sale.slug);
    await visitor.join({ secret, secretHash });
    await sale.admit();
    const { claimBy } = await visitor.hear('call');
    visitor.say({ type: 'claim', secret });
    const { expiresAt } = await visitor.hear('pass');
    const row = await stores.db
      .selectFrom('admission')
      .selectAll()
      .where('sale_id', '=', sale.saleId)
      .executeTakeFirstOrThrow();
    expect(claimBy).toBe(row.claim_by.toISOString());
    expect(Math.abs(Date.parse(expiresAt) - Number(row.pass_ends_at))).toBeLessThanOrEqual(1_000);
    expect(row.state).toBe('shopping');
  }
});
