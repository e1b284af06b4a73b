/** Requests that wait for an order: who may, on whose connections, and how long. */
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { ORDER_WAIT_MS_MAX } from '../../domain/limits.ts';
import { openTestGateway, test } from '../../test/gateway.ts';
import { type Heard, openApi, register } from '../../test/stand-in-api.ts';
import { HEADERS_MS_MAX } from './forward.ts';
import { openWaits } from './waits.ts';

const order = '/api/orders/ord_1';
const waiting = { headers: { prefer: 'wait=8', 'if-none-match': '"known"' } };

/** Answers at once, but who waits is held until `answerAll`. */
async function openHolding() {
  const held: ServerResponse[] = [];
  const api = await openApi(({ headers }: Heard, response) => {
    if (headers.prefer === undefined) response.end('{}');
    else held.push(response);
  });
  const answerAll = () => {
    for (const response of held.splice(0)) response.writeHead(304).end();
  };
  return { api, held, answerAll };
}

test('GWY-29: a wish to wait passes where there is something to wait for, and nowhere else', async ({
  stores,
}) => {
  await using api = await openApi((_, response) => response.end('{}'));
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const prefer = 'wait=600, handling=strict';
  for (const path of [order, `${order}/tickets`, '/api/sales'])
    await (await fetch(gateway.url + path, { headers: { prefer } })).text();
  await (await fetch(gateway.url + order, { method: 'POST', headers: { prefer } })).text();
  expect(api.heard.map(({ headers }) => headers.prefer)).toEqual([
    `wait=${ORDER_WAIT_MS_MAX / 1_000}`,
    ...[undefined, undefined, undefined],
  ]);
});

test('GWY-29: however many wait, nobody else waits with them', async ({ stores }) => {
  const { api, held, answerAll } = await openHolding();
  await using _ = api;
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const waits = Array.from({ length: 300 }, async () => (await fetch(gateway.url + order, waiting)).status);
  await expect.poll(() => held.length).toBe(300);
  expect((await fetch(`${gateway.url}/api/sales`)).status).toBe(200);
  answerAll();
  expect(new Set(await Promise.all(waits))).toEqual(new Set([304]));
});

test('GWY-29, GWY-22: who asked to wait is waited for longer than anybody else', async ({ stores }) => {
  const { api, held, answerAll } = await openHolding();
  await using _ = api;
  await register(stores.db, 'api-1', api.url);
  await using gateway = await openTestGateway(stores);
  const answer = fetch(gateway.url + order, waiting);
  await expect.poll(() => held.length).toBe(1);
  await pause(HEADERS_MS_MAX + 300);
  answerAll();
  expect((await answer).status).toBe(304);
});

test('GWY-29: above the bound nobody waits', () => {
  const waits = openWaits(2);
  const begin = () => waits.begin({ method: 'GET', headers: waiting.headers } as never, order);
  expect([begin(), begin(), begin()]).toEqual([8_000, 8_000, 0]);
  waits.end(0);
  expect(begin()).toBe(0);
  waits.end(8_000);
  expect(begin()).toBe(8_000);
});
