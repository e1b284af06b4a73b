/** Admissions against a real PostgreSQL: what happens at the same moment as something else. */

import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { Client } from 'pg';
import { expect, vi } from 'vitest';
import { insertSale } from '../test/line.ts';
import { newEntryId, test } from '../test/stores.ts';
import { claimAdmissions, leaveAdmissions, missCalls, recordCalls } from './admissions.ts';
import type { Database } from './schema.ts';

async function called(db: Kysely<Database>, count: number) {
  const saleId = await insertSale(db);
  const entryIds = Array.from({ length: count }, newEntryId);
  const calls = entryIds.map((entryId, index) => ({
    entryId,
    number: index + 1,
    callNo: 1,
    lane: 'ordinary' as const,
  }));
  await recordCalls(db, saleId, calls);
  return { saleId, entryIds };
}

/** Another client of the same database, which holds what it locks while somebody waits for it. */
async function openOther(databaseUrl: string) {
  const other = new Client(databaseUrl);
  await other.connect();
  await other.query('begin');
  const isWaitedFor = async () => {
    const { rows } = await other.query(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    return rows.length === 1;
  };
  return { other, waitedFor: () => vi.waitUntil(isWaitedFor, { timeout: 5_000, interval: 10 }) };
}

test('ADM-10: who leaves while a batch of the writer holds the pass leaves after that batch', async ({
  db,
  databaseUrl,
}) => {
  const { saleId, entryIds } = await called(db, 1);
  await claimAdmissions(db, { saleId, entryIds });
  const { other: writer, waitedFor } = await openOther(databaseUrl);
  await writer.query('select from admission for share');
  const left = leaveAdmissions(db, saleId, entryIds);
  await waitedFor();
  const { rows } = await writer.query<{ at: Date }>('select clock_timestamp() as at');
  await writer.query('commit');
  const [fact] = await left;
  expect(fact?.deadlineMs).toBeGreaterThanOrEqual(rows[0]?.at.getTime() ?? Number.POSITIVE_INFINITY);
  await writer.end();
});

test('ADM-4: a claim that waits for the same claim at another gateway is answered the same turn', async ({
  db,
  databaseUrl,
}) => {
  const { saleId, entryIds } = await called(db, 2);
  const { other: gateway, waitedFor } = await openOther(databaseUrl);
  await gateway.query(
    `update admission set state = 'shopping', claimed_at = now(), pass_ends_at = now() + interval '5 minutes'
     where number = 1`,
  );
  const claimed = claimAdmissions(db, { saleId, entryIds });
  await waitedFor();
  await gateway.query('commit');
  expect((await claimed).map(({ entryId, state }) => [entryId, state]).sort()).toEqual(
    entryIds.map((entryId) => [entryId, 'shopping']).sort(),
  );
  await gateway.end();
});

test('ADM-4: claims, misses and exits at the same time decide each visitor once, without a deadlock', async ({
  db,
}) => {
  const { saleId, entryIds } = await called(db, 200);
  await sql`update admission set claim_by = now() - interval '1 s' where number % 2 = 0`.execute(db);
  const backwards = entryIds.toReversed();
  const [claimed, missed, left, missedAgain] = await Promise.all([
    claimAdmissions(db, { saleId, entryIds }),
    missCalls(db, saleId),
    leaveAdmissions(db, saleId, backwards),
    missCalls(db, saleId),
  ]);
  const rows = await db.selectFrom('admission').select(['state', 'number']).execute();
  expect(rows).toHaveLength(200);
  expect(rows.filter(({ state }) => state === 'called')).toEqual([]);
  const ended = [...missed, ...missedAgain, ...left.filter(({ state }) => state === 'left')];
  expect(new Set(ended.map(({ entryId }) => entryId)).size).toBe(ended.length);
  expect(claimed.every(({ number }) => number % 2 === 1)).toBe(true);
});
