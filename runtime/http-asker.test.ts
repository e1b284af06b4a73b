/** Questions over HTTP: answers, silence, broken connections, and what comes while all connections are taken. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openHttpAsker } from './http-asker.ts';

async function openServer(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  let connections = 0;
  let open = 0;
  server.on('connection', (socket) => {
    connections += 1;
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    open: () => open,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
const get = { method: 'GET', path: '/', headers: {} } as const;

test('RUN-36: a question brings status and text, whatever the status, and connections stay', async () => {
  using server = await openServer(async (request, response) => {
    const { method, url, headers } = request;
    response
      .writeHead(409, { location: '/elsewhere' })
      .end(`${method} ${url} ${headers.a} ${await text(request)}`);
  });
  const asker = openHttpAsker(server.url, 3_000);
  const ask = { method: 'POST', path: '/x?y=1', headers: { a: 'b' }, body: '돈' } as const;
  for (let count = 0; count < 10; count += 1) {
    expect(await asker.ask(ask)).toEqual({ status: 409, text: 'POST /x?y=1 b 돈' });
  }
  // The end of an answer may be heard before its connection is free again.
  expect(server.connections()).toBeLessThan(3);
  asker.close();
});

test('RUN-36: who does not answer in time, or answers half, is a fault, also for those who wait in vain for a connection', async () => {
  using server = await openServer((request, response) => {
    if (request.url === '/half') response.writeHead(200, { 'content-length': 10 }).write('half');
  });
  const asker = openHttpAsker(server.url, 200);
  const asks = Array.from({ length: 70 }, () => asker.ask(get));
  const began = performance.now();
  const settled = await Promise.allSettled([...asks, asker.ask({ ...get, path: '/half' })]);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toEqual([]);
  expect(performance.now() - began).toBeLessThan(2_000);
  // Nobody waits any more: all of it is cut.
  await expect.poll(server.open).toBe(0);
  asker.close();
});

test('RUN-36: nobody there, a connection cut, and an asker that closes are faults at once', async () => {
  using server = await openServer((request) => {
    if (request.url === '/cut') request.socket.destroy();
  });
  const asker = openHttpAsker(server.url, 60_000);
  await expect(asker.ask({ ...get, path: '/cut' })).rejects.toThrow();
  const open = asker.ask(get);
  asker.close();
  await expect(open).rejects.toThrow();
  await expect(asker.ask(get)).rejects.toThrow();
  const nobody = openHttpAsker('http://127.0.0.1:1', 60_000);
  await expect(nobody.ask(get)).rejects.toThrow('ECONNREFUSED');
});
