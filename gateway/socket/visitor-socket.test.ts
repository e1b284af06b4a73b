/**
 * One visitor's socket by itself: its frames are the protocol's, and it has nothing of its own that costs
 * (GWY-4).
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SEND_BUFFER_BYTES_MAX } from '../../domain/limits.ts';
import { systemChance } from '../../runtime/chance.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { newKeys } from '../../test/stores.ts';
import { openMeasures } from '../measures.ts';
import { Overload } from '../overload.ts';
import { Reception } from './reception.ts';
import { Sockets } from './sockets.ts';
import { textFrame } from './text-frame.ts';
import { upgrades } from './upgrade.ts';
import type { VisitorSocket } from './visitor-socket.ts';

async function openEdge() {
  const accepted: VisitorSocket[] = [];
  const sockets = new Sockets();
  const add = sockets.add.bind(sockets);
  sockets.add = (socket) => {
    accepted.push(socket);
    add(socket);
  };
  const overload = new Overload();
  const gauges = { sockets: () => 0, lateMs: () => 0 };
  const parts = { ring: parseKeyRing(newKeys()), chance: systemChance, sockets, overload };
  const measures = openMeasures(new Registry(), gauges);
  const reception = new Reception({ ...parts, measures } as unknown as ConstructorParameters<
    typeof Reception
  >[0]);
  const ops = { accept: () => {}, count: () => 0, close: async () => {} };
  const server = http.createServer().on(
    'upgrade',
    upgrades({
      ...parts,
      reception,
      ops,
      access: { isLimited: () => false },
      proxyHops: 0,
      origins: new Set(),
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/line?sale=x`;
  return {
    accepted,
    sockets,
    overload,
    connect: () => new WebSocket(url, ['usher.v1']),
    close: () => {
      overload.close();
      server.close();
    },
  };
}

test('GWY-3: a frame is one whole WebSocket message, whatever its length', async () => {
  const edge = await openEdge();
  const visitor = edge.connect();
  await once(visitor, 'open');
  for (const text of [
    '',
    'a',
    '순서',
    'x'.repeat(125),
    'x'.repeat(126),
    'x'.repeat(65_535),
    'x'.repeat(65_536),
  ]) {
    const heard = once(visitor, 'message');
    edge.accepted[0]?.tell(textFrame(text));
    const [data, isBinary] = await heard;
    expect([String(data), isBinary]).toEqual([text, false]);
  }
  visitor.terminate();
  edge.close();
});

test('GWY-3: a flood of pings from somebody who does not read is bounded as well', async () => {
  const edge = await openEdge();
  const flood = edge.connect();
  await once(flood, 'open');
  flood.pause();
  const raw = edge.accepted[0]?.raw;
  let longest = 0;
  for (let sent = 0; sent < 400_000 && edge.sockets.count > 0; sent += 1) {
    flood.ping(Buffer.alloc(120));
    if (sent % 5_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    longest = Math.max(longest, raw?.writableLength ?? 0);
  }
  await expect.poll(() => edge.sockets.count, { timeout: 10_000 }).toBe(0);
  expect(longest).toBeGreaterThan(SEND_BUFFER_BYTES_MAX / 2);
  expect(longest).toBeLessThan(SEND_BUFFER_BYTES_MAX * 2);
  flood.terminate();
  edge.close();
});

test('GWY-4: a waiting socket shares its listeners with all others and has no timer of its own', async () => {
  const edge = await openEdge();
  const timersBefore = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const visitors = Array.from({ length: 20 }, () => edge.connect());
  await Promise.all(visitors.map((visitor) => once(visitor, 'open')));
  await expect.poll(() => edge.accepted.length).toBe(20);
  const [one, other] = edge.accepted;
  for (const event of ['message', 'close', 'ping', 'pong', 'error'] as const) {
    expect(one?.listeners(event)).toHaveLength(1);
    expect(one?.listeners(event)).toEqual(other?.listeners(event));
  }
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length - timersBefore;
  expect(timers).toBeLessThan(10);
  for (const visitor of visitors) visitor.terminate();
  await expect.poll(() => edge.sockets.count).toBe(0);
  edge.close();
});

test('GWY-19: under heavy load an upgrade is refused while it is still HTTP', async () => {
  const edge = await openEdge();
  for (let second = 0; second < 10; second += 1) edge.overload.learn(5_000);
  const visitor = edge.connect();
  visitor.on('error', () => {}); // The refusal.
  const [, response] = await once(visitor, 'unexpected-response');
  expect(response.statusCode).toBe(503);
  expect(Number(response.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  edge.close();
});
