/** The registry of processes: who is alive, by PostgreSQL's clock. */
import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import { PROCESS_SILENT_MS_MAX } from '../domain/limits.ts';
import { test, testLog } from '../test/stores.ts';
import { announce, liveProcesses, startHeartbeat, withdraw } from './registry.ts';

const note = (name: string, kind = 'api', pid = 1) => ({
  name,
  kind,
  pid,
  ready: true,
  url: 'http://127.0.0.1:1',
  privateUrl: 'http://127.0.0.1:2',
  detail: { connections: 3 },
});

test('API-1: a process is alive until it was silent too long', async ({ db }) => {
  await announce(db, note('api-1'));
  await announce(db, note('gateway-1', 'gateway'));
  expect((await liveProcesses(db)).map(({ name }) => name)).toEqual(['api-1', 'gateway-1']);
  expect(await liveProcesses(db, 'api')).toMatchObject([
    { url: 'http://127.0.0.1:1', ready: true, detail: { connections: 3 } },
  ]);

  const silent = (ms: number) =>
    db
      .updateTable('process')
      .set({ heartbeat_at: sql<Date>`now() - ${`${ms} milliseconds`}::interval` })
      .where('name', '=', 'api-1')
      .execute();
  await silent(PROCESS_SILENT_MS_MAX - 1_000);
  expect(await liveProcesses(db, 'api')).toMatchObject([
    { seenMsAgo: expect.closeTo(PROCESS_SILENT_MS_MAX - 1_000, -3) },
  ]);
  await silent(PROCESS_SILENT_MS_MAX + 1);
  expect(await liveProcesses(db, 'api')).toEqual([]);
  await announce(db, note('api-1'));
  expect(await liveProcesses(db, 'api')).toHaveLength(1);
});

test('API-1: a process that goes takes its own row away, and not the one of its successor', async ({
  db,
}) => {
  await announce(db, note('api-1', 'api', 1));
  const [before] = await liveProcesses(db);
  await announce(db, note('api-1', 'api', 2));
  const [after] = await liveProcesses(db);
  expect(after?.startedAt.getTime()).toBeGreaterThan(before?.startedAt.getTime() ?? 0);
  await withdraw(db, 'api-1', 1);
  expect(await liveProcesses(db)).toHaveLength(1);
  await withdraw(db, 'api-1', 2);
  expect(await liveProcesses(db)).toEqual([]);
});

test('API-1: the heartbeat announces at once and leaves no row behind', async ({ db }) => {
  let ready = false;
  const heartbeat = startHeartbeat(db, testLog, () => ({ ...note('api-1'), ready }));
  await heartbeat.beat();
  expect(await liveProcesses(db)).toMatchObject([{ ready: false }]);
  ready = true;
  await heartbeat.beat();
  expect(await liveProcesses(db)).toMatchObject([{ ready: true }]);
  await heartbeat.stop();
  expect(await liveProcesses(db)).toEqual([]);
});

test('API-1: a PostgreSQL that is away is said once, and heard again when it is back', async ({ db }) => {
  const log = { warn: vi.fn(), info: vi.fn() };
  await sql`alter table process rename to gone`.execute(db);
  const heartbeat = startHeartbeat(db, log, () => note('api-1'));
  for (let beats = 0; beats < 3; beats += 1) await heartbeat.beat();
  expect(log.warn).toHaveBeenCalledTimes(1);
  await sql`alter table gone rename to process`.execute(db);
  await heartbeat.beat();
  expect(log.info).toHaveBeenCalledTimes(1);
  expect(await liveProcesses(db)).toHaveLength(1);
  await heartbeat.stop();
});
