/** How many wait, on the pages of the sales. */
import { expect } from 'vitest';
import type { WaitingLane } from '../domain/lane.ts';
import { joinLine } from '../redis/line/join-line.ts';
import { reserveNumbers } from '../redis/line/reserve-numbers.ts';
import { openRedis } from '../redis/open.ts';
import { openTestApi, test } from '../test/api.ts';
import { beginLine } from '../test/line.ts';
import { newEntryId, testLog } from '../test/stores.ts';
import { openWaiting } from './waiting.ts';

test('ETA-7: a sale shows how many wait, in the lobby, the line and its lanes, alone and in the list', async ({
  stores,
  db,
  redis,
}) => {
  await using api = await openTestApi(stores);
  const opensAt = new Date(Date.now() + 3_600_000);
  const [open, lobby, shelf] = [
    await api.makeSale(),
    await api.makeSale({ state: 'lobby', opensAt }),
    await api.makeSale({ mode: 'shelf' }),
  ];
  const join = async (saleId: string, entries: readonly WaitingLane[]) => {
    const line = await beginLine(db, redis, saleId);
    await reserveNumbers(line, db, saleId);
    const entryIds = entries.map(newEntryId);
    await joinLine(line, { saleId, entryIds, lanes: entries });
  };
  await join(open.id, ['ordinary', 'ordinary', 'slow', 'priority']);
  await join(lobby.id, ['ordinary', 'ordinary', 'slow']);
  const { items } = (await api.ask('GET', '/api/sales')).body;
  const waitingOf = (id: string) => items.find((sale: { id: string }) => sale.id === id).waiting;
  expect([open, lobby, shelf].map(({ id }) => waitingOf(id))).toEqual([4, 3, undefined]);
  expect((await api.ask('GET', `/api/sales/${lobby.slug}`)).body.waiting).toBe(3);
  await db.updateTable('sale').set({ state: 'soldOut' }).where('id', '=', open.id).execute();
  expect((await api.ask('GET', `/api/sales/${open.slug}`)).body).not.toHaveProperty('waiting');
});

test('ETA-7: while Redis is away a sale is shown without it', async () => {
  const redis = openRedis('redis://127.0.0.1:1', testLog);
  const waiting = openWaiting(redis, () => 0);
  expect(await waiting.of({ id: 'sal_1', mode: 'line', state: 'open' })).toBeNull();
  redis.disconnect();
});
