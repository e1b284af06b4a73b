/**
 * The gateway process: builds what the edge needs, announces itself, and tells its visitors to come back
 * before it ends.
 */
import { openDatabase } from '../db/open.ts';
import { startHeartbeat } from '../db/registry.ts';
import { openLine } from '../redis/line.ts';
import { closeRedis, openBlockingRedis, openRedis } from '../redis/open.ts';
import { systemChance } from '../runtime/chance.ts';
import { systemClock } from '../runtime/clock.ts';
import { readConfig } from '../runtime/config.ts';
import { openPrivatePort } from '../runtime/health.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { createLog } from '../runtime/log.ts';
import { createRegistry } from '../runtime/metrics.ts';
import { closeWhenTold } from '../runtime/shutdown.ts';
import { settingsShape } from './config.ts';
import { openGateway } from './open-gateway.ts';

const config = readConfig(settingsShape);
const name = config.PROCESS_NAME;
const log = createLog(name, config.LOG_LEVEL);
const metrics = createRegistry(name);
const ring = parseKeyRing(config.USHER_KEYS);
const db = openDatabase(config.DATABASE_URL, log, {
  isServing: true,
  connectionsMax: 12,
  statementMsMax: 3_000,
});
const redis = openRedis(config.REDIS_URL, log);
const noticesRedis = openBlockingRedis(config.REDIS_URL, log);
const line = openLine({ redis, db, log });

const gateway = await openGateway({
  ...{ config, name, db, redis, noticesRedis, line, ring, log, metrics },
  clock: systemClock,
  chance: systemChance,
});
const privatePort = await openPrivatePort({
  host: config.PRIVATE_HOST,
  port: config.PRIVATE_PORT,
  registry: metrics,
  checks: {
    database: () => db.selectFrom('line_generation').select('generation').execute(),
    redis: () => redis.ping(),
    api: () => {
      if (gateway.apiCount() === 0) throw new Error('no API process is live');
    },
  },
});
let isReady = true;
const heartbeat = startHeartbeat(db, log, () => ({
  name,
  kind: 'gateway',
  url: gateway.url,
  privateUrl: privatePort.url,
  pid: process.pid,
  ready: isReady,
  detail: {
    connections: gateway.connections(),
    pagesOpen: gateway.pagesOpen(),
    latency: gateway.measures.latencies(),
  },
}));
log.info({ url: gateway.url, privateUrl: privatePort.url }, 'gateway listening');

closeWhenTold(log, [
  [
    'readiness',
    () => {
      isReady = false;
      privatePort.drain();
      return heartbeat.beat();
    },
  ],
  ['visitors', () => gateway.drain()],
  ['registry', () => heartbeat.stop()],
  ['server', () => gateway.close()],
  ['redis', () => Promise.all([closeRedis(redis), closeRedis(noticesRedis)])],
  ['database', () => db.destroy()],
  ['private port', () => privatePort.close()],
]);
