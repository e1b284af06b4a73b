/** The API process: builds what the routes need, serves, announces itself, and closes it all, edge first, when told. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { sql } from 'kysely';
import { openDatabase } from '../db/open.ts';
import { startHeartbeat } from '../db/registry.ts';
import { openAnswers } from '../redis/answers.ts';
import { openBudgets } from '../redis/budgets.ts';
import { notify } from '../redis/notices.ts';
import { closeRedis, openRedis } from '../redis/open.ts';
import { newId, systemChance } from '../runtime/chance.ts';
import { systemClock } from '../runtime/clock.ts';
import { openPrivatePort } from '../runtime/health.ts';
import { createLog } from '../runtime/log.ts';
import { createRegistry } from '../runtime/metrics.ts';
import { shippingDaysOf } from '../runtime/shipping-days.ts';
import { closeWhenTold } from '../runtime/shutdown.ts';
import { createApp } from './app.ts';
import { shareAttempts } from './attempts.ts';
import { startBarred } from './barred.ts';
import { readSettings } from './config.ts';
import { keepCategories } from './kept-categories.ts';
import { keepSales } from './kept-sales.ts';
import { openLatencies } from './latencies.ts';
import { openOrderWatch } from './order-watch.ts';
import { openPasswords } from './passwords.ts';
import { openReserve } from './reserve.ts';
import { openPrinter } from './ticket-pdf/printer.ts';
import { openWaiting } from './waiting.ts';

const { config, ring, providers } = readSettings();
const name = config.PROCESS_NAME;
const log = createLog(name, config.LOG_LEVEL);
const metrics = createRegistry(name);
const clock = systemClock;
const chance = systemChance;
const publicUrl = config.PUBLIC_URL;

// A statement that takes longer than the request it serves is nobody's any more.
const db = openDatabase(config.DATABASE_URL, log, {
  isServing: true,
  connectionsMax: 16,
  statementMsMax: 2_800,
});
// Reserves of a crowd come many in a turn of the event loop: one write for all, and fuller batches for the writer.
const redis = openRedis(config.REDIS_URL, log, { bundled: true });
// The name alone may outlive its process: answers to one that died must not reach its successor's waiters.
const instance = newId(name, chance);
const answers = openAnswers(redis, instance);
const latencies = openLatencies(metrics);

const barred = startBarred(db, log);
const printer = openPrinter();
const orderWatch = openOrderWatch({ db, log });
const app = createApp({
  printer,
  db,
  log,
  clock,
  chance,
  latencies,
  ring,
  payments: { db, log, chance, publicUrl, providers },
  passwords: openPasswords(),
  attempts: shareAttempts(openBudgets(redis), {
    ...{ attemptsMax: 10, windowMs: 15 * 60_000, keysMax: 10_000, clock },
  }),
  codeAsks: shareAttempts(
    openBudgets(redis),
    { attemptsMax: 30, windowMs: 15 * 60_000, keysMax: 10_000, clock },
    'code-ask',
  ),
  barred,
  twoStep: config.STAFF_TWO_STEP,
  reserve: openReserve({ db, redis, answers, instance }),
  orderWatch,
  sales: keepSales({ db, redis, clock, log }),
  categories: keepCategories(db, clock),
  waiting: openWaiting(redis, clock),
  hint: (saleId, notice) => {
    notify(redis, saleId, notice).catch((err: unknown) => log.debug({ err, saleId }, 'notice not sent'));
  },
  origins: new Set([new URL(publicUrl).origin, ...config.ALLOWED_ORIGINS]),
  shippingDays: shippingDaysOf(config),
  isSecure: publicUrl.startsWith('https:'),
});

const host = config.API_HOST ?? config.PRIVATE_HOST;
const server = serve({ fetch: app.fetch, port: config.API_PORT, hostname: host });
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
// In a container it listens everywhere, and the others find it by the container's name.
const url = `http://${['0.0.0.0', '::'].includes(host) ? hostname() : host}:${port}`;

const privatePort = await openPrivatePort({
  host: config.PRIVATE_HOST,
  port: config.PRIVATE_PORT,
  registry: metrics,
  checks: { database: () => sql`select 1`.execute(db) },
});

const GATEWAYS_LOOK_MS = 1_500;
let isReady = true;
const heartbeat = startHeartbeat(db, log, () => ({
  name,
  kind: 'api',
  url,
  privateUrl: privatePort.url,
  pid: process.pid,
  ready: isReady,
  detail: { latency: latencies.lately() },
}));
log.info({ url, privateUrl: privatePort.url }, 'api listening');

closeWhenTold(log, [
  // Out of the registry first, then serving on until every gateway has looked there again, about once a second.
  [
    'registry',
    () => {
      isReady = false;
      privatePort.drain();
      return heartbeat.stop().then(() => pause(GATEWAYS_LOOK_MS));
    },
  ],
  ['order watch', () => orderWatch.close()],
  ['server', () => new Promise((resolve) => server.close(resolve))],
  ['barred', () => barred.stop()],
  ['printer', () => printer.close()],
  ['answers', () => answers.close()],
  ['redis', () => closeRedis(redis)],
  ['database', () => db.destroy()],
  ['private port', () => privatePort.close()],
]);
