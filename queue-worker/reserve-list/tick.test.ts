/** The list of a sale that is sold out, on real stores: units that come back, turns that run out, and deaths in between. */
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import { claimAdmissions, latestAdmissions } from '../../db/admissions.ts';
import { readPace } from '../../db/pace.ts';
import { leaveList } from '../../db/reserve-list.ts';
import type { Database } from '../../db/schema.ts';
import { commitBatch } from '../../db/writer.ts';
import { proposeCalls } from '../../domain/pacing.ts';
import { decideBatch } from '../../domain/writer/decide.ts';
import { invitedKey, reserveKey } from '../../redis/keys.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { settleReserve } from '../../redis/line/settle-reserve.ts';
import { dieEverywhere } from '../../test/dying.ts';
import { age, capture, release, run, sweep, test } from '../../test/held-order.ts';
import { beginLine } from '../../test/line.ts';
import { insertRaffle, letTurnsEnd, listVisitors, setFree, turnsOf } from '../../test/list.ts';
import { newEntryId, testLog } from '../../test/stores.ts';
import { insertSaleWithBook, letIn, reserveOf, takeLease } from '../../test/writer.ts';
import { reconcile } from '../admission/reconcile.ts';
import { openRound } from './start.ts';
import { sweepList } from './sweep.ts';
import { tickList } from './tick.ts';

/** Sold out, with `people` on its list, in PostgreSQL and in the line. */
async function soldOut(db: Kysely<Database>, redis: Redis, people: number) {
  const sale = await insertSaleWithBook(db, { state: 'soldOut', units: [20] });
  const line = await beginLine(db, redis, sale.id);
  await setFree(db, sale.id, 0);
  const list = await listVisitors(db, sale.id, people);
  await settleReserve(line, {
    saleId: sale.id,
    entries: list.map((entryId, i) => ({ entryId, number: i + 1 })),
  });
  const deps = { db, redis, line, log: testLog };
  const where = async () =>
    (await readStandings(line, { saleId: sale.id, entryIds: list })).standings.map(({ state, ahead }) =>
      state === 'reserve' ? ahead : state,
    );
  return { sale, saleId: sale.id, list, deps, where };
}

test('RAF-5, RAF-9: units that come back go to the next of the list, and on to the next when they are not used', async ({
  db,
  redis,
}) => {
  const { saleId, deps, where } = await soldOut(db, redis, 4);
  expect(await tickList(deps, saleId)).toBe(0);
  await setFree(db, saleId, 2);
  expect(await tickList(deps, saleId)).toBe(2);
  expect(await where()).toEqual(['called', 'called', 0, 1]);
  expect(await tickList(deps, saleId)).toBe(0);
  await letTurnsEnd(db, saleId);
  await tickList(deps, saleId);
  expect(await where()).toEqual(['finished', 'finished', 'called', 'called']);
  expect(await redis.zcard(invitedKey(saleId))).toBe(2);
});

test('RAF-7: a raffle asks no more than its winners, and the next when one of them lets it go', async ({
  db,
  redis,
}) => {
  const { id } = await insertRaffle(db, { state: 'open', winners: 2, units: [10] });
  const line = await beginLine(db, redis, id);
  const deps = { db, redis, line, log: testLog };
  const list = await listVisitors(db, id, 5);
  await tickList(deps, id);
  expect((await turnsOf(db, id)).map(({ lane }) => lane)).toEqual(['raffle', 'raffle']);
  await claimAdmissions(db, { saleId: id, entryIds: [list[0] ?? ''] });
  await letTurnsEnd(db, id);
  await tickList(deps, id);
  const turns = await turnsOf(db, id);
  expect(turns.map(({ visitorId, lane, state }) => [visitorId, lane, state])).toEqual([
    [list[0], 'raffle', 'shopping'],
    [list[1], 'raffle', 'missed'],
    [list[2], 'reserve', 'called'],
  ]);
});

test('RAF-5, RAF-6: two workers at once, and a death after every step, ask the same ones once', async ({
  db,
  redis,
}) => {
  const deaths = await dieEverywhere(
    async () => {
      const ground = await soldOut(db, redis, 5);
      await setFree(db, ground.saleId, 1);
      await tickList(ground.deps, ground.saleId);
      await letTurnsEnd(db, ground.saleId);
      await setFree(db, ground.saleId, 3);
      return ground;
    },
    async (deps, { saleId }) => void (await Promise.all([tickList(deps, saleId), tickList(deps, saleId)])),
    async ({ saleId, deps, list, where }) => {
      await sweepList(deps, saleId, 0);
      await reconcile(deps, saleId);
      const turns = await turnsOf(db, saleId);
      expect(turns.map(({ visitorId }) => visitorId)).toEqual(list.slice(0, 4));
      expect(await where()).toEqual(['finished', 'called', 'called', 'called', 0]);
    },
  );
  expect(deaths).toBeGreaterThan(10);
}, 120_000);

test('RAF-8: a line that forgot the list, or has people too many on it, is put right page by page', async ({
  db,
  redis,
}) => {
  const { saleId, deps, list, where } = await soldOut(db, redis, 6);
  await setFree(db, saleId, 1);
  await tickList(deps, saleId);
  await leaveList(db, saleId, [list[2] ?? '']);
  await redis.del(invitedKey(saleId), reserveKey(saleId));
  await redis.hdel(`sale:{${saleId}}:admitted`, list[0] ?? '');
  const ghost = newEntryId();
  await settleReserve(deps.line, {
    saleId,
    entries: [
      { entryId: ghost, number: 4.5 },
      { entryId: list[2] ?? '', number: 3 },
    ],
  });
  const round = openRound(deps);
  for (let look = 0; look < 20; look += 1) await round();
  expect(await where()).toEqual(['called', 0, 'none', 1, 2, 3]);
  expect(await redis.zscore(reserveKey(saleId), ghost)).toBeNull();
});

test('RAF-8: the comparison goes through a long list in pages and ends', async ({ db, redis }) => {
  const { saleId, deps } = await soldOut(db, redis, 0);
  const numbers = Array.from({ length: 620 }, (_, i) => i + 1);
  await db
    .insertInto('reserve_entry')
    .values(
      numbers.map((number) => ({
        ...{
          sale_id: saleId,
          visitor_id: newEntryId(),
          origin: 'soldOut' as const,
          lobby_index: null,
          number,
        },
        ...{ state: 'waiting' as const, secret_hash: null, contact_sealed: null },
      })),
    )
    .execute();
  const pages: number[] = [];
  for (let after = 0; ; ) {
    after = await sweepList(deps, saleId, after);
    pages.push(after);
    if (after === 0) break;
  }
  expect(pages).toEqual([250, 500, 0]);
  expect(await redis.zcard(reserveKey(saleId))).toBe(620);
});

test('RAF-6: the line is called for what is not promised to the list', async ({ db, redis }) => {
  const { saleId, deps } = await soldOut(db, redis, 3);
  await setFree(db, saleId, 5);
  expect(proposeCalls(await readPace(db, saleId))).toBe(2);
  await tickList(deps, saleId);
  expect(proposeCalls(await readPace(db, saleId))).toBe(2);
});

test('RAF-6, RAF-7: through the writer, a turn finds its unit though others are inside and want all', async ({
  db,
  redis,
  pool,
}) => {
  const { sale, saleId, deps, list } = await soldOut(db, redis, 2);
  const lease = await takeLease(db, saleId);
  const [outsider] = await letIn(db, saleId, 1);
  if (!outsider) throw new Error('nobody is inside');
  await setFree(db, saleId, 2);
  const wants = (quantity: number, shopper = outsider) =>
    reserveOf(sale, shopper, { lines: [{ tierId: sale.tierIds[0] ?? '', quantity }] });
  const ask = async (command: ReturnType<typeof wants>) => {
    const done = await commitBatch(pool, lease, { ...sweep, reserves: [command] }, decideBatch);
    return done?.decision.replies[0]?.answer.outcome;
  };
  expect(await ask(wants(1))).toBe('refused'); // Two are on the list, and it is asked first.
  await tickList(deps, saleId);
  expect(await ask(wants(1))).toBe('refused');
  const facts = await claimAdmissions(db, { saleId, entryIds: list });
  const shoppers = list.map((visitorId) => ({
    visitorId,
    admissionId: facts.find(({ entryId }) => entryId === visitorId)?.admissionId ?? '',
  }));
  const [first, second] = shoppers;
  if (!first || !second) throw new Error('two have turns');
  expect(await ask(wants(2, first))).toBe('refused');
  const bought = wants(1, first);
  expect(await ask(bought)).toBe('granted');
  expect(await ask(wants(1, first))).toBe('refused'); // The other unit is the other one's.
  // The hold lapses while the turn lasts: its unit is still its own.
  await age(db, bought.orderId, -1, 60);
  await run(pool, lease);
  expect(await ask(wants(1))).toBe('refused');
  const again = wants(1, first);
  expect(await ask(again)).toBe('granted');
  await capture(db, sale, again.orderId, 'pay_1', 10_000);
  await run(pool, lease);
  expect(await latestAdmissions(db, saleId, [first.visitorId])).toMatchObject([
    { state: 'finished', lane: 'reserve' },
  ]);
  expect(await ask(wants(1, second))).toBe('granted');
  await release(db, sale, again.orderId);
});
