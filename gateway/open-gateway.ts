/**
 * Puts the gateway together and lets it listen. Everything it holds can be lost at any moment: places are
 * in Redis and in the visitors' receipts, the rest in PostgreSQL.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import type { Registry } from 'prom-client';
import type { Database } from '../db/schema.ts';
import { openBudgets } from '../redis/budgets.ts';
import type { Line } from '../redis/line.ts';
import { listenForNotices } from '../redis/notices.ts';
import type { Chance } from '../runtime/chance.ts';
import type { Clock } from '../runtime/clock.ts';
import type { SettingsOf } from '../runtime/config.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import type { Log } from '../runtime/log.ts';
import { ReceiptMemory } from '../tokens/receipt-memory.ts';
import { signVisitor } from '../tokens/visitor.ts';
import { openAccess } from './access/access.ts';
import type { settingsShape } from './config.ts';
import { createApp } from './http/app.ts';
import { clientAddress } from './http/client-address.ts';
import { createLineApp } from './http/line-app.ts';
import { listen } from './http/listen.ts';
import { originsOf } from './http/origins.ts';
import { readPageFiles } from './http/page-files.ts';
import { openServer } from './http/server.ts';
import { cookieVisitor } from './http/visitor-cookie.ts';
import { lineDoors } from './line/doors.ts';
import { Halls } from './line/halls.ts';
import { SaleBook } from './line/sale-book.ts';
import { Ticker } from './line/ticker.ts';
import { type Measures, openMeasures } from './measures.ts';
import { attachOps } from './ops/attach-ops.ts';
import { Overload } from './overload.ts';
import type { ForwardDeps } from './proxy/forward.ts';
import { TurnFailures } from './proxy/turn-failures.ts';
import { staffOnly } from './proxy/uploads.ts';
import { fixedUpstream, LiveApis } from './proxy/upstreams.ts';
import { openWaits } from './proxy/waits.ts';
import { Reception } from './socket/reception.ts';
import { Sockets } from './socket/sockets.ts';
import { upgrades } from './socket/upgrade.ts';
import { isStoreAway } from './store-away.ts';

export interface GatewayParts {
  readonly config: Pick<
    SettingsOf<typeof settingsShape>,
    | 'PORT'
    | 'HOST'
    | 'PUBLIC_URL'
    | 'ALLOWED_ORIGINS'
    | 'TRUST_PROXY_HOPS'
    | 'LIMITS_LOOPBACK'
    | 'PAGES_DIR'
    | 'SANDBOX_URL'
    | 'MAIL_CATCHER_URL'
  >;
  readonly name: string;
  readonly db: Kysely<Database>;
  readonly redis: Redis;
  /** A connection of its own, for notices. */
  readonly noticesRedis: Redis;
  readonly line: Line;
  readonly ring: KeyRing;
  readonly log: Log;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly metrics: Registry;
}

export interface Gateway {
  readonly url: string;
  readonly measures: Measures;
  connections(): number;
  /** By sale, of those who wait. */
  pagesOpen(): Record<string, number>;
  /** How many API processes it can pass requests on to. */
  apiCount(): number;
  /** One second of everything that goes by the clock; started by openGateway, callable by tests. */
  tick(): Promise<void>;
  /** Tells everybody to come back, spread over some seconds; new ones are refused. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

const TICK_MS = 1_000;
const SWEEP_MS = 100;

export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const { config, name, db, redis, line, ring, log, clock, chance } = parts;
  const sockets = new Sockets();
  const overload = new Overload();
  const measures = openMeasures(parts.metrics, {
    sockets: () => sockets.count,
    lateMs: () => overload.lateMs,
  });
  const doors = lineDoors(line, db);
  const book = new SaleBook(db);
  const halls = new Halls({ db, redis, doors, ring, clock, log });
  const origins = originsOf(config.PUBLIC_URL, config.ALLOWED_ORIGINS);
  const access = openAccess({
    ...{ db, ring, clock, chance, budgets: openBudgets(redis) },
    limitsLoopback: config.LIMITS_LOOPBACK,
    lateMs: () => overload.lateMs,
  });
  const proxyHops = config.TRUST_PROXY_HOPS;
  const shared = {
    access,
    proxyHops,
    db,
    ring,
    receipts: new ReceiptMemory(ring),
    chance,
    clock,
    log,
    book,
    halls,
    overload,
    measures,
    origins,
    sockets,
  };

  const ticker = new Ticker({
    ...{ db, doors, book, halls, log, clock, gateway: name },
    stretch: () => overload.stretch(),
    countFrame: (written, bytes) => measures.frame(written, bytes),
  });
  ticker.listenWith(listenForNotices(parts.noticesRedis, (saleId, notice) => ticker.heard(saleId, notice)));

  const ops = attachOps({ db, line, ring, clock, log });
  const apis = new LiveApis(db);
  const failures = new TurnFailures(db, ring);
  const sandbox = config.SANDBOX_URL === undefined ? null : fixedUpstream(config.SANDBOX_URL);
  const mailCatcher = config.MAIL_CATCHER_URL === undefined ? null : fixedUpstream(config.MAIL_CATCHER_URL);
  const isSecure = config.PUBLIC_URL.startsWith('https:');
  const app = createApp({
    ...{ ...shared, isSecure, publicUrl: config.PUBLIC_URL },
    files: await readPageFiles(config.PAGES_DIR),
  });
  const reception = new Reception(shared);
  const server = openServer({
    ...{ app, lineApp: createLineApp(shared), apis, sandbox, mailCatcher, log, chance },
    upgrade: upgrades({ ...shared, reception, ops }),
    vouch: vouchFor(parts),
    waits: openWaits(),
    mayUpload: staffOnly(ring, clock),
    count: (status) => measures.proxied(status),
    failed: (request, status) => void failures.note(request, status),
  });

  const tick = async (): Promise<void> => {
    sockets.tick();
    overload.tick();
    await Promise.all([ticker.tick(), refreshApis(apis, log), flush(failures, log)]);
  };
  // The sales, the generation, who is there: known before the first visitor comes, unless the stores are away.
  await tick();
  const stopListening = await listen(server, config.PORT, config.HOST);
  const timer = setInterval(() => {
    ticking = tick();
  }, TICK_MS);
  let ticking = Promise.resolve();
  let closed: Promise<void> | null = null;

  return {
    url: `http://${config.HOST}:${(server.address() as AddressInfo).port}`,
    measures,
    connections: () => sockets.count + ops.count(),
    pagesOpen: () => halls.pagesOpen(),
    apiCount: () => apis.count,
    tick,
    drain: async () => {
      closed = stopListening(); // New connections go to the gateways that share the port.
      await Promise.all([sockets.drain(chance), ops.close()]);
    },
    close: async () => {
      clearInterval(timer);
      await ticking; // The stores close after us.
      await flush(failures, log);
      overload.close();
      await endConnections(server, closed ?? stopListening());
      await Promise.all([apis, sandbox, mailCatcher].map((upstreams) => upstreams?.close()));
    },
  };
}

function vouchFor({ config, ring }: GatewayParts): ForwardDeps['vouch'] {
  const { protocol, host } = new URL(config.PUBLIC_URL);
  return (request) => {
    const visitorId = cookieVisitor(ring, request.headers.cookie);
    return {
      address: clientAddress(request, config.TRUST_PROXY_HOPS),
      protocol: protocol.replace(':', ''),
      host,
      visitorId,
      visitorProof: visitorId === null ? null : signVisitor(ring, 'edge', visitorId),
    };
  };
}

async function flush(failures: TurnFailures, log: Log): Promise<void> {
  try {
    await failures.flush();
  } catch (fault) {
    log.error({ err: fault }, 'could not keep whose turn failed');
  }
}

/** While the registry is away the last known ones are asked. */
async function refreshApis(apis: LiveApis, log: Log): Promise<void> {
  try {
    await apis.refresh();
  } catch (fault) {
    if (!isStoreAway(fault)) log.error({ err: fault }, 'could not read the registry');
  }
}

/** What is under way ends; connections that only wait end as soon as they do. */
async function endConnections(server: Server, closed: Promise<void>): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  await closed;
  clearInterval(sweep);
}
