/** Tests with whole writers: `start` starts one on the test's stores, and stops it with the test. */
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Decide } from '../db/writer.ts';
import { test as base } from './stores.ts';
import { letIn, type Shopper, type StartedWriter, startTestWriter, type TestSale } from './writer.ts';

type Start = (options?: {
  name?: string;
  decide?: Decide;
  commandsMax?: number;
  redis?: Redis;
  redisUrl?: string;
  databaseUrl?: string;
}) => Promise<StartedWriter>;

export const test = base.extend<{ start: Start }>({
  start: async ({ db, databaseUrl, redis, redisUrl }, use) => {
    const started: StartedWriter[] = [];
    await use(async ({ name, decide, commandsMax, ...stores } = {}) => {
      const options = {
        ...(name && { name }),
        ...(decide && { decide }),
        ...(commandsMax && { commandsMax }),
      };
      const writer = await startTestWriter({ db, databaseUrl, redis, redisUrl, ...stores }, options);
      started.push(writer);
      return writer;
    });
    await Promise.all(started.map((writer) => writer.stop()));
  },
});

export const insides = async (db: Kysely<Database>, sale: TestSale, visitors: number) =>
  (await letIn(db, sale.id, visitors)) as [Shopper, ...Shopper[]];
export const leaseOf = (db: Kysely<Database>, saleId: string) =>
  db.selectFrom('writer_lease').selectAll().where('sale_id', '=', saleId).executeTakeFirstOrThrow();
export const codeOf = (answer: Awaited<ReturnType<StartedWriter['reserve']>>) =>
  answer?.outcome === 'refused' ? answer.code : answer?.outcome;
