/**
 * The bank as a running value: book, webhooks and HTTP, closed together. main.ts and the tests open it alike.
 */
import path from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Counter, type Registry } from 'prom-client';
import type { SandboxKnobs } from '../payment/sandbox-knobs.ts';
import type { Backoff } from '../runtime/backoff.ts';
import { type Chance, systemChance } from '../runtime/chance.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { bankApi } from './api.ts';
import { openBook } from './book.ts';
import { bankEntry } from './entry.ts';
import { openJournal } from './journal.ts';
import { openManners } from './manners.ts';
import { payPage } from './pay-page.ts';
import { openTeller } from './tell.ts';

export interface BankOptions {
  readonly host?: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly secret: string;
  readonly publicUrl: string;
  readonly webhookUrl: string;
  readonly folder: string;
  readonly knobs?: Partial<SandboxKnobs>;
  readonly log: Log;
  readonly registry?: Registry;
  readonly clock?: Clock;
  readonly chance?: Chance;
  readonly pauses?: Backoff;
  /** How many payments the bank remembers; as many as the book says otherwise. */
  readonly paymentsMax?: number;
  readonly onDiskFault: (fault: unknown) => void;
}

export interface Bank {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function openBank(options: BankOptions): Promise<Bank> {
  const { host = '127.0.0.1', secret, publicUrl, log, clock = systemClock, chance = systemChance } = options;
  const manners = openManners(options.knobs);
  const webhooks = new Counter({
    name: 'usher_sandbox_webhooks_total',
    help: 'Webhooks that need no more sending, by how they ended',
    labelNames: ['how'],
    registers: options.registry ? [options.registry] : [],
  });

  const journal = await openJournal(
    path.join(options.folder, 'book.jsonl'),
    bankEntry.parse,
    options.onDiskFault,
  );
  const teller = openTeller({
    url: options.webhookUrl,
    secret,
    knobsOf: (fact) => manners.of(book.find(fact.ref)),
    chance,
    clock,
    log,
    ...(options.pauses && { pauses: options.pauses }),
    onTold: (eventId, how) => {
      webhooks.inc({ how });
      book.told(eventId);
    },
  });
  const book = openBook({
    journal,
    clock,
    chance,
    onFact: (fact) => teller.tell(fact),
    tellsOfCreation: (ask) => manners.of({ ref: '', ask }).outOfOrder,
    ...(options.paymentsMax !== undefined && { paymentsMax: options.paymentsMax }),
  });
  for (const fact of book.untold()) teller.tell(fact);

  const deps = { book, secret, publicUrl, manners, chance };
  const app = new Hono().route('/v1', bankApi(deps)).route('/pay', payPage(deps));
  const { server, port } = await listen(app, host, options.port);
  return {
    url: `http://${host}:${port}`,
    port,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      });
      teller.stop();
      await journal.close();
    },
  };
}

function listen(app: Hono, hostname: string, port: number) {
  return new Promise<{ server: ReturnType<typeof serve>; port: number }>((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, (address) =>
      resolve({ server, port: address.port }),
    );
    server.once('error', reject);
  });
}
