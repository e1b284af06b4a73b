/** Why a tick called no more than it did, against real stores. */
import { expect } from 'vitest';
import { metaKey, seenKey } from '../../redis/keys.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { openTestLine } from '../../test/line.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import { tick } from './tick.ts';

test('PAC-18: a tick keeps what it met first, and nothing where only the rate bounds it', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis, { floor_max: 2, units: 4 });
  await reserveNumbers(line, db, saleId);
  const entryIds = Array.from({ length: 6 }, newEntryId);
  await joinLine(line, { saleId, entryIds });
  const deps = { db, redis, line, log: testLog };
  const heldBack = async () => {
    await redis.hset(metaKey(saleId), 'bucket_at', 0);
    await tick(deps, saleId);
    return (await db.selectFrom('pace_seen').select('held_back').executeTakeFirst())?.held_back;
  };
  const setStock = (available: number) =>
    db
      .updateTable('tier')
      .set({ available, held: 4 - available })
      .execute();
  expect(await heldBack()).toBe('floor');
  await redis.hset(metaKey(saleId), 'floor_max', 100);
  await setStock(0);
  expect(await heldBack()).toBe('allHeld');
  await setStock(2);
  expect(await heldBack()).toBe('undecided');
  await db
    .insertInto('reserve_entry')
    .values(
      [1, 2].map((number) => ({
        sale_id: saleId,
        visitor_id: newEntryId(),
        origin: 'soldOut' as const,
        number,
        state: 'waiting' as const,
      })),
    )
    .execute();
  expect(await heldBack()).toBe('promised');
  await db.deleteFrom('reserve_entry').execute();
  await setStock(4);
  await redis.hset(metaKey(saleId), 'admit_per_minute', 60, 'owed', 0, 'bucket_at', Date.now());
  await tick(deps, saleId);
  expect((await db.selectFrom('pace_seen').select('held_back').executeTakeFirst())?.held_back).toBeNull();
  await redis.hset(metaKey(saleId), 'call_from', Date.now() + 60_000);
  expect(await heldBack()).toBe('opening');
  await redis.hset(metaKey(saleId), 'call_from', 0);
  await redis.zrem(seenKey(saleId), ...entryIds);
  expect(await heldBack()).toBe('away');
  await db.updateTable('sale').set({ state: 'paused' }).execute();
  expect(await heldBack()).toBeNull();
});
