/**
 * A place through what happens to phones, networks, processes and files: asleep for half an hour, another network, a
 * gateway gone, the last bytes of Redis' file lost, a clock that is wrong (LIN-34).
 */
import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { claimAdmissions } from '../../db/admissions.ts';
import { journalExits } from '../../db/line-exits.ts';
import type { LiveSale } from '../../db/live-sales.ts';
import type { WaitingLane } from '../../domain/lane.ts';
import { lineDoors } from '../../gateway/line/doors.ts';
import { DrawnPlaces } from '../../gateway/line/drawn-places.ts';
import { hallBatches } from '../../gateway/line/hall-batches.ts';
import { tell, tick } from '../../queue-worker/admission/tick.ts';
import { keepLines } from '../../queue-worker/line-keeper/start.ts';
import { metaKey, seenKey } from '../../redis/keys.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { snoozePlace } from '../../redis/line/snooze-place.ts';
import { openLine } from '../../redis/line.ts';
import { openRedis } from '../../redis/open.ts';
import { systemClock } from '../../runtime/clock.ts';
import { openTestGateway, openTestSale, test } from '../gateway.ts';
import { insertSale } from '../line.ts';
import { startPrivateRedis } from '../private-redis.ts';
import { newEntryId, testLog } from '../stores.ts';
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

test("LIN-34: whatever number of bytes Redis' file loses at its end, everybody stands where they stood", async ({
  db,
}) => {
  const server = await startPrivateRedis();
  const redis = openRedis(server.url, testLog);
  const ready = () => new Promise<void>((resolve) => redis.once('ready', () => resolve()));
  await ready();
  try {
    const line = openLine({ redis, db, log: testLog });
    const keeper = { db, redis, line, log: testLog, name: 'keeper' };
    const saleId = await insertSale(db, { floor_max: 20, units: 10_000, priority_share: 30 });
    await keepLines(keeper);
    const doors = lineDoors(line, db);
    const deps = { db, redis, line, log: testLog };
    const sale = { id: saleId, drawKey: null, drawSize: null } as LiveSale;
    const ask = hallBatches({
      db,
      doors,
      drawn: new DrawnPlaces(),
      sale: () => sale,
      learn: () => {},
      hint: () => {},
    });
    const everybody: { entryId: string; number: number; lane: WaitingLane }[] = [];
    const left = new Set<string>();
    let lastNumber = 0;
    for (const cutBytes of [1, 40, 700, 4_096, 20_000, 65_536]) {
      const fresh = Array.from({ length: 120 }, newEntryId);
      const lanes = fresh.map((_, at): WaitingLane => (at % 10 === 3 ? 'priority' : 'ordinary'));
      const { standings } = await doors.join({ saleId, entryIds: fresh, lanes });
      // Numbers are never handed out twice, whatever was forgotten.
      expect(Math.min(...standings.map(({ number }) => number))).toBeGreaterThan(lastNumber);
      lastNumber = Math.max(...standings.map(({ number }) => number));
      everybody.push(
        ...standings.map(({ entryId, number }, at) => ({ entryId, number, lane: lanes[at] ?? 'ordinary' })),
      );
      await redis.hset(metaKey(saleId), 'bucket_at', 0);
      await tick(deps, saleId);
      const { rows: called } = await sql<{ visitor_id: string }>`
        select visitor_id from admission where sale_id = ${saleId} and state = 'called' limit 3`.execute(db);
      await tell(
        deps,
        saleId,
        await claimAdmissions(db, { saleId, entryIds: called.map((row) => row.visitor_id) }),
      );
      const gone = standings.at(-1);
      if (gone) {
        await journalExits(db, saleId, [gone]);
        await leaveLine(line, { saleId, exits: [gone] });
        left.add(gone.entryId);
      }
      const [snoozer = ''] = fresh.slice(-2);
      await snoozePlace(line, { saleId, snoozes: [{ entryId: snoozer, letPass: 5 }] });
      const entryIds = everybody.map(({ entryId }) => entryId);
      const before = (await readAll(line, saleId, entryIds)).map(({ state, number }) => ({ state, number }));

      const back = ready();
      await server.restart({ cutBytes });
      await back;
      await expect.poll(() => keepLines(keeper).then(() => true), { timeout: 8_000 }).toBe(true);
      await untilRewritten(redis);
      const receipts = everybody.map((one) => ({
        ...{
          saleId,
          entryId: one.entryId,
          number: one.number,
          lobby: false,
          generation: 1,
          secretHash: null,
        },
        ...(one.lane !== 'ordinary' && { lane: one.lane }),
      }));
      const readings = await Promise.all(receipts.map((receipt) => ask.restore.add(receipt)));
      const after = readings.map(({ standing: { state, number } }) => ({ state, number }));
      // A place that let others pass stands in the line again, where the word of it was among what was lost.
      const plain = (all: typeof before) =>
        all.map(({ state, number }) => ({ state: state === 'snoozed' ? 'waiting' : state, number }));
      expect([cutBytes, plain(after)]).toEqual([cutBytes, plain(before)]);
      for (const entryId of left) expect(after[entryIds.indexOf(entryId)]?.state).toBe('none');
    }
  } finally {
    redis.disconnect();
    await server.stop();
  }
}, 60_000);

/** The file that is cut next holds what came since. */
async function untilRewritten(redis: Redis): Promise<void> {
  const isBusy = async () => /aof_rewrite_(in_progress|scheduled):1/.test(await redis.info('persistence'));
  await expect.poll(isBusy, { timeout: 8_000 }).toBe(false);
}

async function readAll(
  line: Parameters<typeof readStandings>[0],
  saleId: string,
  entryIds: readonly string[],
) {
  const all = [];
  for (let from = 0; from < entryIds.length; from += 500)
    all.push(
      ...(await readStandings(line, { saleId, entryIds: entryIds.slice(from, from + 500) })).standings,
    );
  return all;
}
