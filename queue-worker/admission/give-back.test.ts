/** Turns that our own failure broke: given back once, at the front, journaled, and not for everybody who asks (ADM-12). */
import type { Redis } from 'ioredis';
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { claimAdmissions, latestAdmissions } from '../../db/admissions.ts';
import { giveBackTurns, keepFailures } from '../../db/checkout-failures.ts';
import { journalExits } from '../../db/line-exits.ts';
import type { Database, NewSaleRow } from '../../db/schema.ts';
import { TURNS_GIVEN_BACK_MAX } from '../../domain/limits.ts';
import { metaKey } from '../../redis/keys.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { markPresent } from '../../redis/line/mark-present.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { openTestLine } from '../../test/line.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import { giveBack, retellGivenBack } from './give-back.ts';
import { tell } from './tell.ts';
import { tick } from './tick.ts';

/** Two visitors; the first is inside, the floor is one. */
async function oneInside(db: Kysely<Database>, redis: Redis, settings: Partial<NewSaleRow> = {}) {
  const { line, saleId } = await openTestLine(db, redis, { floor_max: 1, ...settings });
  await reserveNumbers(line, db, saleId);
  const entryIds = [newEntryId(), newEntryId()];
  const [first = ''] = entryIds;
  await joinLine(line, { saleId, entryIds });
  const deps = { db, redis, line, log: testLog };
  const tickNow = async () => {
    await redis.hset(metaKey(saleId), 'bucket_at', 0);
    await tick(deps, saleId);
  };
  const enter = async () => {
    await tickNow();
    await tell(deps, saleId, await claimAdmissions(db, { saleId, entryIds: [first] }));
  };
  const failIt = async () => {
    const [fact] = await latestAdmissions(db, saleId, [first]);
    await keepFailures(db, [{ saleId, admissionId: fact?.admissionId ?? '', what: 'POST /api/orders 503' }]);
  };
  const endIt = async (state: 'ended' | 'finished' = 'ended') => {
    await sql`update admission set state = ${state}, ended_at = now()
      where visitor_id = ${first} and state = 'shopping'`.execute(db);
    await tell(deps, saleId, await latestAdmissions(db, saleId, [first]));
  };
  const states = async () => {
    const { standings } = await readStandings(line, { saleId, entryIds });
    return standings.map(({ state }) => state);
  };
  await enter();
  return { line, saleId, first, deps, tickNow, enter, failIt, endIt, states };
}

test('ADM-12: a turn that failed by our fault and ended is called again, before the line, with its line in the journal', async ({
  db,
  redis,
}) => {
  const { deps, line, saleId, first, tickNow, failIt, endIt, states } = await oneInside(db, redis);
  await failIt();
  expect(await giveBack(deps, saleId)).toBe(0); // It lasts: the visitor may still buy.
  await endIt();
  expect(await states()).toEqual(['finished', 'waiting']);
  expect(await giveBack(deps, saleId)).toBe(1);
  expect(await giveBack(deps, saleId)).toBe(0);
  expect(await states()).toEqual(['returned', 'waiting']);
  await markPresent(line, { saleId, entryIds: [first] });
  await tickNow();
  expect(await states()).toEqual(['called', 'waiting']);
  const [fact] = await latestAdmissions(db, saleId, [first]);
  expect(fact).toMatchObject({ callNo: 2, lane: 'returned' });
  const acts = await db.selectFrom('audit').select(['actor', 'act', 'detail']).execute();
  expect(acts).toEqual([
    {
      actor: 'admission',
      act: 'turn.give_back',
      detail: { admissionId: expect.any(String), failed: 'POST /api/orders 503' },
    },
  ]);
  const events = await db.selectFrom('visitor_event').select(['visitor_id', 'what']).execute();
  expect(events).toEqual([{ visitor_id: first, what: 'givenBack' }]);
});

test('ADM-12: nothing is given back to who bought, who left, who met no failure, or who failed elsewhere', async ({
  db,
  redis,
}) => {
  const bought = await oneInside(db, redis);
  await bought.failIt();
  await bought.endIt('finished');
  expect(await giveBack(bought.deps, bought.saleId)).toBe(0);

  const left = await oneInside(db, redis);
  await left.failIt();
  await journalExits(db, left.saleId, [{ entryId: left.first, number: 1 }]);
  await left.endIt();
  expect(await giveBack(left.deps, left.saleId)).toBe(0);

  const fine = await oneInside(db, redis);
  await keepFailures(db, [{ saleId: fine.saleId, admissionId: 'adm_unknown', what: 'POST /api/orders 503' }]);
  const [fact] = await latestAdmissions(db, fine.saleId, [fine.first]);
  await keepFailures(db, [
    { saleId: left.saleId, admissionId: fact?.admissionId ?? '', what: 'POST /api/orders 503' },
  ]);
  await fine.endIt();
  expect(await giveBack(fine.deps, fine.saleId)).toBe(0);
});

test('ADM-12: the same visitor is given back two turns and no third', async ({ db, redis }) => {
  const { deps, line, saleId, first, enter, failIt, endIt } = await oneInside(db, redis);
  const given = [];
  for (let turn = 0; turn <= TURNS_GIVEN_BACK_MAX; turn += 1) {
    await failIt();
    await endIt();
    given.push(await giveBack(deps, saleId));
    await markPresent(line, { saleId, entryIds: [first] });
    await enter();
  }
  expect(given).toEqual([1, 1, 0]);
});

test('ADM-12: several workers give a turn back once, and one that died before telling the line is made up for', async ({
  db,
  redis,
}) => {
  const { deps, saleId, failIt, endIt, states } = await oneInside(db, redis);
  await failIt();
  await endIt();
  const given = await Promise.all([1, 2, 3, 4].map(() => giveBackTurns(db, saleId))); // …and all die.
  expect(given.flat()).toHaveLength(1);
  expect(await db.selectFrom('audit').select('id').execute()).toHaveLength(1);
  expect(await states()).toEqual(['finished', 'waiting']);
  await retellGivenBack(deps, saleId);
  expect(await states()).toEqual(['returned', 'waiting']);
});
