/**
 * A gateway for tests: the real one on a port of its own, with real stores, a line that is begun, and ways
 * to do what the queue-worker does: call, open, change the sale.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { Registry } from 'prom-client';
import type { ClientOptions } from 'ws';
import { recordCalls } from '../db/admissions.ts';
import type { Database, SaleRow } from '../db/schema.ts';
import type { AdmissionFact } from '../domain/admission-fact.ts';
import { linePhaseOf } from '../domain/line-phase.ts';
import { settingsShape } from '../gateway/config.ts';
import { type Gateway, openGateway } from '../gateway/open-gateway.ts';
import { tell } from '../queue-worker/admission/tell.ts';
import { tick as admissionTick } from '../queue-worker/admission/tick.ts';
import { openSale } from '../queue-worker/sale-clock/open-sale.ts';
import { configureLine } from '../redis/line/configure-line.ts';
import { type Line, openLine } from '../redis/line.ts';
import { notify } from '../redis/notices.ts';
import { closeRedis, openBlockingRedis, openRedis } from '../redis/open.ts';
import { systemChance } from '../runtime/chance.ts';
import { systemClock } from '../runtime/clock.ts';
import { parseConfig } from '../runtime/config.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { beginLine, insertSale } from './line.ts';
import { test as base, testLog } from './stores.ts';
import { TestVisitor } from './visitor.ts';

export const publicOrigin = 'http://usher.test';

export interface GatewayStores {
  readonly db: Kysely<Database>;
  readonly databaseUrl: string;
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly keys: string;
}

export const test = base.extend<{ stores: GatewayStores }>({
  stores: async ({ db, databaseUrl, redis, redisUrl, keys }, use) =>
    await use({ db, databaseUrl, redis, redisUrl, keys }),
});

export async function openTestGateway(
  stores: GatewayStores,
  env: Record<string, string> = {},
  clock = systemClock,
) {
  const { db, databaseUrl, redisUrl, keys } = stores;
  const name = env.PROCESS_NAME ?? `gateway-${randomUUID()}`;
  const parsed = parseConfig(settingsShape, {
    ...{ PROCESS_NAME: name, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, USHER_KEYS: keys },
    ...{ PUBLIC_URL: publicOrigin, PAGES_DIR: pagesFolder, ...env },
  });
  if (!parsed.success) throw new Error(parsed.mistakes.join());
  const redis = openRedis(redisUrl, testLog);
  const noticesRedis = openBlockingRedis(redisUrl, testLog);
  await once(redis, 'ready');
  const line = openLine({ redis, db, log: testLog });
  const metrics = new Registry();
  const gateway = await openGateway({
    config: { ...parsed.settings, PORT: Number(env.PORT ?? 0) },
    ...{ name, db, redis, noticesRedis, line, log: testLog, chance: systemChance, clock },
    ring: parseKeyRing(keys),
    metrics,
  });
  const visitors: TestVisitor[] = [];
  return {
    ...gateway,
    name,
    /** What a counter stands at, over all its labels that are named. */
    counted: async (counter: string, labels: Readonly<Record<string, string>>) => {
      const values = (await metrics.getSingleMetric(counter)?.get())?.values ?? [];
      const isMeant = (one: (typeof values)[number]) =>
        Object.entries(labels).every(([name, value]) => one.labels[name] === value);
      return values.filter(isMeant).reduce((sum, { value }) => sum + value, 0);
    },
    visitor: (slug: string, options?: ClientOptions & { protocols?: string[] }) => {
      const visitor = new TestVisitor(gateway.url, slug, options);
      visitors.push(visitor);
      return visitor;
    },
    [Symbol.asyncDispose]: async () => {
      for (const { socket } of visitors) socket.terminate();
      await gateway.close();
      await Promise.all([closeRedis(redis), closeRedis(noticesRedis)]);
    },
  } satisfies Gateway & Record<string | symbol, unknown>;
}

/** Every page is one line of words; enough to tell them apart. */
const pagesFolder = path.resolve(import.meta.dirname, 'pages-for-gateway');

export type TestSale = Awaited<ReturnType<typeof openTestSale>>;

/** A sale with its line, and what the queue-worker and the organiser would do to it. */
export async function openTestSale(
  { db, redis }: Pick<GatewayStores, 'db' | 'redis'>,
  settings: Parameters<typeof insertSale>[1] = {},
) {
  const saleId = await insertSale(db, settings);
  const line: Line = await beginLine(db, redis, saleId);
  const { slug } = await rowOf(db, saleId);
  const change = async (columns: Partial<Pick<SaleRow, 'state' | 'reason' | 'admit_per_minute'>>) => {
    const ended = columns.state === 'closed' ? { closed_at: new Date() } : {};
    await db
      .updateTable('sale')
      .set({ ...columns, ...ended })
      .where('id', '=', saleId)
      .execute();
    const sale = await rowOf(db, saleId);
    const {
      lobby,
      floor_max: floorMax,
      admit_per_minute: admitPerMinute,
      priority_share: priorityShare,
    } = sale;
    const phase = linePhaseOf({ state: sale.state, drawSize: sale.draw_size });
    await configureLine(line, { saleId, phase, lobby, floorMax, admitPerMinute, priorityShare });
    await notify(redis, saleId, { type: 'sale' });
  };
  return {
    saleId,
    slug,
    line,
    change,
    /** Sets what is left of the one tier. */
    stock: async (available: number, held: number) => {
      const { capacity } = await db
        .selectFrom('tier')
        .select('capacity')
        .where('sale_id', '=', saleId)
        .executeTakeFirstOrThrow();
      const counts = { available, held, sold: capacity - available - held };
      await db.updateTable('tier').set(counts).where('sale_id', '=', saleId).execute();
      await notify(redis, saleId, { type: 'sale' });
    },
    /** The lobby opens, as the clock of the sales does it. */
    open: () => openSale({ db, redis, line, log: testLog }, saleId),
    /** One tick of admission. */
    admit: () => admissionTick({ db, redis, line, log: testLog }, saleId),
    /** Calls this one, whoever stands before them. */
    call: async (entryId: string, number: number, callNo = 1) => {
      const facts = await recordCalls(db, saleId, [{ entryId, number, callNo, lane: 'ordinary' }]);
      await tell({ redis, line }, saleId, facts);
    },
    tell: (facts: readonly AdmissionFact[]) => tell({ redis, line }, saleId, facts),
  };
}

const rowOf = (db: Kysely<Database>, saleId: string): Promise<SaleRow> =>
  db.selectFrom('sale').selectAll().where('id', '=', saleId).executeTakeFirstOrThrow();
