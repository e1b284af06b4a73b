/** The queue-worker process: what happens without a request. Builds its parts, announces itself, closes all in order. */
import { openDatabase } from '../db/open.ts';
import { startHeartbeat } from '../db/registry.ts';
import { mistakesOf } from '../redis/check-server.ts';
import { openLine } from '../redis/line.ts';
import { closeRedis, openRedis } from '../redis/open.ts';
import { systemClock } from '../runtime/clock.ts';
import { readConfig } from '../runtime/config.ts';
import { openPrivatePort } from '../runtime/health.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { createLog } from '../runtime/log.ts';
import { createRegistry } from '../runtime/metrics.ts';
import { shippingDaysOf } from '../runtime/shipping-days.ts';
import { closeWhenTold } from '../runtime/shutdown.ts';
import { startAdmission } from './admission/start.ts';
import { startCatalogue } from './catalogue/start.ts';
import { settingsShape } from './config.ts';
import { startIndexReceivers } from './keys/index-receivers.ts';
import { startReseal } from './keys/reseal.ts';
import { startSealInvitations } from './keys/seal-invitations.ts';
import { startLineKeeper } from './line-keeper/start.ts';
import { startOutbox } from './outbox/start.ts';
import { startPayments } from './payments/start.ts';
import { startPoints } from './points/start.ts';
import { startReminders } from './reminders/start.ts';
import { startReserveLists } from './reserve-list/start.ts';
import { startRetention } from './retention/start.ts';
import { beaconOf } from './sale-clock/beacon-of.ts';
import { startSaleClock } from './sale-clock/start.ts';
import { startShipping } from './shipping/start.ts';
import { startWriter } from './writer/start.ts';

const config = readConfig(settingsShape);
const name = config.PROCESS_NAME;
const log = createLog(name, config.LOG_LEVEL);
const metrics = createRegistry(name);
const db = openDatabase(config.DATABASE_URL, log, { isServing: true, connectionsMax: 12 });
const redis = openRedis(config.REDIS_URL, log);
const line = openLine({ redis, db, log });
const deps = {
  name,
  db,
  databaseUrl: config.DATABASE_URL,
  redis,
  redisUrl: config.REDIS_URL,
  bullmqRedisUrl: config.BULLMQ_REDIS_URL,
  line,
  log,
  clock: systemClock,
  ring: parseKeyRing(config.USHER_KEYS),
  metrics,
  config,
};

redis.once('ready', () => {
  mistakesOf(redis).then(
    (mistakes) => {
      if (mistakes.length === 0) return;
      log.fatal({ mistakes }, 'cannot work with this Redis');
      process.exit(78);
    },
    (err: unknown) => log.warn({ err }, 'could not look at Redis'),
  );
});

const writer = startWriter({ ...deps, commandsMax: config.WRITER_BATCH_MAX });
const parts = [
  startLineKeeper(deps),
  startSaleClock({ ...deps, beacon: beaconOf(config, deps) }),
  writer,
  startAdmission(deps),
  startReserveLists(deps),
  startReminders(deps),
  startCatalogue(deps),
  startOutbox(deps),
  startPayments(deps),
  startReseal(deps),
  startIndexReceivers(deps),
  startSealInvitations(deps),
  startRetention({ ...deps, keptDays: config.PERSONAL_DATA_DAYS }),
  startPoints(deps),
  startShipping({ db, log, days: shippingDaysOf(config) }),
];
const privatePort = await openPrivatePort({
  host: config.PRIVATE_HOST,
  port: config.PRIVATE_PORT,
  registry: metrics,
  checks: {
    postgres: () => db.selectFrom('line_generation').select('generation').execute(),
    redis: () => redis.ping(),
  },
});
const heartbeat = startHeartbeat(db, log, () => ({
  name,
  kind: 'queue-worker',
  url: null,
  privateUrl: privatePort.url,
  pid: process.pid,
  ready: true,
  detail: { writes: writer.status() },
}));
log.info({ privateUrl: privatePort.url }, 'queue-worker runs');

closeWhenTold(log, [
  ['readiness', () => privatePort.drain()],
  ['parts', () => Promise.all(parts.map((part) => part.stop()))],
  ['registry', () => heartbeat.stop()],
  ['redis', () => closeRedis(redis)],
  ['database', () => db.destroy()],
  ['private port', () => privatePort.close()],
]);
