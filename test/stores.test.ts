/** The fixtures themselves: what every other test leans on. */
import { expect } from 'vitest';
import { newSaleId, test } from './stores.ts';

test('RUN-1: a test has a database of its own, with every migration', async ({ db, databaseUrl }) => {
  const tables = await db.introspection.getTables();
  expect(tables.map((table) => table.name)).toContain('sale');
  expect(new URL(databaseUrl).pathname).toMatch(/^\/test_/);
});

test('RUN-1: two sales never share a key of the shared Redis', async ({ redis }) => {
  expect(newSaleId()).not.toBe(newSaleId());
  expect(await redis.ping()).toBe('PONG');
});
