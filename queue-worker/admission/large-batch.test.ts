/** A tick that may call more than one script touches (ADM-2). */
import { expect } from 'vitest';
import { lineDoors } from '../../gateway/line/doors.ts';
import { lineKeys } from '../../redis/keys.ts';
import { openTestLine } from '../../test/line.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import { tick } from './tick.ts';

test('ADM-2: one tick calls as many as floor, stock and rate allow, however few one script touches', async ({
  db,
  redis,
}) => {
  const settings = { floor_max: 1_200, admit_per_minute: 120_000, units: 10_000 };
  const { line, saleId } = await openTestLine(db, redis, settings);
  const entryIds = Array.from({ length: 1_500 }, newEntryId);
  const doors = lineDoors(line, db);
  for (let from = 0; from < entryIds.length; from += 500)
    await doors.join({ saleId, entryIds: entryIds.slice(from, from + 500) });

  expect(await tick({ db, redis, line, log: testLog }, saleId)).toBe(1_200);
  const [, lineKey = '', , , , calledKey = ''] = lineKeys(saleId);
  expect(await redis.zrange(lineKey, 0, -1)).toEqual(entryIds.slice(1_200));
  expect(await redis.zcard(calledKey)).toBe(1_200);
  expect(await tick({ db, redis, line, log: testLog }, saleId)).toBe(0);
});
