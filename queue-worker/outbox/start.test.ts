/** The whole way of a row: PostgreSQL, relay, BullMQ, effect. With what happens to Redis on a bad day. */
import { Queue } from 'bullmq';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect } from 'vitest';
import { stageOutbox } from '../../db/outbox.ts';
import { ticketsOf } from '../../db/tickets.ts';
import { openMailCatcher } from '../../mail-catcher/serve.ts';
import { BULLMQ_PREFIX } from '../../redis/keys.ts';
import { systemClock } from '../../runtime/clock.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { bankSecret } from '../../test/bank.ts';
import { insertOrder } from '../../test/paying.ts';
import { type PrivateRedis, startPrivateRedis } from '../../test/private-redis.ts';
import { test, testLog } from '../../test/stores.ts';
import { lanes, openProducers } from './lanes.ts';
import { relayAll, startOutbox } from './start.ts';

let redis: PrivateRedis;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
afterAll(() => redis.stop());

type Db = Parameters<typeof insertOrder>[0];

const start = (db: Db, keys: string, smtpUrl = 'smtp://127.0.0.1:9') =>
  startOutbox({
    db,
    log: testLog,
    clock: systemClock,
    ring: parseKeyRing(keys),
    bullmqRedisUrl: redis.url,
    metrics: new Registry(),
    config: {
      PAYMENT_PROVIDERS: ['sandbox'],
      ALLOW_SANDBOX: true,
      PAYMENT_BRANDS: ['card'],
      SANDBOX_URL: 'http://127.0.0.1:9',
      SANDBOX_SECRET: bankSecret,
      PUBLIC_URL: 'http://shop.test',
      SMTP_URL: smtpUrl,
      MAIL_FROM: 'Usher <tickets@shop.test>',
    },
  });

async function stagePaid(db: Db, count: number, keys: string): Promise<string[]> {
  const orders = await Promise.all(
    Array.from({ length: count }, () => insertOrder(db, { state: 'paid', keys })),
  );
  await stageOutbox(
    db,
    orders.map(({ id, sale_id }) => ({
      saleId: sale_id,
      topic: 'tickets_issue',
      key: `tickets:${id}`,
      payload: { orderId: id },
    })),
  );
  return orders.map(({ id }) => id);
}

const openRows = async (db: Db) =>
  (await db.selectFrom('outbox').select('id').where('done_at', 'is', null).execute()).length;
const allDone = (db: Db) => expect.poll(() => openRows(db), { timeout: 15_000, interval: 25 }).toBe(0);
/** As if the rows had been relayed a while ago. */
const age = (db: Db) =>
  db
    .updateTable('outbox')
    .set({ relayed_at: new Date(Date.now() - 60_000) })
    .execute();

test('OUT-4: two workers bring every row to its effect, once', async ({ db, keys }) => {
  const orderIds = await stagePaid(db, 30, keys);
  const workers = [start(db, keys), start(db, keys)];
  await allDone(db);
  await Promise.all(workers.map((worker) => worker.stop()));
  for (const orderId of orderIds) expect(await ticketsOf(db, orderId)).toHaveLength(2);
});

test('OUT-4: a row that is open again is delivered again, although BullMQ has seen its id', async ({
  db,
  keys,
}) => {
  await stagePaid(db, 3, keys);
  const worker = start(db, keys);
  await allDone(db);
  // What a database restored to a minute ago looks like.
  await db.updateTable('outbox').set({ done_at: null, relayed_at: null }).execute();
  await allDone(db);
  await worker.stop();
});

test('OUT-4: jobs of an obliterated queue, and of a Redis that forgot everything, are made again', async ({
  db,
  keys,
}) => {
  const relayOnce = async () => {
    await stagePaid(db, 5, keys);
    const producers = openProducers({ url: redis.url, log: testLog });
    await relayAll({ db }, producers);
    await producers.close();
    await age(db);
  };
  const workOff = async () => {
    expect(await openRows(db)).toBe(5);
    const worker = start(db, keys);
    await allDone(db);
    await worker.stop();
  };
  await relayOnce();
  for (const { queue: name } of lanes) {
    const queue = new Queue(name, { prefix: BULLMQ_PREFIX, connection: { url: redis.url } });
    await queue.obliterate({ force: true });
    await queue.close();
  }
  await workOff();

  await relayOnce();
  await redis.restart({ forget: true });
  await workOff();
});

test('OUT-4: while Redis is away rows wait, and nothing is marked relayed that was not', async ({
  db,
  keys,
}) => {
  const producers = openProducers({ url: 'redis://127.0.0.1:9', log: testLog });
  await stagePaid(db, 3, keys);
  await expect(relayAll({ db }, producers)).rejects.toThrow();
  const rows = await db.selectFrom('outbox').select('relayed_at').execute();
  expect(rows.map(({ relayed_at }) => relayed_at)).toEqual([null, null, null]);
  await producers.close();

  const worker = start(db, keys);
  await allDone(db);
  await worker.stop();
});

test('OUT-4: a row that fails is tried again until it works', async ({ db, keys }) => {
  const order = await insertOrder(db, { state: 'issued', keys });
  await stageOutbox(db, [
    {
      saleId: order.sale_id,
      topic: 'mail',
      key: `mail:order_paid:${order.id}`,
      payload: { kind: 'order_paid', orderId: order.id },
    },
  ]);
  const catcher = await openMailCatcher({ smtpPort: 0, httpPort: 0, log: testLog });
  const smtpPort = Number(new URL(catcher.smtpUrl).port);
  await catcher.close();
  const worker = start(db, keys, catcher.smtpUrl);
  const failed = db.selectFrom('outbox').select('relayed_at');
  await expect.poll(async () => (await failed.executeTakeFirstOrThrow()).relayed_at).not.toBeNull();

  const again = await openMailCatcher({ smtpPort, httpPort: 0, log: testLog });
  await allDone(db);
  expect(await again.shelf.all()).toMatchObject([{ to: ['minseo@example.com'] }]);
  await worker.stop();
  await again.close();
});
