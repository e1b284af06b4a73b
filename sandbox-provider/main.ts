/**
 * The sandbox bank's process: settings in, bank open, private port, drain. Killed at any time it loses no
 * payment.
 */
import { systemClock } from '../runtime/clock.ts';
import { readConfig } from '../runtime/config.ts';
import { openPrivatePort } from '../runtime/health.ts';
import { createLog } from '../runtime/log.ts';
import { createRegistry } from '../runtime/metrics.ts';
import { closeWhenTold } from '../runtime/shutdown.ts';
import { settingsShape } from './config.ts';
import { openBank } from './serve.ts';

const settings = readConfig(settingsShape);
const log = createLog(settings.PROCESS_NAME, settings.LOG_LEVEL);
const registry = createRegistry(settings.PROCESS_NAME);

const bank = await openBank({
  host: settings.SANDBOX_HOST,
  port: settings.SANDBOX_PORT,
  secret: settings.SANDBOX_SECRET,
  publicUrl: settings.PUBLIC_URL,
  webhookUrl: settings.SANDBOX_WEBHOOK_URL,
  folder: settings.SANDBOX_DATA_DIR,
  knobs: {
    failPercent: settings.SANDBOX_FAIL_PERCENT,
    delayMs: settings.SANDBOX_DELAY_MS,
    duplicates: settings.SANDBOX_DUPLICATES,
    dropPercent: settings.SANDBOX_DROP_PERCENT,
    lateMs: settings.SANDBOX_LATE_MS,
    profile: settings.SANDBOX_PROFILE ?? null,
  },
  log,
  registry,
  clock: systemClock,
  onDiskFault: (fault) => {
    log.fatal({ err: fault }, 'the book cannot be written');
    process.exit(1);
  },
});
const privatePort = await openPrivatePort({
  host: settings.PRIVATE_HOST,
  port: settings.PRIVATE_PORT,
  registry,
  checks: {},
});
log.info({ url: bank.url, privateUrl: privatePort.url }, 'sandbox bank open');

closeWhenTold(log, [
  ['ready', () => privatePort.drain()],
  ['bank', () => bank.close()],
  ['private port', () => privatePort.close()],
]);
