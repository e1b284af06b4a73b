/** The last bytes of Redis' append-only file are lost, again and again (LIN-34). */
import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { claimAdmissions } from '../../db/admissions.ts';
import { journalExits } from '../../db/line-exits.ts';
import type { LiveSale } from '../../db/live-sales.ts';
import type { WaitingLane } from '../../domain/lane.ts';
import { lineDoors } from '../../gateway/line/doors.ts';
import { DrawnPlaces } from '../../gateway/line/drawn-places.ts';
import { hallBatches } from '../../gateway/line/hall-batches.ts';
import { tell } from '../../queue-worker/admission/tell.ts';
import { tick } from '../../queue-worker/admission/tick.ts';
import { keepLines } from '../../queue-worker/line-keeper/start.ts';
import { metaKey } from '../../redis/keys.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { snoozePlace } from '../../redis/line/snooze-place.ts';
import { openLine } from '../../redis/line.ts';
import { openRedis } from '../../redis/open.ts';
import { test } from '../gateway.ts';
import { insertSale } from '../line.ts';
import { startPrivateRedis } from '../private-redis.ts';
import { newEntryId, testLog } from '../stores.ts';

test("LIN-34: whatever number of bytes Redis' file loses at its end, everybody stands where they stood", async ({
  db,
}) => {
  const server = await startPrivateRedis();
  const redis = openRedis(server.url, testLog);
  const ready = () => new Promise<void>((resolve) => redis.once('ready', () => resolve()));
  await ready();
  try {
    const line = openLine({ redis, db, log: testLog });
    const keeper = { db, redis, line, log: testLog, name: 'keeper' };
    const saleId = await insertSale(db, { floor_max: 20, units: 10_000, priority_share: 30 });
    await keepLines(keeper);
    const doors = lineDoors(line, db);
    const deps = { db, redis, line, log: testLog };
    const sale = { id: saleId, drawKey: null, drawSize: null } as LiveSale;
    const ask = hallBatches({
      db,
      doors,
      drawn: new DrawnPlaces(),
      sale: () => sale,
      learn: () => {},
      hint: () => {},
    });
    const everybody: { entryId: string; number: number; lane: WaitingLane }[] = [];
    const left = new Set<string>();
    let lastNumber = 0;
    for (const cutBytes of [1, 40, 700, 4_096, 20_000, 65_536]) {
      const fresh = Array.from({ length: 120 }, newEntryId);
      const lanes = fresh.map((_, at): WaitingLane => (at % 10 === 3 ? 'priority' : 'ordinary'));
      const { standings } = await doors.join({ saleId, entryIds: fresh, lanes });
      // Numbers are never handed out twice, whatever was forgotten.
      expect(Math.min(...standings.map(({ number }) => number))).toBeGreaterThan(lastNumber);
      lastNumber = Math.max(...standings.map(({ number }) => number));
      everybody.push(
        ...standings.map(({ entryId, number }, at) => ({ entryId, number, lane: lanes[at] ?? 'ordinary' })),
      );
      await redis.hset(metaKey(saleId), 'bucket_at', 0);
      await tick(deps, saleId);
      const { rows: called } = await sql<{ visitor_id: string }>`
        select visitor_id from admission where sale_id = ${saleId} and state = 'called' limit 3`.execute(db);
      await tell(
        deps,
        saleId,
        await claimAdmissions(db, { saleId, entryIds: called.map((row) => row.visitor_id) }),
      );
      const gone = standings.at(-1);
      if (gone) {
        await journalExits(db, saleId, [gone]);
        await leaveLine(line, { saleId, exits: [gone] });
        left.add(gone.entryId);
      }
      const [snoozer = ''] = fresh.slice(-2);
      await snoozePlace(line, { saleId, snoozes: [{ entryId: snoozer, letPass: 5 }] });
      const entryIds = everybody.map(({ entryId }) => entryId);
      const before = (await readAll(line, saleId, entryIds)).map(({ state, number }) => ({ state, number }));

      const back = ready();
      await server.restart({ cutBytes });
      await back;
      await expect.poll(() => keepLines(keeper).then(() => true), { timeout: 8_000 }).toBe(true);
      await untilRewritten(redis);
      const receipts = everybody.map((one) => ({
        ...{
          saleId,
          entryId: one.entryId,
          number: one.number,
          lobby: false,
          generation: 1,
          secretHash: null,
        },
        ...(one.lane !== 'ordinary' && { lane: one.lane }),
      }));
      const readings = await Promise.all(receipts.map((receipt) => ask.restore.add(receipt)));
      const after = readings.map(({ standing: { state, number } }) => ({ state, number }));
      // A place that let others pass stands in the line again, where the word of it was among what was lost.
      const plain = (all: typeof before) =>
        all.map(({ state, number }) => ({ state: state === 'snoozed' ? 'waiting' : state, number }));
      expect([cutBytes, plain(after)]).toEqual([cutBytes, plain(before)]);
      for (const entryId of left) expect(after[entryIds.indexOf(entryId)]?.state).toBe('none');
    }
  } finally {
    redis.disconnect();
    await server.stop();
  }
}, 60_000);

/** The file that is cut next holds what came since. */
async function untilRewritten(redis: Redis): Promise<void> {
  const isBusy = async () => /aof_rewrite_(in_progress|scheduled):1/.test(await redis.info('persistence'));
  await expect.poll(isBusy, { timeout: 8_000 }).toBe(false);
}

async function readAll(
  line: Parameters<typeof readStandings>[0],
  saleId: string,
  entryIds: readonly string[],
) {
  const all = [];
  for (let from = 0; from < entryIds.length; from += 500)
    all.push(
      ...(await readStandings(line, { saleId, entryIds: entryIds.slice(from, from + 500) })).standings,
    );
  return all;
}
