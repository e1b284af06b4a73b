/**
 * The mail catcher's process: catches what Usher would send, for looking at. It keeps nothing that anybody
 * needs.
 */
import { readConfig } from '../runtime/config.ts';
import { openPrivatePort } from '../runtime/health.ts';
import { createLog } from '../runtime/log.ts';
import { createRegistry } from '../runtime/metrics.ts';
import { closeWhenTold } from '../runtime/shutdown.ts';
import { settingsShape } from './config.ts';
import { openMailCatcher } from './serve.ts';

const settings = readConfig(settingsShape);
const log = createLog(settings.PROCESS_NAME, settings.LOG_LEVEL);
const registry = createRegistry(settings.PROCESS_NAME);

const catcher = await openMailCatcher({
  host: settings.MAIL_HOST,
  smtpPort: settings.MAIL_SMTP_PORT,
  httpPort: settings.MAIL_HTTP_PORT,
  log,
});
const privatePort = await openPrivatePort({
  host: settings.PRIVATE_HOST,
  port: settings.PRIVATE_PORT,
  registry,
  checks: {},
});
log.info({ url: `${catcher.url}/dev/mail`, smtpUrl: catcher.smtpUrl }, 'mail catcher open');

closeWhenTold(log, [
  ['ready', () => privatePort.drain()],
  ['catcher', () => catcher.close()],
  ['private port', () => privatePort.close()],
]);
