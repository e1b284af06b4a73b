/** A lobby that is really opened, and the API that publishes its draw. */
import { onTestFinished } from 'vitest';
import { openBeacon } from '../queue-worker/sale-clock/beacon.ts';
import { openSale } from '../queue-worker/sale-clock/open-sale.ts';
import { joinLine } from '../redis/line/join-line.ts';
import { leaveLine } from '../redis/line/leave-line.ts';
import { reserveNumbers } from '../redis/line/reserve-numbers.ts';
import { systemClock } from '../runtime/clock.ts';
import { openTestApi, type TestStores } from './api.ts';
import type { TestBeacon } from './beacon.ts';
import { beginLine } from './line.ts';
import { newEntryId, testLog } from './stores.ts';

/** A lobby of so many, of whom the third has left. */
export async function lobbyOf(stores: TestStores, count: number, beacon?: TestBeacon) {
  const { db, redis } = stores;
  const api = await openTestApi(stores);
  onTestFinished(() => api.close());
  const { id: saleId, slug, draw_seed: seed } = await api.makeSale({ lobby: 'shuffle', state: 'lobby' });
  const line = await beginLine(db, redis, saleId);
  await reserveNumbers(line, db, saleId);
  const entryIds = Array.from({ length: count }, newEntryId);
  for (let from = 0; from < count; from += 500)
    await joinLine(line, { saleId, entryIds: entryIds.slice(from, from + 500) });
  await leaveLine(line, { saleId, exits: [{ entryId: entryIds[2] ?? '', number: 3 }] });
  // A beacon that describes its chain is held to it.
  const address = (told: TestBeacon) => ({
    url: told.url,
    chainHash: told.round101AtMs === null ? null : told.chainHash(),
  });
  const mixed = beacon && openBeacon(address(beacon), systemClock);
  const open = () => openSale({ db, redis, line, log: testLog, ...(mixed && { beacon: mixed }) }, saleId);
  const ask = (query = '') => api.ask('GET', `/api/sales/${slug}/proof${query}`);
  return {
    db,
    api,
    line,
    saleId,
    slug,
    seed,
    entryIds,
    open,
    ask,
    url: `${api.url}/api/sales/${slug}/proof`,
  };
}
