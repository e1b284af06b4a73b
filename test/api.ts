/**
 * An API for tests: the real app behind a real port, with real stores and, where asked for, a real writer. `shopper` puts a
 * visitor inside a sale, as the line and the gateway do.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Redis } from 'ioredis';
import { type Kysely, sql } from 'kysely';
import { Registry } from 'prom-client';
import { createApp } from '../api/app.ts';
import { countAttempts } from '../api/attempts.ts';
import { openBarred } from '../api/barred.ts';
import { keepCategories } from '../api/kept-categories.ts';
import { keepSales } from '../api/kept-sales.ts';
import { openLatencies } from '../api/latencies.ts';
import { openOrderWatch } from '../api/order-watch.ts';
import { openPasswords } from '../api/passwords.ts';
import { openReserve } from '../api/reserve.ts';
import { openPrinter } from '../api/ticket-pdf/printer.ts';
import { openWaiting } from '../api/waiting.ts';
import { createSale, type SaleRecord } from '../db/sales.ts';
import type { Database } from '../db/schema.ts';
import { createStaff } from '../db/staff.ts';
import { type SaleWish, settingsOf } from '../domain/sale-defaults.ts';
import { shippingDays } from '../domain/shipping.ts';
import type { StaffRole } from '../domain/staff-role.ts';
import type { PaymentDeps } from '../payment/payment-deps.ts';
import { startWriter } from '../queue-worker/writer/start.ts';
import { openAnswers } from '../redis/answers.ts';
import { openLine } from '../redis/line.ts';
import type { Notice } from '../redis/notices.ts';
import { newId, systemChance } from '../runtime/chance.ts';
import { systemClock } from '../runtime/clock.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { secretHashOf, signPass } from '../tokens/pass.ts';
import { newEntryId, newSlug, test as storesTest, testLog } from './stores.ts';

export const origin = 'http://shop.test';

export interface TestStores {
  readonly db: Kysely<Database>;
  readonly databaseUrl: string;
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly keys: string;
}
/** A test with all stores under one name, as openTestApi takes them. */
export const test = storesTest.extend<{ stores: TestStores }>({
  stores: async ({ db, databaseUrl, redis, redisUrl, keys }, use) =>
    await use({ db, databaseUrl, redis, redisUrl, keys }),
});

export interface ApiOptions {
  readonly withWriter?: boolean;
  readonly payments?: PaymentDeps;
  readonly attemptsMax?: number;
  readonly codeAsksMax?: number;
  readonly twoStep?: 'off' | 'warn' | 'require';
  /** How long a sale is kept. Tests change rows behind the API's back, and look at once: 0 unless it is said. */
  readonly saleAgeMsMax?: number;
  /** For passes and access tokens. */
  readonly clock?: () => number;
}

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string;
  readonly token?: string;
}
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not there.
  readonly body: any;
  readonly headers: Headers;
}

export type TestApi = Awaited<ReturnType<typeof openTestApi>>;

export async function openTestApi(stores: TestStores, options: ApiOptions = {}) {
  const { db, databaseUrl, redis, redisUrl, keys } = stores;
  const { clock = systemClock } = options;
  const ring = parseKeyRing(keys);
  const instance = newId('api');
  const answers = openAnswers(redis, instance);
  await answers.ready;
  const hints: { saleId: string; notice: Notice }[] = [];
  const passwords = openPasswords();
  const latencies = openLatencies(new Registry());
  const payments = options.payments ?? { db, providers: new Map(), publicUrl: origin, log: testLog };
  const barred = openBarred(db);
  const orderWatch = openOrderWatch({ db, log: testLog });
  const printer = openPrinter();
  const atMost = (attemptsMax: number) =>
    countAttempts({ attemptsMax, windowMs: 60_000, keysMax: 100, clock });
  const app = createApp({
    printer,
    db,
    ring,
    clock,
    payments,
    passwords,
    latencies,
    log: testLog,
    chance: systemChance,
    attempts: atMost(options.attemptsMax ?? 10),
    codeAsks: atMost(options.codeAsksMax ?? 1_000),
    barred,
    twoStep: options.twoStep ?? 'off',
    reserve: openReserve({ db, redis, answers, instance }),
    orderWatch,
    sales: keepSales({ db, redis: null, clock, log: testLog, ageMsMax: options.saleAgeMsMax ?? 0 }),
    ...{ categories: keepCategories(db, clock), waiting: openWaiting(redis, clock, 0) },
    hint: (saleId, notice) => hints.push({ saleId, notice }),
    origins: new Set([origin]),
    shippingDays,
    isSecure: false,
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const line = openLine({ redis, db, log: testLog });
  const writer = options.withWriter
    ? startWriter({ name: 'test', databaseUrl, redis, redisUrl, line, log: testLog, metrics: new Registry() })
    : null;

  const ask = async (method: string, path: string, it: Ask = {}): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(it.json !== undefined && { 'content-type': 'application/json' }),
        ...(it.token !== undefined && { authorization: `Bearer ${it.token}` }),
        ...it.headers,
      },
      ...(it.json !== undefined && { body: JSON.stringify(it.json) }),
      ...(it.body !== undefined && { body: it.body }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  };

  const password = 'correct horse battery';
  const hire = async (role: StaffRole, email = `${role}@house.test`): Promise<string> => {
    const passwordHash = await passwords.hash(password);
    const staff = { id: newId('stf'), email, name: role, role, passwordHash };
    await db.transaction().execute((trx) => createStaff(trx, staff, 'test'));
    return staff.id;
  };
  const signIn = async (email: string): Promise<Answer> =>
    await ask('POST', '/api/auth/login', { json: { email, password } });

  return {
    app,
    barred,
    orderWatch,
    ring,
    url,
    ask,
    hints,
    passwords,
    password,
    hire,
    signIn,
    /** A member of staff with this role, and a token. */
    tokenOf: async (role: StaffRole): Promise<string> => {
      await hire(role);
      return (await signIn(`${role}@house.test`)).body.accessToken;
    },
    makeSale: (wish: Partial<SaleWish> & { state?: SaleRecord['state'] } = {}) => makeSale(db, wish),
    shopper: (saleId: string, secret?: string) => shopper(stores, saleId, secret),
    close: async () => {
      await writer?.stop();
      await printer.close();
      answers.close();
      orderWatch.close();
      await new Promise((resolve) => server.close(resolve));
    },
    [Symbol.asyncDispose]() {
      return this.close();
    },
  };
}

async function makeSale(
  db: Kysely<Database>,
  { state = 'open', ...wish }: Partial<SaleWish> & { state?: SaleRecord['state'] },
): Promise<SaleRecord> {
  const tiers = [{ name: 'Standing', price: { amount: 10_000, currency: 'KRW' }, capacity: 10 }];
  const settings = settingsOf({ slug: newSlug(), title: 'A sale', tiers, ...wish });
  const by = { actor: 'test', chance: systemChance };
  const made = await db.transaction().execute((trx) => createSale(trx, settings, by));
  await db.updateTable('sale').set({ state }).where('id', '=', made.id).execute();
  return { ...made, state };
}

export interface Shopper {
  readonly visitorId: string;
  readonly admissionId: string;
  /** What the pass opens: send these headers. */
  readonly headers: Readonly<Record<string, string>>;
}

async function shopper({ db, keys }: TestStores, saleId: string, secret?: string): Promise<Shopper> {
  const visitorId = newEntryId();
  const admissionId = newId('adm');
  const expiresAt = new Date(Date.now() + 600_000);
  await db
    .insertInto('admission')
    .values({
      id: admissionId,
      sale_id: saleId,
      visitor_id: visitorId,
      number: 1,
      call_no: 1,
      state: 'shopping',
      claim_by: expiresAt,
      claimed_at: sql<Date>`now()`,
      pass_ends_at: expiresAt,
    })
    .execute();
  const secretHash = secret === undefined ? null : secretHashOf(secret);
  const pass = await signPass(parseKeyRing(keys), { saleId, visitorId, admissionId, secretHash, expiresAt });
  const headers = { 'usher-pass': pass, ...(secret !== undefined && { 'usher-secret': secret }) };
  return { visitorId, admissionId, headers };
}

/** The body of an order of `quantity` units of the sale's first tier. */
export const orderBody = (sale: SaleRecord, quantity = 1) => ({
  lines: [{ tierId: sale.tiers[0]?.id ?? '', quantity }],
  contact: { email: 'minseo@example.com', name: 'Minseo Han' },
});

/** Everything in the database, as one text: equal before and after means that nothing was changed. */
export async function contentsOf(db: Kysely<Database>, without: readonly string[] = []): Promise<string> {
  const tables = (await db.introspection.getTables())
    .map(({ name }) => name)
    .filter((name) => !without.includes(name));
  const texts: string[] = [];
  // One after the other: there are more tables than connections, and on a busy machine the last would wait in vain.
  for (const name of tables.sort()) {
    const { rows } = await sql<{ all: string | null }>`
      select string_agg(t::text, e'\n' order by t::text) as all from ${sql.table(name)} as t`.execute(db);
    texts.push(`${name}\n${rows[0]?.all ?? ''}`);
  }
  return texts.join('\n\n');
}
