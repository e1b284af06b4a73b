/**
 * The outbox: relays rows from PostgreSQL into BullMQ and works them off (OUT-1 to OUT-4).
 *
 * A row is relayed when nobody has, and again when its effect is not there AGAIN_AFTER_MS later: then the job
 * was lost, or the queue was emptied. While Redis is away the rows wait where they are. Every queue-worker
 * relays and works; rows in another's hands are skipped.
 */
import { Gauge } from 'prom-client';
import { recordGivenUp } from '../../db/dead-letters.ts';
import { outboxBacklog, relayOpenRows } from '../../db/outbox.ts';
import { openProviders, type PaymentSettings } from '../../payment/providers.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';
import { deliver } from './deliver.ts';
import { openConsumers, openProducers, type Producers } from './lanes.ts';
import { type Dkim, openPostBox } from './post-box.ts';
import { startShowingSamples } from './show-samples.ts';

/** The buyer looks at the page while the ticket is made. */
const POLL_MS = 150;
/** Rows of one relay: their ids travel in one command a lane. */
const ROWS_MAX = 200;
/**
 * After a fault BullMQ's backlog must move within a minute; a job that only waits its turn is not doubled by
 * this.
 */
const AGAIN_AFTER_MS = 45_000;

export type OutboxStart = Pick<Deps, 'db' | 'log' | 'clock' | 'ring' | 'bullmqRedisUrl' | 'metrics'> & {
  readonly config: PaymentSettings & {
    readonly PUBLIC_URL: string;
    readonly SMTP_URL: string;
    readonly MAIL_FROM: string;
    readonly MAIL_SAMPLES_URL?: string | undefined;
    readonly MAIL_DKIM_DOMAIN?: string | undefined;
    readonly MAIL_DKIM_SELECTOR?: string | undefined;
    readonly MAIL_DKIM_KEY?: string | undefined;
    readonly POINTS_PERCENT?: number;
  };
};

export function startOutbox(deps: OutboxStart): Running {
  const { db, log, clock, ring, bullmqRedisUrl: url, metrics, config } = deps;
  const postBox = openPostBox(config.SMTP_URL, config.MAIL_FROM, dkimOf(config));
  const showing =
    config.MAIL_SAMPLES_URL === undefined
      ? null
      : startShowingSamples(config.MAIL_SAMPLES_URL, config.PUBLIC_URL, log);
  const providers = openProviders(config, clock);
  const outboxDeps = {
    db,
    log,
    ring,
    providers,
    postBox,
    publicUrl: config.PUBLIC_URL,
    pointsPercent: config.POINTS_PERCENT ?? 0,
  };

  const producers = openProducers({ url, log });
  const consumers = openConsumers(
    { url, log },
    (ids) => deliver(outboxDeps, ids),
    (ids, cause, tries) => recordGivenUp(db, ids, cause, tries),
  );
  const relaying = repeat('outbox relay', POLL_MS, () => relayAll(deps, producers), log);
  measure(deps, metrics);
  return {
    stop: async () => {
      await relaying.stop();
      await showing?.stop();
      await consumers.close();
      await producers.close();
      postBox.close();
    },
  };
}

/** Relays until nothing is left to relay: a burst does not wait for the next round. */
export async function relayAll(
  { db }: Pick<Deps, 'db'>,
  producers: Producers,
  againAfterMs = AGAIN_AFTER_MS,
): Promise<void> {
  const limits = { rowsMax: ROWS_MAX, againAfterMs };
  while ((await relayOpenRows(db, limits, producers.add)) === ROWS_MAX);
}

function measure({ db }: Pick<Deps, 'db'>, registry: Deps['metrics']): void {
  const open = new Gauge({
    name: 'usher_outbox_open',
    help: 'Outbox rows whose effect is not done',
    registers: [registry],
  });
  const oldest = new Gauge({
    name: 'usher_outbox_oldest_seconds',
    help: 'Age of the oldest open outbox row',
    registers: [registry],
    collect: async () => {
      const backlog = await outboxBacklog(db);
      open.set(backlog.open);
      oldest.set(backlog.oldestMs / 1_000);
    },
  });
}

/** All three or none: half a signature is a mistake that nobody would see for weeks. */
function dkimOf(config: OutboxStart['config']): Dkim | undefined {
  const { MAIL_DKIM_DOMAIN: domainName, MAIL_DKIM_SELECTOR: keySelector, MAIL_DKIM_KEY: privateKey } = config;
  if (domainName && keySelector && privateKey) return { domainName, keySelector, privateKey };
  if (domainName || keySelector || privateKey)
    throw new Error('MAIL_DKIM_DOMAIN, MAIL_DKIM_SELECTOR and MAIL_DKIM_KEY go together');
  return undefined;
}
