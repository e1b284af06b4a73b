/** The dashboard's socket: who may watch, what comes, what is left when a store is away. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { announce } from '../../db/registry.ts';
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { OPS_PROTOCOL } from '../../domain/protocol.ts';
import type { StaffRole } from '../../domain/staff-role.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { systemClock } from '../../runtime/clock.ts';
import { openTestApi, type TestApi, type TestStores, test } from '../../test/api.ts';
import { beginLine } from '../../test/line.ts';
import { newEntryId, testLog } from '../../test/stores.ts';
import { attachOps } from './attach-ops.ts';
import { opsCloseCodes } from './ops-close-codes.ts';

async function openHouse(stores: TestStores) {
  const api = await openTestApi(stores);
  const sale = await api.makeSale();
  const line = await beginLine(stores.db, stores.redis, sale.id);
  const ops = attachOps({ db: stores.db, line, ring: api.ring, log: testLog, clock: systemClock });
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => OPS_PROTOCOL });
  server.on('connection', (socket) => ops.accept(socket));
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    api,
    sale,
    line,
    ops,
    watch: (hello: unknown) => dashboard(url, hello),
    [Symbol.asyncDispose]: async () => {
      await ops.close();
      server.close();
      for (const client of server.clients) client.terminate();
      await api.close();
    },
  };
}

/** A dashboard that keeps what it was told. */
async function dashboard(url: string, hello: unknown) {
  const socket = new WebSocket(url, OPS_PROTOCOL);
  const told: (OpsSnapshot | { type: 'refused'; code: string })[] = [];
  socket.on('message', (data) => told.push(JSON.parse(String(data))));
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  if (hello !== undefined) socket.send(typeof hello === 'string' ? hello : JSON.stringify(hello));
  return {
    socket,
    told,
    closed,
    /** The next snapshot that `isRight`. */
    until: (isRight: (snapshot: OpsSnapshot) => boolean): Promise<OpsSnapshot> =>
      vi.waitFor(
        () => {
          const found = told.findLast((one) => one.type === 'snapshot' && isRight(one));
          if (found?.type !== 'snapshot') throw new Error(`not told: ${JSON.stringify(told.at(-1))}`);
          return found;
        },
        { timeout: 6_000, interval: 20 },
      ),
  };
}

const hello = async (api: TestApi, role: StaffRole, sale?: string) => ({
  type: 'hello',
  accessToken: await api.tokenOf(role),
  ...(sale !== undefined && { sale }),
});

test('API-15: a snapshot each second tells line, floor, stock, writer, processes and journal as the stores have them', async ({
  stores,
  db,
}) => {
  await using house = await openHouse(stores);
  const { api, sale, line } = house;
  await reserveNumbers(line, db, sale.id);
  await joinLine(line, { saleId: sale.id, entryIds: [newEntryId(), newEntryId(), newEntryId()] });
  await api.shopper(sale.id);
  const latency = [{ what: 'reserve', p50: 1, p95: 2, p99: 3, count: 4 }];
  const process = { kind: 'api', url: null, privateUrl: 'http://127.0.0.1:1', pid: 1, ready: true };
  await announce(db, { ...process, name: 'api-1', detail: { latency } });
  await announce(db, {
    ...process,
    name: 'gateway-1',
    kind: 'gateway',
    detail: { connections: 12, latency: 'odd' },
  });

  const { until } = await house.watch(await hello(api, 'operator', sale.slug));
  const snapshot = await until(({ line }) => line.waiting === 3);
  expect(snapshot).toMatchObject({
    sale: { slug: sale.slug, state: 'open', admitPerMinute: 300, floorMax: 100 },
    line: { waiting: 3, shopping: 1, called: 0, calling: 0 },
    stock: { sold: 0, held: 0, available: 10, capacity: 10 },
    money: { paid: 0, held: 0, currency: 'KRW' },
    tiers: [{ name: 'Standing', price: 10_000, capacity: 10 }],
    perMinute: [{ called: 1, target: 300 }],
    latency,
    writer: { holder: null, backlog: 0 },
    journal: [{ act: 'sale.create', actor: 'test' }],
  });
  expect(snapshot.processes).toMatchObject([{ name: 'api-1' }, { name: 'gateway-1', connections: 12 }]);
  expect(Date.now() - new Date(snapshot.at).getTime()).toBeLessThan(5_000);

  const token = (await api.signIn('operator@house.test')).body.accessToken;
  await api.ask('POST', `/api/staff/sales/${sale.slug}/pause`, { token, json: { reason: 'fire drill' } });
  const paused = await until(({ sale }) => sale.state === 'paused');
  expect(paused.sale.reason).toBe('fire drill');
  expect(paused.journal[0]).toMatchObject({ act: 'sale.pause', actor: 'operator', reason: 'fire drill' });
});

test('API-15: who watches the same sale gets the same bytes, and nothing is read for nobody', async ({
  stores,
}) => {
  await using house = await openHouse(stores);
  const { api, sale, ops } = house;
  const operator = await hello(api, 'operator', sale.slug);
  const [one, other] = [await house.watch(operator), await house.watch({ ...operator, sale: undefined })];
  const first = await one.until(() => true);
  const at = (await other.until((snapshot) => snapshot.at > first.at)).at;
  expect(await one.until((snapshot) => snapshot.at === at)).toEqual(
    await other.until((snapshot) => snapshot.at === at),
  );
  expect(ops.count()).toBe(2);
  for (const { socket, closed } of [one, other]) {
    socket.close();
    await closed;
  }
  await vi.waitFor(() => expect(ops.count()).toBe(0));
});

test('API-15: whoever is not signed in, may not watch, names no sale or speaks otherwise is refused and closed', async ({
  stores,
}) => {
  await using house = await openHouse(stores);
  const { api, sale } = house;
  const operator = await hello(api, 'operator', sale.slug);
  const refused: [hello: unknown, code: string, closes: number][] = [
    [{ ...operator, accessToken: 'x' }, 'not_signed_in', opsCloseCodes.signed_out],
    [
      { ...operator, accessToken: (await api.shopper(sale.id)).headers['usher-pass'] },
      'not_signed_in',
      opsCloseCodes.signed_out,
    ],
    [await hello(api, 'door', sale.slug), 'not_allowed', opsCloseCodes.not_allowed],
    [{ ...operator, sale: 'nobody' }, 'not_found', opsCloseCodes.no_such_sale],
    [{ ...operator, sale: 'a\u0000b' }, 'invalid_request', opsCloseCodes.bad_message],
    [{ ...operator, more: 1 }, 'invalid_request', opsCloseCodes.bad_message],
    [{ type: 'hello' }, 'invalid_request', opsCloseCodes.bad_message],
    ['{', 'invalid_request', opsCloseCodes.bad_message],
    ['null', 'invalid_request', opsCloseCodes.bad_message],
  ];
  for (const [said, code, closes] of refused) {
    const { closed, told } = await house.watch(said);
    expect([code, await closed]).toEqual([code, closes]);
    expect(told).toMatchObject([{ type: 'refused', code }]);
  }
  const twice = await house.watch(operator);
  await twice.until(() => true);
  twice.socket.send(JSON.stringify(operator));
  expect(await twice.closed).toBe(opsCloseCodes.bad_message);
});

test('API-15: whoever signs out is cut off within seconds, and comes not back by itself', async ({
  stores,
}) => {
  await using house = await openHouse(stores);
  const operator = await hello(house.api, 'operator', house.sale.slug);
  const { closed, until } = await house.watch(operator);
  await until(() => true);
  await house.api.ask('POST', '/api/auth/logout', { token: operator.accessToken });
  expect(await closed).toBe(opsCloseCodes.signed_out);
});

test('API-15: with Redis away the numbers of PostgreSQL still come', async ({ stores, db, redis }) => {
  await using house = await openHouse(stores);
  const { until } = await house.watch(await hello(house.api, 'operator', house.sale.slug));
  await until(() => true);
  redis.disconnect();
  await db.updateTable('tier').set({ available: 7, held: 3 }).execute();
  expect((await until(({ stock }) => stock.held === 3)).tiers[0]).toMatchObject({ available: 7, held: 3 });
});

test('API-15: a gateway that stops tells its dashboards to come back', async ({ stores }) => {
  await using house = await openHouse(stores);
  const { closed, until } = await house.watch(await hello(house.api, 'support', house.sale.slug));
  await until(() => true);
  await house.ops.close();
  expect(await closed).toBe(opsCloseCodes.restarting);
});
