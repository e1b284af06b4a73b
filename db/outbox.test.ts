/** The outbox' rows: staged with their fact, never skipped, never handed to two relays at once. */
import { Kysely, PostgresDialect } from 'kysely';
import { expect, onTestFinished } from 'vitest';
import { test, testLog } from '../test/stores.ts';
import { openDatabase, openPool } from './open.ts';
import { markOutboxDone, outboxBacklog, relayOpenRows, stageOutbox } from './outbox.ts';
import type { Database, OutboxRow } from './schema.ts';

const row = (key: string) => ({ saleId: null, topic: 'mail' as const, key, payload: { key } });
const limits = { rowsMax: 100, againAfterMs: 45_000 };

test('OUT-1: what must follow a fact is there with the fact or not at all, and once', async ({ db }) => {
  const undone = db.transaction().execute(async (trx) => {
    await stageOutbox(trx, [row('a')]);
    throw new Error('the fact did not happen');
  });
  await expect(undone).rejects.toThrow('did not happen');
  await stageOutbox(db, []);
  await stageOutbox(db, [row('b'), row('c')]);
  await stageOutbox(db, [row('c'), row('d')]);
  const keys = await db.selectFrom('outbox').select('key').orderBy('id').execute();
  expect(keys.map(({ key }) => key)).toEqual(['b', 'c', 'd']);
});

test('OUT-2: a row that commits after a later one is relayed all the same', async ({ db }) => {
  const seen: string[] = [];
  const relay = async (rows: readonly OutboxRow[]) => void seen.push(...rows.map(({ key }) => key));
  await db.transaction().execute(async (late) => {
    await stageOutbox(late, [row('early id')]);
    await stageOutbox(db, [row('later id')]);
    expect(await relayOpenRows(db, limits, relay)).toBe(1);
  });
  expect(await relayOpenRows(db, limits, relay)).toBe(1);
  expect(seen).toEqual(['later id', 'early id']);
});

test('OUT-2: two relays at once share the rows', async ({ db, databaseUrl }) => {
  const other = openDatabase(databaseUrl, testLog);
  await stageOutbox(db, [row('a'), row('b'), row('c')]);
  const seen: string[] = [];
  await relayOpenRows(db, { ...limits, rowsMax: 2 }, async (first) => {
    seen.push(...first.map(({ key }) => key));
    await relayOpenRows(other, limits, async (second) => void seen.push(...second.map(({ key }) => key)));
  });
  expect(seen).toEqual(['a', 'b', 'c']);
  await other.destroy();
});

test('OUT-2: what nobody has relayed goes first, tickets before letters, letters to everybody last', async ({
  db,
}) => {
  const toAll = ['x', 'y', 'z'].map((key) => ({ ...row(key), payload: { kind: 'not_drawn' } }));
  await stageOutbox(db, toAll);
  await relayOpenRows(db, { ...limits, rowsMax: 2 }, async () => {});
  await db
    .updateTable('outbox')
    .set({ relayed_at: new Date(Date.now() - 60_000) })
    .where('key', 'in', ['x', 'y'])
    .execute();
  const ticket = { ...row('ticket'), topic: 'tickets_issue' as const };
  await stageOutbox(db, [{ ...row('code'), payload: { kind: 'signup_code' } }, ticket]);
  const seen: string[] = [];
  for (let looks = 0; looks < 3; looks += 1)
    await relayOpenRows(db, { ...limits, rowsMax: 2 }, async (rows) => {
      seen.push(...rows.map(({ key }) => key));
    });
  expect(seen).toEqual(['ticket', 'code', 'z', 'x', 'y']);
});

test('OUT-2: a relay that failed, or died, leaves its rows to be relayed again', async ({ db }) => {
  await stageOutbox(db, [row('a')]);
  const failing = relayOpenRows(db, limits, () => Promise.reject(new Error('Redis is away')));
  await expect(failing).rejects.toThrow('Redis is away');
  expect(await relayOpenRows(db, limits, async () => {})).toBe(1);
});

test('OUT-5: a look that finds nothing to relay is one statement, also beside rows that wait for their effect', async ({
  databaseUrl,
}) => {
  const heard: string[] = [];
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: openPool(databaseUrl, testLog) }),
    log: ({ query }) => {
      heard.push(query.sql);
    },
  });
  onTestFinished(() => db.destroy());
  const look = async () => {
    heard.length = 0;
    const rows = await relayOpenRows(db, limits, async () => {});
    return { rows, statements: heard.length };
  };
  expect(await look()).toEqual({ rows: 0, statements: 1 });
  await stageOutbox(db, [row('a'), row('b')]);
  expect(await look()).toEqual({ rows: 2, statements: 4 });
  expect(await look()).toEqual({ rows: 0, statements: 1 });
  await db
    .updateTable('outbox')
    .set({ relayed_at: new Date(Date.now() - 60_000) })
    .execute();
  await stageOutbox(db, [row('c')]);
  expect((await look()).rows).toBe(3);
});

test('OUT-2: a relayed row rests, and comes again when its effect is long in coming', async ({ db }) => {
  await stageOutbox(db, [row('a'), row('b')]);
  await relayOpenRows(db, limits, async () => {});
  expect(await relayOpenRows(db, limits, async () => {})).toBe(0);

  const past = new Date(Date.now() - 60_000);
  await db.updateTable('outbox').set({ relayed_at: past, created_at: past }).execute();
  const first = await db.selectFrom('outbox').select('id').where('key', '=', 'a').executeTakeFirstOrThrow();
  await markOutboxDone(db, [first.id]);
  const backlog = await outboxBacklog(db);
  expect(backlog.open).toBe(1);
  expect(backlog.oldestMs).toBeGreaterThan(59_000);
  expect(await relayOpenRows(db, limits, async () => {})).toBe(1);
});
