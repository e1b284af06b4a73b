/** A tick of admission killed between each two of its steps: the next one drives it on, to the same end (ADM-1). */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { claimAdmissions } from '../../db/admissions.ts';
import { giveBackTurns, keepFailures } from '../../db/checkout-failures.ts';
import { metaKey, seenKey } from '../../redis/keys.ts';
import { snoozePlace } from '../../redis/line/snooze-place.ts';
import { openCalledLine } from '../../test/called-line.ts';
import { dieEverywhere } from '../../test/dying.ts';
import { test, testLog } from '../../test/stores.ts';
import { giveBack, retellGivenBack } from './give-back.ts';
import { reconcile } from './reconcile.ts';
import { tell } from './tell.ts';
import { tick } from './tick.ts';

const FLOOR_MAX = 6;

test('ADM-1, ADM-3, ADM-5: with lanes, absences, misses and snoozes in it, wherever it dies', async ({
  db,
  redis,
}) => {
  const make = async () => {
    const opened = await openCalledLine(db, redis, { floor_max: FLOOR_MAX, priority_share: 50, units: 100 });
    const { line, saleId, join, call } = opened;
    const late = await join(2);
    await call(2);
    await sql`update admission set claim_by = now() - interval '1 s' where sale_id = ${saleId}`.execute(db);
    const snoozing = await join(1);
    const [absent = '', ...ordinary] = await join(6);
    const snoozes = snoozing.map((entryId) => ({ entryId, letPass: 1 }));
    await snoozePlace(line, { saleId, snoozes });
    const priority = await join(3, 'priority');
    const slow = await join(2, 'slow');
    await redis.zrem(seenKey(saleId), absent);
    await redis.hset(metaKey(saleId), 'bucket_at', 0);
    const everybody = [...late, ...snoozing, absent, ...ordinary, ...priority, ...slow];
    return { ...opened, everybody, deps: { db, redis, line, log: testLog } };
  };
  type Ground = Awaited<ReturnType<typeof make>>;
  /** Where everybody stands, and every call there was. */
  const stateOf = async ({ saleId, everybody, standings }: Ground) => {
    const said = await standings(everybody);
    const calls = await db.selectFrom('admission').selectAll().where('sale_id', '=', saleId).execute();
    const rows = calls.map(({ visitor_id, number, call_no, state, lane }) => [
      ...[everybody.indexOf(visitor_id), Number(number), call_no, state, lane],
    ]);
    return {
      said: said.map(({ state, number, ahead, callNo }) => [state, number, ahead, callNo]),
      rows: rows.sort((one, other) => Number(one[0]) - Number(other[0]) || Number(one[2]) - Number(other[2])),
    };
  };
  /** Ticks until nothing moves any more: the floor is full. */
  const goOn = async ({ deps, saleId }: Ground) => {
    for (let round = 0; round < 3; round += 1) {
      await redis.hset(metaKey(saleId), 'bucket_at', 0);
      await tick(deps, saleId);
    }
  };
  const undisturbed = await make();
  await goOn(undisturbed);
  const expected = await stateOf(undisturbed);
  expect(expected.said.filter(([state]) => state === 'called')).toHaveLength(FLOOR_MAX);

  const died = await dieEverywhere(
    make,
    async (deps, { saleId, deps: watchdog }) => {
      await reconcile(watchdog, saleId); // Who let a call go by, where that was not told.
      await redis.hset(metaKey(saleId), 'bucket_at', 0);
      await tick(deps, saleId);
    },
    async (ground) => {
      await goOn(ground);
      expect(await stateOf(ground)).toEqual(expected);
    },
  );
  expect(died).toBeGreaterThan(5);
}, 60_000);

test('ADM-12: a turn is given back once, wherever the worker dies that gives it', async ({ db, redis }) => {
  const died = await dieEverywhere(
    async () => {
      const opened = await openCalledLine(db, redis, { floor_max: 1, units: 100 });
      const { line, saleId, join, call } = opened;
      const [entryId = ''] = await join(1);
      await call(1);
      const deps = { db, redis, line, log: testLog };
      const [fact] = await claimAdmissions(db, { saleId, entryIds: [entryId] });
      await keepFailures(db, [
        { saleId, admissionId: fact?.admissionId ?? '', what: 'POST /api/orders 500' },
      ]);
      await sql`update admission set state = 'ended', ended_at = now() where sale_id = ${saleId}`.execute(db);
      await tell(deps, saleId, fact ? [{ ...fact, state: 'ended', deadlineMs: null }] : []);
      return { ...opened, entryId, deps };
    },
    async (deps, { saleId }) => {
      await giveBack(deps, saleId);
      await retellGivenBack(deps, saleId);
    },
    async ({ saleId, entryId, standings }) => {
      expect(await standings([entryId])).toMatchObject([{ state: 'returned', number: 1 }]);
      const lines = await db.selectFrom('audit').select('act').where('sale_id', '=', saleId).execute();
      expect(lines).toEqual([{ act: 'turn.give_back' }]);
      expect(await giveBackTurns(db, saleId)).toEqual([]);
    },
  );
  expect(died).toBeGreaterThan(3);
});
