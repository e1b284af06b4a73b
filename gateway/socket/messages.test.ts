/**
 * Everything that a socket may be sent and is not of the protocol: refused, with nothing changed (GWY-1,
 * GWY-2, GWY-5).
 */

import { once } from 'node:events';
import net from 'node:net';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { SOCKET_PAYLOAD_BYTES_MAX } from '../../domain/limits.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { openTestGateway, openTestSale, publicOrigin, test } from '../../test/gateway.ts';
import { closeCodes } from '../close-codes.ts';

const badMessages: readonly (string | Buffer)[] = [
  '',
  'null',
  '[]',
  '"join"',
  '{',
  '{"type":"join"',
  '{}',
  '{"type":"JOIN"}',
  '{"type":"place"}',
  '{"type":"join","receipt":1}',
  '{"type":"join","secretHash":"short"}',
  '{"type":"join","secretHash":null}',
  `{"type":"join","receipt":"${'x'.repeat(2_000)}"}`,
  `{"type":"join","accessToken":"${'x'.repeat(5_000)}"}`,
  '{"type":"claim"}', // Before joining.
  '{"type":"leave"}',
  '{"type":"claim","secret":7}',
  '{"type":"snooze","letPass":"1"}',
  '{"type":"__proto__"}',
  Buffer.from('{"type":"join"}'), // Binary.
  Buffer.from([0, 1, 2]),
];

test('GWY-1: every bad message is refused and changes nothing; the third ends the socket for good', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  for (let from = 0; from < badMessages.length; from += 3) {
    const visitor = await gateway.visitor(sale.slug).open();
    for (const message of badMessages.slice(from, from + 3)) visitor.socket.send(message);
    expect(await visitor.closed).toBe(closeCodes.bad_message);
    expect(visitor.heard.map((said) => (said.type === 'refused' ? said.code : said.type))).toEqual([
      'invalid_request',
      'invalid_request',
      'invalid_request',
    ]);
  }
  const { head } = await readStandings(sale.line, { saleId: sale.saleId, entryIds: [] });
  expect(head).toMatchObject({ waiting: 0, moved: 0 });
  expect(await gateway.visitor(sale.slug).join()).toMatchObject({ number: 1 });
});

test('GWY-1: two bad messages are borne, and the place is as it was', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  const place = await visitor.join();
  visitor.say('{').say({ type: 'wave' });
  expect(await visitor.join({ receipt: place.receipt })).toMatchObject({ number: place.number, ahead: 0 });
});

test('GWY-1: a message that is too long, or in too many pieces, ends the socket', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const long = await gateway.visitor(sale.slug).open();
  long.say(JSON.stringify({ type: 'join', receipt: 'x'.repeat(SOCKET_PAYLOAD_BYTES_MAX) }));
  expect(await long.closed).toBe(1009);

  const pieces = await gateway.visitor(sale.slug).open();
  for (let piece = 0; piece < 200; piece += 1) pieces.socket.send(' ', { fin: false });
  expect(await pieces.closed).toBe(1008);

  // A join in a few pieces is a join.
  const whole = await gateway.visitor(sale.slug).open();
  for (const piece of ['{"type"', ':"jo']) whole.socket.send(piece, { fin: false });
  whole.socket.send('in"}', { fin: true });
  expect(await whole.hear('place')).toMatchObject({ number: 1 });
});

test('GWY-1: bytes that are no frames end the socket and nothing else', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const { hostname, port } = new URL(gateway.url);
  const raw = net.connect(Number(port), hostname);
  raw.write(
    [
      `GET /ws/line?sale=${sale.slug} HTTP/1.1`,
      'Host: x',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: usher.v1',
      '\r\n',
    ].join('\r\n'),
  );
  await once(raw, 'data');
  raw.write(Buffer.from('ffffffffffffffff', 'hex'));
  await once(raw.resume(), 'close');
  expect(await gateway.visitor(sale.slug).join()).toMatchObject({ number: 1 });
});

test('GWY-1: more messages than any page sends are refused', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  const { receipt } = await visitor.join();
  for (let sent = 0; sent < 70; sent += 1) visitor.say({ type: 'join', receipt });
  await visitor.hear(
    'refused',
    ({ code, retryAfterMs = 0 }) => code === 'too_many_requests' && retryAfterMs >= 1_000,
  );
  expect(await visitor.closed).toBe(closeCodes.bad_message);
});

test('GWY-2: an upgrade under another protocol, from a foreign page, or to no sale is refused', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores, { ALLOWED_ORIGINS: 'https://shop.test' });
  const refusalOf = (slug: string, options: Parameters<typeof gateway.visitor>[1]) =>
    gateway.visitor(slug, options).refusal();
  expect(await refusalOf(sale.slug, { protocols: [] })).toBe(422);
  expect(await refusalOf(sale.slug, { protocols: ['usher.v2'] })).toBe(422);
  expect(await refusalOf('', {})).toBe(422);
  for (const origin of ['http://evil.test', 'null', `${publicOrigin}.evil.test`, 'http://usher.test:8080']) {
    expect(await refusalOf(sale.slug, { origin })).toBe(403);
  }
  for (const origin of [publicOrigin, 'https://shop.test']) {
    expect(await gateway.visitor(sale.slug, { origin }).join()).toMatchObject({ state: 'waiting' });
  }
  const lost = new WebSocket(`${gateway.url.replace('http', 'ws')}/ws/nowhere`, ['usher.v1']);
  lost.on('error', () => {}); // The refusal.
  const [, response] = await once(lost, 'unexpected-response');
  expect(response.statusCode).toBe(404);
});

test('GWY-2: a sale that is none, a draft, or without a line is said over the socket', async ({ stores }) => {
  const draft = await openTestSale(stores, { state: 'draft' });
  const shelf = await openTestSale(stores, { mode: 'shelf' });
  await using gateway = await openTestGateway(stores);
  for (const slug of ['no-such-sale', '%00', draft.slug]) {
    const visitor = await gateway.visitor(slug).open();
    visitor.say({ type: 'join' });
    expect(await visitor.hear('refused')).toMatchObject({ code: 'not_found' });
    expect(await visitor.closed).toBe(closeCodes.no_such_sale);
  }
  const visitor = await gateway.visitor(shelf.slug).open();
  visitor.say({ type: 'join' });
  expect(await visitor.hear('refused')).toMatchObject({ code: 'invalid_request' });
});

test('GWY-5: who does not join is told to come back, and who does not answer pings is given up', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const silent = await gateway.visitor(sale.slug).open();
  const joined = gateway.visitor(sale.slug);
  await joined.join();
  const deaf = gateway.visitor(sale.slug, { autoPong: false } as never);
  await deaf.join();
  for (let second = 0; second < 8; second += 1) await gateway.tick();
  expect(await silent.closed).toBe(closeCodes.not_joined);
  for (let second = 0; second < 75; second += 1) {
    await gateway.tick();
    if (second % 20 === 0) await joined.join(); // A moment in which pongs arrive.
  }
  expect([closeCodes.silent, 1006]).toContain(await deaf.closed);
  expect(joined.socket.readyState).toBe(joined.socket.OPEN);
});
