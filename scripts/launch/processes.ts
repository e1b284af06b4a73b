/**
 * Which processes run, in which order they stop, and what each is told. Addresses are settled before any of
 * them starts.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../runtime/config.ts';
import { checkout } from './folder.ts';
import type { Keys } from './keys.ts';
import { freePorts } from './ports.ts';
import type { LauncherSettings } from './settings.ts';

export type ProcessPlan = {
  name: string;
  folder: string;
  privateUrl: string;
  env: NodeJS.ProcessEnv;
  /** 1 stops first: the edge before what stands behind it. */
  stopsIn: 1 | 2 | 3;
};

export type Addresses = {
  port: number;
  publicUrl: string;
  databaseUrl: string;
  redisUrl: string;
  /** Where the sandbox bank keeps its book. */
  sandboxFolder: string;
};

type Kind = {
  folder: string;
  count: number;
  stopsIn: ProcessPlan['stopsIn'];
  /** Where the environment says nothing. */
  suggests?: Environment;
  /** Whatever the environment says. */
  settles?: Environment;
};

const loopback = '127.0.0.1';

export async function planProcesses(
  settings: LauncherSettings,
  keys: Keys,
  { port, publicUrl, databaseUrl, redisUrl, sandboxFolder }: Addresses,
  given: Environment = process.env,
): Promise<ProcessPlan[]> {
  const [sandboxPort, smtpPort, mailPort] = await freePorts(3);
  const sandboxUrl = `http://${loopback}:${sandboxPort}`;
  const payments = {
    PAYMENT_PROVIDERS: 'sandbox',
    ALLOW_SANDBOX: 'yes',
    SANDBOX_SECRET: keys.sandboxSecret,
    PAYMENT_BRANDS: 'card,kb,kakao_pay,naver_pay,hana,ibk,nh',
  };
  // The same machine under its other name: http://localhost:8080 works as well as 127.0.0.1.
  const origins = {
    ALLOWED_ORIGINS: publicUrl.includes(loopback) ? publicUrl.replace(loopback, 'localhost') : '',
  };
  const isMailCaught = settings.SMTP_URL === undefined;

  const kinds: Kind[] = [
    {
      folder: 'gateway',
      count: settings.GATEWAYS,
      stopsIn: 1,
      suggests: origins,
      settles: {
        PORT: String(port),
        SANDBOX_URL: sandboxUrl,
        MAIL_CATCHER_URL: isMailCaught ? `http://${loopback}:${mailPort}` : '',
        PAGES_DIR: path.join(checkout, 'web-waiting-room/dist'),
      },
    },
    {
      folder: 'api',
      count: settings.APIS,
      stopsIn: 2,
      // Whoever only looks at it on their own machine is asked for two-step sign-in, and not held up by it.
      suggests: { ...payments, ...origins, STAFF_TWO_STEP: isOnlyHere(settings) ? 'warn' : 'require' },
      settles: { SANDBOX_URL: sandboxUrl, API_PORT: '0' },
    },
    {
      folder: 'queue-worker',
      count: settings.QUEUE_WORKERS,
      stopsIn: 2,
      suggests: {
        ...payments,
        SMTP_URL: `smtp://${loopback}:${smtpPort}`,
        MAIL_FROM: 'Usher <tickets@usher.localhost>',
        // So that points are seen to work; where it is somebody's money the operator decides.
        POINTS_PERCENT: '1',
      },
      settles: {
        SANDBOX_URL: sandboxUrl,
        MAIL_SAMPLES_URL: isMailCaught ? `http://${loopback}:${mailPort}` : '',
      },
    },
    {
      folder: 'sandbox-provider',
      count: 1,
      stopsIn: 3,
      suggests: { SANDBOX_SECRET: keys.sandboxSecret },
      settles: {
        SANDBOX_PORT: String(sandboxPort),
        SANDBOX_DATA_DIR: sandboxFolder,
        SANDBOX_WEBHOOK_URL: `http://${loopback}:${port}/api/webhooks/sandbox`,
      },
    },
    {
      folder: 'mail-catcher',
      count: isMailCaught ? 1 : 0,
      stopsIn: 3,
      settles: { MAIL_SMTP_PORT: String(smtpPort), MAIL_HTTP_PORT: String(mailPort) },
    },
  ];

  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const stores = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  const named = kinds
    .filter(({ folder }) => existsSync(path.join(checkout, folder, 'main.ts')))
    .flatMap((kind) => namesOf(kind).map((name) => ({ name, kind })));
  const privatePorts = await freePorts(named.length);
  return named.map(({ name, kind }, index) => {
    const privatePort = String(privatePorts[index]);
    const own = {
      PROCESS_NAME: name,
      PRIVATE_HOST: loopback,
      PRIVATE_PORT: privatePort,
      PUBLIC_URL: publicUrl,
    };
    return {
      name,
      folder: kind.folder,
      stopsIn: kind.stopsIn,
      privateUrl: `http://${loopback}:${privatePort}`,
      env: { USHER_KEYS: keys.usherKeys, ...kind.suggests, ...said, ...kind.settles, ...stores, ...own },
    };
  });
}

const isOnlyHere = ({ USHER_DEMO, HOST }: LauncherSettings): boolean =>
  USHER_DEMO || ['127.0.0.1', '::1', 'localhost'].includes(HOST);

/** gateway-1, gateway-2 …; the demo's helpers are one of a kind and have no number. */
function namesOf({ folder, count }: Kind): string[] {
  if (folder === 'sandbox-provider' || folder === 'mail-catcher') return count === 0 ? [] : [folder];
  return Array.from({ length: count }, (_, index) => `${folder}-${index + 1}`);
}
