/**
 * Each switch of a sale is safe while thousands wait (ADM-5, GWY-16): pause, resume, new settings and the end, thrown by the
 * staff's own routes between ticks and beside them, with the keeper of the line as it runs. What PostgreSQL recorded and
 * what the line says are compared after each.
 */
import { expect } from 'vitest';
import { tick } from '../../queue-worker/admission/tick.ts';
import { keepLines } from '../../queue-worker/line-keeper/start.ts';
import { metaKey } from '../../redis/keys.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { openTestApi, type TestStores, test } from '../api.ts';
import { openTestLine } from '../line.ts';
import { newEntryId, testLog } from '../stores.ts';

const CROWD = 2_000;
/** What one script takes. */
const AT_ONCE = 500;

async function crowdedSale(stores: TestStores) {
  const { db, redis } = stores;
  const { line, saleId } = await openTestLine(db, redis, {
    ...{ units: 9_000, floor_max: 9_000, admit_per_minute: 6_000, autopilot: false },
  });
  const { slug } = await db
    .selectFrom('sale')
    .select('slug')
    .where('id', '=', saleId)
    .executeTakeFirstOrThrow();
  const entryIds = Array.from({ length: CROWD }, newEntryId);
  for (let from = 0; from < CROWD; from += AT_ONCE) {
    await reserveNumbers(line, db, saleId);
    await joinLine(line, { saleId, entryIds: entryIds.slice(from, from + AT_ONCE) });
  }
  const api = await openTestApi(stores);
  const token = await api.tokenOf('operator');
  const deps = { db, redis, line, log: testLog, name: 'keeper' };
  const settle = () => keepLines(deps);
  const standings = async () => {
    const read = async (from: number) =>
      (await readStandings(line, { saleId, entryIds: entryIds.slice(from, from + AT_ONCE) })).standings;
    const starts = Array.from({ length: CROWD / AT_ONCE }, (_, at) => at * AT_ONCE);
    return (await Promise.all(starts.map(read))).flat();
  };
  const callCount = async () => {
    const { count } = await db
      .selectFrom('admission')
      .where('sale_id', '=', saleId)
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  };
  const first = (await standings()).map(({ number }) => number);
  return {
    settle,
    throwSwitch: async (method: string, path: string, json: object) => {
      const { status, body } = await api.ask(method, `/api/staff/sales/${slug}${path}`, { token, json });
      expect([path, status, body.code]).toEqual([path, 200, undefined]);
    },
    /** As many ticks at once; how many were called by them, with a full bucket. */
    admit: async (ticks = 1) => {
      await redis.hset(metaKey(saleId), 'bucket_at', 0, 'owed', 0);
      const before = await callCount();
      await Promise.all(Array.from({ length: ticks }, () => tick(deps, saleId)));
      return (await callCount()) - before;
    },
    /** Everybody has the number they had; called are the first of them, once each, and the others wait. */
    expectOrder: async (called: number) => {
      const rows = await db
        .selectFrom('admission')
        .select(['visitor_id', 'state'])
        .where('sale_id', '=', saleId)
        .orderBy('number')
        .execute();
      expect(rows.map((row) => row.visitor_id)).toEqual(entryIds.slice(0, called));
      const now = await standings();
      expect(now.map(({ number }) => number)).toEqual(first);
      expect(now.map(({ state }) => state)).toEqual(
        entryIds.map((_, at) => (at < called ? 'called' : 'waiting')),
      );
    },
    [Symbol.asyncDispose]: () => api.close(),
  };
}

test('ADM-5, GWY-16: each switch is safe while two thousand wait: nobody is lost, overtaken, or called while it is shut', {
  timeout: 60_000,
}, async ({ stores }) => {
  await using sale = await crowdedSale(stores);
  const { throwSwitch, settle, admit, expectOrder } = sale;
  let called = await admit();
  expect(called).toBe(150); // 6,000 a minute, for as long as credit is kept.
  await expectOrder(called);

  const shut = async () => {
    expect(await admit()).toBe(0);
    await settle();
    expect(await admit(3)).toBe(0);
    await expectOrder(called);
  };
  const opened = async () => {
    await settle();
    const startedAt = performance.now();
    const more = await admit(3);
    expect(more).toBeGreaterThan(0);
    // Credit is kept for a second and a half, and grows while they tick.
    expect(more).toBeLessThanOrEqual(150 * (1.5 + (performance.now() - startedAt) / 1_000) + 1);
    called += more;
    await expectOrder(called);
  };

  await throwSwitch('POST', '/pause', { reason: 'The till is down' });
  await shut();
  await throwSwitch('PATCH', '', { admitPerMinute: 9_000, floorMax: 4_000 });
  await shut();
  await throwSwitch('POST', '/resume', {});
  await opened();
  // Fewer than are inside: nobody new, and nobody is sent out.
  await throwSwitch('PATCH', '', { floorMax: 100 });
  await settle();
  expect(await admit(3)).toBe(0);
  await expectOrder(called);
  await throwSwitch('PATCH', '', { floorMax: 9_000 });
  await opened();
  // There and back between two ticks, and beside them.
  await throwSwitch('POST', '/pause', {});
  await throwSwitch('POST', '/resume', {});
  await opened();
  const [, beside] = await Promise.all([throwSwitch('POST', '/pause', {}).then(settle), admit(2)]);
  called += beside;
  await shut();
  await throwSwitch('POST', '/resume', {});
  await opened();
  await throwSwitch('POST', '/close', { reason: 'The hall is closed' });
  await shut();
});
