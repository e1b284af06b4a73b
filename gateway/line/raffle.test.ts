/** Raffles as visitors meet them: over sockets and HTTP, on real stores, through an emptied Redis. */
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import type { PlaceMessage } from '../../domain/protocol.ts';
import { keepLines } from '../../queue-worker/line-keeper/start.ts';
import { tickList } from '../../queue-worker/reserve-list/tick.ts';
import { openLine } from '../../redis/line.ts';
import { openRedis } from '../../redis/open.ts';
import {
  type GatewayStores,
  openTestGateway,
  openTestSale,
  type TestSale,
  test,
} from '../../test/gateway.ts';
import { letRegistrationEnd, letTurnsEnd } from '../../test/list.ts';
import { type PrivateRedis, startPrivateRedis } from '../../test/private-redis.ts';
import { testLog } from '../../test/stores.ts';
import { newSecret, type TestVisitor } from '../../test/visitor.ts';

const inAnHour = () => new Date(Date.now() + 3_600_000);
const openRaffle = (stores: Pick<GatewayStores, 'db' | 'redis'>, winners = 2) =>
  openTestSale(stores, { mode: 'raffle', state: 'lobby', winners, opens_at: inAnHour() });
const listDeps = ({ db, redis }: GatewayStores, sale: TestSale) => ({
  db,
  redis,
  line: sale.line,
  log: testLog,
});

/** Registered visitors with their secrets. */
async function register(
  gateway: Awaited<ReturnType<typeof openTestGateway>>,
  slug: string,
  count: number,
): Promise<{ visitor: TestVisitor; secret: string; secretHash: string }[]> {
  const registered = [];
  for (let i = 0; i < count; i += 1) {
    const secret = newSecret();
    const visitor = gateway.visitor(slug);
    expect(await visitor.join(secret)).toMatchObject({ state: 'registered', ahead: null });
    registered.push({ visitor, ...secret });
  }
  return registered;
}

describe('a raffle', () => {
  test('RAF-1: joining registers, once a visitor, and is in PostgreSQL before it is answered', async ({
    stores,
  }) => {
    const sale = await openRaffle(stores);
    await using gateway = await openTestGateway(stores);
    const secret = newSecret();
    const first = gateway.visitor(sale.slug);
    const place = await first.join(secret);
    expect(place).toMatchObject({ state: 'registered', ahead: null, waiting: 1 });
    expect(place).not.toHaveProperty('number');
    const rows = () =>
      stores.db.selectFrom('reserve_entry').select(['visitor_id', 'state', 'lobby_index']).execute();
    expect(await rows()).toMatchObject([{ state: 'registered', lobby_index: 1 }]);
    expect(await gateway.visitor(sale.slug).join(secret)).toMatchObject({ state: 'registered' });
    expect(await rows()).toHaveLength(1);
    first.say({ type: 'leave' });
    await first.hear('place', ({ state }) => state === 'left');
    expect(await rows()).toMatchObject([{ state: 'left', lobby_index: null }]);
    expect(await gateway.visitor(sale.slug).join(secret)).toMatchObject({ state: 'registered' });
    expect(await rows()).toMatchObject([{ state: 'registered', lobby_index: 2 }]);
  });

  test('RAF-1: over HTTP it is the same, and once registration has ended nobody is let in any more', async ({
    stores,
  }) => {
    const sale = await openRaffle(stores);
    await using gateway = await openTestGateway(stores);
    const join = (body: object) =>
      fetch(`${gateway.url}/api/sales/${sale.slug}/line`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const answer = await join(newSecret());
    expect(await answer.json()).toMatchObject({
      place: { state: 'registered' },
      nextPollMs: expect.any(Number),
    });
    await letRegistrationEnd(stores.db, sale.saleId);
    const late = await join(newSecret());
    expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([409, 'sale_not_open']);
    const visitor = await gateway.visitor(sale.slug).open();
    visitor.say({ type: 'join', ...newSecret() });
    expect(await visitor.hear('refused')).toMatchObject({ code: 'sale_not_open' });
  });

  test('RAF-4, RAF-9: winners hear until when they may buy, the others their number; a turn is a pass until then', async ({
    stores,
  }) => {
    const sale = await openRaffle(stores);
    await using gateway = await openTestGateway(stores);
    const people = await register(gateway, sale.slug, 4);
    await letRegistrationEnd(stores.db, sale.saleId);
    await sale.open();
    const told = await Promise.all(
      people.map(({ visitor }) =>
        visitor.hear('place', ({ state }) => state === 'won' || state === 'notDrawn'),
      ),
    );
    const won = told.flatMap((place, i) => (place.state === 'won' ? [{ place, ...people[i] }] : []));
    const lost = told.filter(({ state }) => state === 'notDrawn');
    expect(won.map(({ place }) => place.number).sort()).toEqual([1, 2]);
    expect(lost.map(({ number, reserveNumber }) => [number, reserveNumber]).sort()).toEqual([
      [3, 1],
      [4, 2],
    ]);
    expect(lost.every(({ ahead }) => ahead === null)).toBe(true);
    const [winner] = won;
    const claimBy = winner?.place.claimBy ?? '';
    expect(Date.parse(claimBy) - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
    winner?.visitor?.say({ type: 'claim', secret: winner.secret });
    expect(await winner?.visitor?.hear('pass')).toMatchObject({ expiresAt: claimBy });
    // Nobody heard of anything before the sale was open.
    for (const { visitor } of people) {
      const places = visitor.heard.flatMap((message) => (message.type === 'place' ? [message.state] : []));
      expect(new Set(places.slice(0, -1))).toEqual(new Set(['registered', ...places.slice(1, -1)]));
    }
  });

  test('RAF-5, RAF-7: the list moves up when a winner lets the turn go', async ({ stores }) => {
    const sale = await openRaffle(stores, 1);
    await using gateway = await openTestGateway(stores);
    const people = await register(gateway, sale.slug, 3);
    await letRegistrationEnd(stores.db, sale.saleId);
    await sale.open();
    const places = await Promise.all(
      people.map(({ visitor }) =>
        visitor.hear('place', ({ state }) => state === 'won' || state === 'notDrawn'),
      ),
    );
    const byNumber = (number: number) => people[places.findIndex((place) => place.number === number)];
    await letTurnsEnd(stores.db, sale.saleId);
    await tickList(listDeps(stores, sale), sale.saleId);
    expect(await byNumber(1)?.visitor.hear('place', ({ state }) => state === 'finished')).toBeDefined();
    const next = await byNumber(2)?.visitor.hear('place', ({ state }) => state === 'won');
    expect(Date.parse(next?.claimBy ?? '') - Date.now()).toBeLessThan(2.01 * 3_600_000);
    const again = await gateway.visitor(sale.slug).join(pick(byNumber(3)));
    expect(again).toMatchObject({ state: 'notDrawn', reserveNumber: 1 });
    // A winner who leaves frees the turn at once.
    byNumber(2)?.visitor.say({ type: 'leave', secret: byNumber(2)?.secret });
    await byNumber(2)?.visitor.hear('place', ({ state }) => state === 'left');
    await tickList(listDeps(stores, sale), sale.saleId);
    expect(await byNumber(3)?.visitor.hear('place', ({ state }) => state === 'won')).toBeDefined();
  });
});

const pick = (person: { secret: string; secretHash: string } | undefined) =>
  person && { secret: person.secret, secretHash: person.secretHash };

/** As a page does it: told to come back later, it does. */
async function comeBack(
  gateway: Awaited<ReturnType<typeof openTestGateway>>,
  slug: string,
  person: { secret: string; secretHash: string } | undefined,
): Promise<PlaceMessage> {
  return await vi.waitUntil(
    async () => {
      const visitor = await gateway.visitor(slug).open();
      visitor.say({ type: 'join', ...pick(person) });
      const answer = await Promise.any([visitor.hear('place'), visitor.hear('refused')]);
      return answer.type === 'place' ? answer : null;
    },
    { timeout: 8_000, interval: 100 },
  );
}

describe('Redis emptied', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await startPrivateRedis();
  });
  afterAll(() => server.stop());

  test('RAF-8: during registration, and while turns are claimed, it costs nobody anything', async ({
    stores,
  }) => {
    const redis = openRedis(server.url, testLog);
    await new Promise<void>((resolve) => redis.once('ready', () => resolve()));
    const here = { ...stores, redis, redisUrl: server.url };
    const sale = await openRaffle(here, 2);
    // Its lobby is drawn, whatever the setting of a line's lobby says.
    await stores.db.updateTable('sale').set({ lobby: 'arrival' }).execute();
    const line = openLine({ redis, db: stores.db, log: testLog });
    const keeper = { db: stores.db, redis, line, log: testLog, name: 'keeper' };
    await using gateway = await openTestGateway(here);
    const people = await register(gateway, sale.slug, 4);
    const away = await register(gateway, sale.slug, 1); // Closes the browser for days.
    away[0]?.visitor.leave();

    await redis.flushall();
    await keepLines(keeper);
    expect(await comeBack(gateway, sale.slug, away[0])).toMatchObject({
      state: 'registered',
      waiting: 5,
    });
    expect(await stores.db.selectFrom('reserve_entry').select('lobby_index').execute()).toHaveLength(5);

    await letRegistrationEnd(stores.db, sale.saleId);
    await line.refresh();
    const deps = { db: stores.db, redis, line, log: testLog };
    await sale.line.refresh();
    await sale.open();
    const isDrawn = ({ state }: PlaceMessage) => state === 'won' || state === 'notDrawn';
    await Promise.all(people.map(({ visitor }) => visitor.hear('place', isDrawn)));
    const all = [...people, ...away];
    const look = async () => {
      const places = [];
      for (const person of all) places.push(await comeBack(gateway, sale.slug, person));
      return places.map(({ state, number, reserveNumber, claimBy }) => ({
        state,
        number,
        reserveNumber,
        claimBy,
      }));
    };
    const before = await look();
    expect(before.map(({ state }) => state).sort()).toEqual([
      'notDrawn',
      'notDrawn',
      'notDrawn',
      'won',
      'won',
    ]);
    const winner = all[before.findIndex(({ state }) => state === 'won')];
    const first = gateway.visitor(sale.slug);
    await first.join(pick(winner));
    first.say({ type: 'claim', secret: winner?.secret });
    const { pass, expiresAt } = await first.hear('pass');

    await redis.flushall();
    await keepLines(keeper);
    await tickList(deps, sale.saleId);
    const after = await look();
    expect(after.filter(({ state }) => state !== 'shopping')).toEqual(
      before.filter((_, i) => all[i] !== winner),
    );
    const back = gateway.visitor(sale.slug);
    expect(await back.join(pick(winner))).toMatchObject({ state: 'shopping' });
    expect(await back.hear('pass')).toMatchObject({ expiresAt });
    expect(pass).toBeTruthy();
    expect(await stores.db.selectFrom('admission').selectAll().execute()).toHaveLength(2);
    redis.disconnect();
  }, 30_000);
});
