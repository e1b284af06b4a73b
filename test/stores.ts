/**
 * Real stores for tests. A test that asks for `db` gets a database of its own, copied from the migrated
 * template; the Redis is shared, and every key there belongs to a sale: sales made by newSaleId() never meet.
 */
import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { Client } from 'pg';
import { test as base, inject } from 'vitest';
import { openDatabase } from '../db/open.ts';
import type { Database } from '../db/schema.ts';
import { createLog } from '../runtime/log.ts';

export const testLog = createLog('test', 'silent');

const unique = () => randomBytes(8).toString('hex');
export const newSaleId = () => `sal_${unique()}`;
export const newTierId = () => `tier_${unique()}`;
export const newOrderId = () => `ord_${unique()}`;
/** The shape of an entry id: 16 characters of base64url. */
export const newEntryId = () => randomBytes(12).toString('base64url');
export const newSlug = () => `sale-${unique()}`;
/** A USHER_KEYS value with one fresh key; the key ring itself is `openKeyring` of runtime/keyring.ts. */
export const newKeys = (keyId = 'test') => `${keyId}:${randomBytes(32).toString('base64url')}`;

type Stores = {
  /** Of a database that only this test knows. */
  databaseUrl: string;
  db: Kysely<Database>;
  redisUrl: string;
  redis: Redis;
  /** USHER_KEYS of this test. */
  keys: string;
};

export const test = base.extend<Stores>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from its pattern.
  databaseUrl: async ({}, use) => {
    const { url, drop } = await newDatabase();
    await use(url);
    await drop();
  },
  db: async ({ databaseUrl }, use) => {
    const db = openDatabase(databaseUrl, testLog, { isServing: true });
    await use(db);
    await db.destroy();
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from its pattern.
  redisUrl: async ({}, use) => use(inject('redisUrl')),
  redis: async ({ redisUrl }, use) => {
    const redis = new Redis(redisUrl);
    await use(redis);
    redis.disconnect();
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from its pattern.
  keys: async ({}, use) => use(newKeys()),
});

/** A copy of the migrated template; who made it drops it. */
export async function newDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${unique()}`;
  await asAdmin(`create database ${name} template template strategy file_copy`);
  return {
    url: Object.assign(new URL(inject('templateUrl')), { pathname: `/${name}` }).href,
    drop: () => asAdmin(`drop database ${name} with (force)`),
  };
}

async function asAdmin(statement: string) {
  const admin = new Client(Object.assign(new URL(inject('templateUrl')), { pathname: '/postgres' }).href);
  await admin.connect();
  await admin.query(statement);
  await admin.end();
}
