/** Turns: bounded, in order, nothing begun for who has gone, and nobody kept longer than an answer may take. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, expect, test, vi } from 'vitest';
import { Refused } from '../domain/refusals.ts';
import { takeTurns } from './take-turns.ts';

afterEach(() => vi.useRealTimers());

/** Work that lasts until the test says so. */
function openDoor(atOnceMax: number) {
  const app = new Hono();
  const begun: string[] = [];
  const finish = new Map<string, () => void>();
  app.onError((fault, c) => c.text(fault instanceof Refused ? fault.code : 'fault', 503));
  app.use(takeTurns(atOnceMax));
  app.get('/:name', async (c) => {
    const { name } = c.req.param();
    begun.push(name);
    await new Promise<void>((done) => finish.set(name, done));
    return c.text(name);
  });
  return { app, begun, finish: (name: string) => finish.get(name)?.() };
}

test('API-30: as many at once as there are turns, the others in the order in which they came', async () => {
  const { app, begun, finish } = openDoor(2);
  const answers = ['a', 'b', 'c', 'd'].map((name) => app.request(`/${name}`));
  await vi.waitUntil(() => begun.length === 2);
  finish('b');
  await vi.waitUntil(() => begun.length === 3);
  expect(begun).toEqual(['a', 'b', 'c']);
  finish('a');
  await vi.waitUntil(() => begun.length === 4);
  for (const name of ['c', 'd']) finish(name);
  expect(await Promise.all(answers.map(async (answer) => (await answer).text()))).toEqual([
    'a',
    'b',
    'c',
    'd',
  ]);
});

test('API-30: whoever would wait too long is told busy, and the turn goes to the next', async () => {
  vi.useFakeTimers();
  const { app, begun, finish } = openDoor(1);
  const first = app.request('/first');
  const second = app.request('/second');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await (await second).text()).toBe('busy');
  const third = app.request('/third');
  finish('first');
  await vi.waitUntil(() => begun.includes('third'));
  finish('third');
  expect(begun).toEqual(['first', 'third']);
  expect(await (await first).text()).toBe('first');
  expect(await (await third).text()).toBe('third');
});

test('API-30: nothing is begun for who has gone meanwhile', async () => {
  const { app, begun, finish } = openDoor(1);
  const sockets: Socket[] = [];
  let asked = 0;
  const listener = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => {
    asked += 1;
    void listener(incoming, outgoing);
  }).listen(0, '127.0.0.1');
  server.on('connection', (socket) => sockets.push(socket));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = (name: string) => request({ port, path: `/${name}`, agent: false }).end();
  const answers = [ask('first')].map((first) => once(first, 'response'));
  await vi.waitUntil(() => begun.length === 1);
  const gone = ask('gone').on('error', () => {});
  await vi.waitUntil(() => asked === 2);
  gone.destroy();
  await vi.waitUntil(() => sockets[1]?.destroyed);
  answers.push(once(ask('last'), 'response'));
  await vi.waitUntil(() => asked === 3);
  finish('first');
  await vi.waitUntil(() => begun.includes('last'));
  finish('last');
  await Promise.all(answers);
  expect(begun).toEqual(['first', 'last']);
  server.closeAllConnections();
  server.close();
});
