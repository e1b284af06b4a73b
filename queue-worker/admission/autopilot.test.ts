/** The autopilot against real stores: what it reads, what it sets and journals, and that several act once. */
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { expect } from 'vitest';
import { auditLines } from '../../db/audit.ts';
import { autopilotSales, changePace } from '../../db/pace-state.ts';
import { announce } from '../../db/registry.ts';
import type { OpsLatency } from '../../domain/ops-snapshot.ts';
import { commandsKey, metaKey } from '../../redis/keys.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { insertSale, openTestLine } from '../../test/line.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import { steerPace } from './autopilot.ts';
import type { AdmissionDeps } from './call-waiting.ts';
import { openPaceMetrics } from './pace-metrics.ts';
import { tick } from './tick.ts';

type Db = AdmissionDeps['db'];

/** An API that tells the registry how long orders take. */
async function tellLatency(db: Db, p95: number, name = 'api-1'): Promise<void> {
  const latency: OpsLatency[] = [{ what: 'reserve', p50: 1, p95, p99: p95, count: 100 }];
  const url = 'http://127.0.0.1:1';
  const note = { name, kind: 'api', url, privateUrl: url, pid: 1, ready: true, detail: { latency } };
  await announce(db, note);
}

/** As if the last change were that long ago. */
const age = (db: Db, seconds: number) =>
  sql`update pace_state set at = at - ${seconds} * interval '1 second',
        slowed_at = slowed_at - ${seconds} * interval '1 second'`.execute(db);

const rateOf = async (db: Db): Promise<number | null> =>
  (await db.selectFrom('pace_state').select('rate_per_minute').executeTakeFirst())?.rate_per_minute ?? null;

const journalOf = async (db: Db, saleId: string) =>
  (await auditLines(db, { saleId, lines: 50 })).map(({ actor, act, detail, reason }) => ({
    actor,
    act,
    detail,
    reason,
  }));

test('PAC-6, PAC-9: it slows when orders are slow and comes back when they are well, each change journaled', async ({
  db,
  redis,
}) => {
  const saleId = await insertSale(db, { admit_per_minute: 1_000 });
  const deps = { db, redis, log: testLog };
  await tellLatency(db, 40);
  await steerPace(deps);
  expect(await rateOf(db)).toBeNull();
  await tellLatency(db, 1_840, 'api-2'); // One slow API of two is enough.
  await steerPace(deps);
  expect(await rateOf(db)).toBe(700);
  await steerPace(deps); // The effect has still to be seen.
  expect(await rateOf(db)).toBe(700);
  await age(db, 60);
  await steerPace(deps);
  expect(await rateOf(db)).toBe(490);
  await steerPace(deps);
  expect(await rateOf(db)).toBe(490);
  await tellLatency(db, 60, 'api-2');
  for (let step = 0; step < 12; step += 1) {
    await age(db, 60);
    await steerPace(deps);
  }
  expect(await rateOf(db)).toBeNull();
  const journal = (await journalOf(db, saleId)).reverse();
  expect(journal.slice(0, 3)).toEqual([
    {
      actor: 'autopilot',
      act: 'pace.slow',
      detail: { admitPerMinute: { was: 1_000, is: 700 } },
      reason: 'reserve takes 1840 ms at p95, over 1000',
    },
    {
      actor: 'autopilot',
      act: 'pace.slow',
      detail: { admitPerMinute: { was: 700, is: 490 } },
      reason: 'reserve takes 1840 ms at p95, over 1000',
    },
    {
      actor: 'autopilot',
      act: 'pace.raise',
      detail: { admitPerMinute: { was: 490, is: 540 } },
      reason: 'checkout and writer are well again',
    },
  ]);
  expect(journal.at(-1)).toMatchObject({
    act: 'pace.clear',
    detail: { admitPerMinute: { was: 990, is: 1_000 } },
  });
  expect(journal).toHaveLength(13);
});

test('PAC-6: a writer that is behind slows the line, by either way to it', async ({ db, redis }) => {
  const [byStream, byTable] = [await insertSale(db), await insertSale(db)];
  const [seconds] = await redis.time();
  await redis.xadd(commandsKey(byStream), `${(Number(seconds) - 3) * 1_000}-0`, 'command', '{}');
  await sql`insert into command (sale_id, kind, key, created_at)
    values (${byTable}, 'release', 'k', now() - interval '4 seconds')`.execute(db);
  const calm = await insertSale(db);
  await steerPace({ db, redis, log: testLog });
  const states = await db.selectFrom('pace_state').selectAll().execute();
  expect(new Set(states.map(({ sale_id, why }) => `${sale_id} ${why}`))).toEqual(
    new Set([`${byStream} writer`, `${byTable} writer`]),
  );
  expect(await journalOf(db, calm)).toEqual([]);
  await redis.del(commandsKey(byStream));
});

test('PAC-9: however many queue-workers look at once, one acts', async ({ db, redis }) => {
  const saleId = await insertSale(db, { admit_per_minute: 1_000 });
  const deps = { db, redis, log: testLog };
  const all = () => Promise.all(Array.from({ length: 6 }, () => steerPace(deps)));
  await tellLatency(db, 3_000);
  await all();
  expect(await rateOf(db)).toBe(700);
  await age(db, 60);
  await all();
  expect(await rateOf(db)).toBe(490);
  await tellLatency(db, 40);
  await age(db, 60);
  await all();
  expect(await rateOf(db)).toBe(540);
  expect((await journalOf(db, saleId)).map(({ act }) => act)).toEqual([
    'pace.raise',
    'pace.slow',
    'pace.slow',
  ]);
});

test('PAC-9: a change that goes by an older state changes and journals nothing', async ({ db, redis }) => {
  const saleId = await insertSale(db, { admit_per_minute: 1_000 });
  await tellLatency(db, 3_000);
  await steerPace({ db, redis, log: testLog });
  const [sale] = await autopilotSales(db);
  if (!sale) throw new Error('one sale is open');
  await age(db, 1);
  for (const ratePerMinute of [500, null]) {
    const change = { ratePerMinute, why: 'reserve', ms: 1, reason: 'late' } as const;
    expect(await changePace(db, sale, change)).toBe(false);
    expect(await changePace(db, { ...sale, state: null }, change)).toBe(false);
  }
  expect(await rateOf(db)).toBe(700);
  expect(await journalOf(db, saleId)).toHaveLength(1);
});

test('PAC-7: switched off, it lets go at once and does nothing more', async ({ db, redis }) => {
  const saleId = await insertSale(db, { admit_per_minute: 1_000 });
  const deps = { db, redis, log: testLog };
  await tellLatency(db, 3_000);
  await steerPace(deps);
  await db.updateTable('sale').set({ autopilot: false }).execute();
  await steerPace(deps);
  await steerPace(deps);
  expect(await rateOf(db)).toBeNull();
  expect((await journalOf(db, saleId))[0]).toMatchObject({
    act: 'pace.clear',
    reason: 'the autopilot was switched off',
  });
  expect(await journalOf(db, saleId)).toHaveLength(2);
});

test('PAC-4, PAC-7: a tick calls at the autopilot’s rate, corrected for those who do not come, and the floor holds', async ({
  db,
  redis,
}) => {
  const { line, saleId } = await openTestLine(db, redis, {
    admit_per_minute: 6_000,
    floor_max: 1_000,
    units: 10_000,
  });
  await reserveNumbers(line, db, saleId);
  await joinLine(line, { saleId, entryIds: Array.from({ length: 500 }, newEntryId) });
  const deps = { db, redis, line, log: testLog };
  // A lull of an hour: exactly one burst of a second and a half may be called.
  const called = async () => {
    await redis.hset(metaKey(saleId), 'bucket_at', Date.now() - 3_600_000, 'owed', 0);
    return await tick(deps, saleId);
  };
  expect(await called()).toBe(150);
  const state = { rate_per_minute: 2_000, why: 'reserve' as const, why_ms: 1 };
  await db
    .insertInto('pace_state')
    .values({ sale_id: saleId, ...state })
    .execute();
  expect(await called()).toBe(50);
  // Of the first 150 nobody came: half as many more are called, and no more than that.
  await sql`update admission set state = 'missed', ended_at = now(), claim_by = now()
    where number <= 150`.execute(db);
  expect(await called()).toBe(75);
  await db.updateTable('sale').set({ autopilot: false }).execute();
  await redis.hset(metaKey(saleId), 'floor_max', 275 + 10);
  expect(await called()).toBe(10);
});

test('PAC-17: rates and changes are numbers of the process, and those of a sale that is over are gone', async ({
  db,
  redis,
}) => {
  const saleId = await insertSale(db, { admit_per_minute: 1_000 });
  const registry = new Registry();
  const [deps, metrics] = [{ db, redis, log: testLog }, openPaceMetrics(registry)];
  const told = async () => (await registry.metrics()).split('\n').filter((line) => !/^#|^$/.test(line));
  const rates = (operator: number, now: number) => [
    `usher_pace_operator_rate{sale="${saleId}"} ${operator}`,
    `usher_pace_rate{sale="${saleId}"} ${now}`,
  ];
  await tellLatency(db, 40);
  await steerPace(deps, metrics);
  expect(await told()).toEqual(rates(1_000, 1_000));
  await tellLatency(db, 1_840);
  await Promise.all([steerPace(deps, metrics), steerPace(deps, metrics)]);
  const slower = 'usher_autopilot_changes_total{why="reserve",direction="slower"} 1';
  await steerPace(deps, metrics);
  expect(await told()).toEqual([...rates(1_000, 700), slower]);
  await db.updateTable('sale').set({ autopilot: false }).execute();
  await steerPace(deps, metrics);
  const off = 'usher_autopilot_changes_total{why="off",direction="faster"} 1';
  expect(await told()).toEqual([...rates(1_000, 1_000), slower, off]);
  await db.updateTable('sale').set({ state: 'closed', closed_at: new Date() }).execute();
  await steerPace(deps, metrics);
  expect(await told()).toEqual([slower, off]);
});
