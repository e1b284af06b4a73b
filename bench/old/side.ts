/**
 * The sides of a comparison: Usher whole, the older shop, and Usher with a lock per order. Each has durable PostgreSQL and
 * Redis of its own with the settings of `npm start`, and the same sandbox bank; they run one after the other, so that none
 * has another's processes beside it.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '../../db/open.ts';
import { liveProcesses } from '../../db/registry.ts';
import type { Database } from '../../db/schema.ts';
import { createLog } from '../../runtime/log.ts';
import { brokenOf, checkAll } from '../../scripts/verify/check-all.ts';
import { type PrivateUsher, startPrivateUsher } from '../private-usher.ts';
import { makeSale, openBenchDatabase, untilWritten } from '../sales.ts';
import { endServer } from '../servers.ts';
import type { ShopSettings } from './shop/main.ts';

export const sideNames = ['Usher', 'older shop'] as const;
/** Usher as it is, but for its writer: an order a transaction, and each takes the lock of its sale for itself. */
export const lockPerOrder = 'lock per order';
export type MainSide = (typeof sideNames)[number];
export type SideName = MainSide | typeof lockPerOrder;

export interface Wish {
  readonly units: number;
  /** Usher alone: with a line whose floor this is, closed until `open`; without one at once open to all. */
  readonly floorMax?: number;
}

/** What the database says at the end. */
export interface Sold {
  readonly orders: number;
  readonly paid: number;
  /** Capacity less what is left. */
  readonly taken: number;
}

export interface Side {
  readonly name: SideName;
  readonly base: string;
  /** Usher's API without its gateway; the older shop has none. */
  readonly apiUrl: string;
  readonly slug: string;
  readonly tierId: string;
  readonly db: Kysely<Database>;
  readonly redisUrl: string;
  readonly pids: ReadonlyMap<string, number>;
  /** Begins the sale of a line. */
  open(): Promise<void>;
  /** Resolves when nothing is left to follow from what was sold, or after FOLLOWS_WITHIN_MS. */
  followed(): Promise<void>;
  sold(): Promise<Sold>;
  /** Processes that have ended, and names of invariants that do not hold. */
  broken(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Enough that the line never waits for its operator: what is measured is the shop. */
const ADMIT_PER_MINUTE = 600_000;
const UNIT_AMOUNT = 12_000;
/** Far away: until everybody has joined. */
const OPENS_IN_MS = 60 * 60_000;
/** What follows from an order and is younger than this is under way, not missing. */
const PATIENCE_SECONDS = 300;
/** Ten thousand mails take longer than the buying; nobody waits for all of them here. */
const FOLLOWS_WITHIN_MS = 20_000;

/** `BENCH_PROFILE=folder` leaves a processor profile of each of Usher's processes there. */
const profileFolder = process.env.BENCH_PROFILE;
const profiled = profileFolder ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` } : undefined;

export const openSide = (name: SideName, wish: Wish): Promise<Side> =>
  name === 'older shop' ? openOlderShop(wish) : openUsher(name, wish);

async function openUsher(name: SideName, { units, floorMax }: Wish): Promise<Side> {
  const usher = await startPrivateUsher(
    ['gateway', 'api', 'queue-worker', 'sandbox-provider', 'mail-catcher'],
    { ...profiled, ...(name === lockPerOrder && { WRITER_BATCH_MAX: '1' }) },
  );
  const db = openBenchDatabase(usher.databaseUrl);
  const stop = async () => {
    await db.destroy();
    await usher.stop();
  };
  try {
    const slug = 'bench-old';
    const isLine = floorMax !== undefined;
    const sale = await makeSale(db, slug, {
      ...{ units, tierCount: 1, mode: isLine ? 'line' : 'shelf', holdMinutes: 15 },
      ...(isLine && { floorMax, admitPerMinute: ADMIT_PER_MINUTE, passMinutes: 60 }),
      opensAt: new Date(Date.now() + (isLine ? OPENS_IN_MS : 0)),
    });
    if (!isLine) await untilWritten(db, sale.id);
    const apiUrl = (await liveProcesses(db, 'api'))[0]?.url;
    if (!apiUrl) throw new Error('the api has not announced itself');
    return {
      ...{ name, base: usher.publicUrl, apiUrl, slug, tierId: sale.tiers[0]?.id ?? '' },
      ...{ db, redisUrl: usher.redisUrl, pids: usher.pids, stop },
      open: async () => {
        await sql`update sale set opens_at = now() where id = ${sale.id}`.execute(db);
      },
      followed: () => outboxEmpty(db),
      sold: () => soldByUsher(db, sale.id),
      broken: async () => [...usher.lost(), ...(await brokenAt(usher.databaseUrl))],
    };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function outboxEmpty(db: Kysely<Database>): Promise<void> {
  const open = sql<{ open: boolean }>`
    select exists (select from command where done_at is null) or exists (select from outbox where done_at is null) as open`;
  for (
    const giveUpAtMs = performance.now() + FOLLOWS_WITHIN_MS;
    performance.now() < giveUpAtMs;
    await wait(100)
  ) {
    const { rows } = await open.execute(db);
    if (!rows[0]?.open) return;
  }
}

/** With a connection that may take its time: the invariants read whole tables. */
async function brokenAt(databaseUrl: string): Promise<string[]> {
  const times = { statementMsMax: 120_000, idleInTransactionMsMax: 120_000 };
  const db = openDatabase(databaseUrl, createLog('bench', 'warn'), times);
  try {
    return brokenOf(await checkAll(db, [], PATIENCE_SECONDS));
  } finally {
    await db.destroy();
  }
}

async function soldByUsher(db: Kysely<Database>, saleId: string): Promise<Sold> {
  const { rows } = await sql<Sold>`
    select (select count(*)::int from "order" where sale_id = ${saleId}) as orders,
           (select count(*)::int from "order" where sale_id = ${saleId} and paid_at is not null) as paid,
           (select sum(capacity - available)::int from tier where sale_id = ${saleId}) as taken`.execute(db);
  return rows[0] ?? { orders: 0, paid: 0, taken: 0 };
}

async function openOlderShop({ units }: Wish): Promise<Side> {
  const secret = randomBytes(24).toString('base64url');
  const stores = await startPrivateUsher(['sandbox-provider'], { SANDBOX_SECRET: secret });
  const db = openBenchDatabase(stores.databaseUrl);
  const stop = async () => {
    await db.destroy();
    await stores.stop();
  };
  const shop = await startShop(stores, units, secret).catch(async (fault: unknown) => {
    await stop();
    throw fault;
  });
  return {
    ...{
      name: 'older shop',
      base: stores.publicUrl,
      apiUrl: stores.publicUrl,
      slug: 'bench-old',
      tierId: 'tier_old',
    },
    ...{ db, redisUrl: stores.redisUrl },
    pids: new Map([...stores.pids, ['older shop', shop.pid ?? 0]]),
    open: async () => {},
    followed: async () => {},
    sold: () => soldByOlderShop(db, units),
    broken: async () => stores.lost(),
    stop: async () => {
      await endServer(shop);
      await stop();
    },
  };
}

/** It listens where the bank tells of payments. */
async function startShop(stores: PrivateUsher, units: number, secret: string) {
  const settings: ShopSettings = {
    ...{ tierId: 'tier_old', units, unitAmount: UNIT_AMOUNT },
    port: Number(new URL(stores.publicUrl).port),
    ...{ databaseUrl: stores.databaseUrl, redisUrl: stores.redisUrl },
    bank: { url: stores.bankUrl, secret, returnUrl: stores.publicUrl },
  };
  const main = fileURLToPath(new URL('shop/main.ts', import.meta.url));
  const shop = fork(main, [JSON.stringify(settings)], { execArgv: [] });
  const early = once(shop, 'exit').then(() => {
    throw new Error('the older shop did not open');
  });
  await Promise.race([once(shop, 'message'), early]);
  early.catch(() => {}); // It ends later, as it should.
  return shop;
}

async function soldByOlderShop(db: Kysely<Database>, units: number): Promise<Sold> {
  const { rows } = await sql<Sold>`
    select (select count(*)::int from older."order") as orders,
           (select count(*)::int from older."order" where state = 'paid') as paid,
           (select ${units}::int - available from older.tier) as taken`.execute(db);
  return rows[0] ?? { orders: 0, paid: 0, taken: 0 };
}
