/** What a tick's rounds leave behind where one of them fails (ADM-1). */
import { expect } from 'vitest';
import { readPace } from '../../db/pace.ts';
import { lineDoors } from '../../gateway/line/doors.ts';
import { lineKeys } from '../../redis/keys.ts';
import { openTestLine } from '../../test/line.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import { callWaiting } from './call-waiting.ts';

test('ADM-1: where the first round cannot be recorded the tick takes few more, and ends with nothing running', async ({
  db,
  redis,
}) => {
  const settings = { floor_max: 5_000, admit_per_minute: 600_000, units: 10_000 };
  const { line, saleId } = await openTestLine(db, redis, settings);
  const doors = lineDoors(line, db);
  for (let round = 0; round < 10; round += 1)
    await doors.join({ saleId, entryIds: Array.from({ length: 500 }, newEntryId) });
  const pace = await readPace(db, saleId);
  const away = new Error('PostgreSQL is away');
  const failing = new Proxy(db, {
    get: (target, name) => {
      if (name === 'getExecutor') throw away;
      return Reflect.get(target, name, target);
    },
  });
  await expect(callWaiting({ db: failing, redis, line, log: testLog }, saleId, pace)).rejects.toBe(away);
  const [, lineKey = '', , , callingKey = ''] = lineKeys(saleId);
  const marked = await redis.zcard(callingKey);
  expect(marked).toBeLessThanOrEqual(1_000);
  expect(marked + (await redis.zcard(lineKey))).toBe(5_000);
});
