/** Admission woken by BullMQ, and by its watchdog when BullMQ forgets. */
import { Queue } from 'bullmq';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { BULLMQ_PREFIX } from '../../redis/keys.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { openRedis } from '../../redis/open.ts';
import { openTestLine } from '../../test/line.ts';
import { type PrivateRedis, startPrivateRedis } from '../../test/private-redis.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import { startAdmission } from './start.ts';

let server: PrivateRedis;
beforeAll(async () => {
  server = await startPrivateRedis();
});
afterAll(() => server.stop());

test('ADM-9: a scheduler wakes admission, and one that BullMQ has lost is armed again', async ({ db }) => {
  const redis = openRedis(server.url, testLog);
  await vi.waitUntil(() => redis.status === 'ready');
  const { line, saleId } = await openTestLine(db, redis);
  await reserveNumbers(line, db, saleId);
  const running = startAdmission({
    ...{ db, redis, line, log: testLog, bullmqRedisUrl: server.url },
    metrics: new Registry(),
  });
  const calledCount = async () => (await db.selectFrom('admission').select('id').execute()).length;
  const joinAndWait = async () => {
    const before = await calledCount();
    await joinLine(line, { saleId, entryIds: [newEntryId()] });
    await vi.waitUntil(async () => (await calledCount()) > before, { timeout: 10_000, interval: 50 });
  };
  await joinAndWait();
  const queue = new Queue('admission', { prefix: BULLMQ_PREFIX, connection: { url: server.url } });
  expect(await queue.getJobSchedulersCount()).toBe(1);
  await queue.obliterate({ force: true });
  await queue.removeJobScheduler(saleId);
  await joinAndWait();
  await vi.waitUntil(async () => (await queue.getJobSchedulersCount()) === 1, {
    timeout: 10_000,
    interval: 50,
  });
  await queue.close();
  await running.stop();
  redis.disconnect();
}, 40_000);
