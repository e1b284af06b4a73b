/**
 * The writer against what it replaces and against what no program can beat: durable reservations a second, with every row a
 * reservation has, on the same servers in turns.
 */
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/schema.ts';
import { BATCH_COMMANDS_MAX } from '../../domain/limits.ts';
import { createLog } from '../../runtime/log.ts';
import { median, type Run } from '../harness.ts';
import { startPrivateUsher } from '../private-usher.ts';
import { processorMs } from '../processor-time.ts';
import { insertBare } from './bare-insert.ts';
import { withRedisLock, withRowLock } from './one-by-one.ts';
import { makeSale } from './sales.ts';
import { throughWriter } from './through-writer.ts';

/** About two seconds each. */
const RESERVATIONS = { writer: 20_000, bare: 20_000, redisLock: 1_000, rowLock: 2_000 };
const what = {
  writer: 'the writer',
  bare: 'bare batched insert of the same rows',
  redisLock: 'a Redis lock per reservation',
  rowLock: 'a row lock per reservation',
} as const;

export const run: Run = async ({ rounds, say }) => {
  const usher = await startPrivateUsher([]);
  const { databaseUrl, redisUrl } = usher;
  const db = openDatabase(databaseUrl, createLog('bench', 'warn'));
  const perSecond = { writer: [], bare: [], redisLock: [], rowLock: [] } as Record<
    keyof typeof what,
    number[]
  >;
  const perBatch: number[] = [];
  const postgresShare: number[] = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      const forWriter = await fresh(db, RESERVATIONS.writer, 'open');
      const beganAtMs = performance.now();
      const before = processorMs(usher.pids.get('postgres') ?? 0);
      const { perSecond: writer, commandsPerBatch } = await throughWriter(databaseUrl, redisUrl, forWriter);
      void before;
      void beganAtMs;
      perSecond.writer.push(writer);
      perBatch.push(commandsPerBatch);
      perSecond.bare.push(await insertBare(databaseUrl, await fresh(db, RESERVATIONS.bare, 'draft')));
      perSecond.redisLock.push(
        await withRedisLock(databaseUrl, redisUrl, await fresh(db, RESERVATIONS.redisLock, 'draft')),
      );
      perSecond.rowLock.push(await withRowLock(databaseUrl, await fresh(db, RESERVATIONS.rowLock, 'draft')));
      const line = Object.entries(perSecond).map(
        ([name, values]) => `${name} ${Math.round(values.at(-1) ?? 0)}/s`,
      );
      say(`round ${round}: ${line.join(', ')}, ${commandsPerBatch.toFixed(0)} a batch`);
    }
  } finally {
    await db.destroy();
    await usher.stop();
  }
  void postgresShare;
  return {
    name: 'writer',
    measures: (Object.keys(what) as (keyof typeof what)[]).map((name) => ({
      what: what[name],
      unit: 'reservations/s',
      rounds: perSecond[name],
    })),
    ratios: [
      { of: what.writer, to: what.redisLock, atLeast: 20 },
      { of: what.writer, to: what.rowLock },
      { of: what.writer, to: what.bare, atLeast: 0.6 },
    ],
    notes: [
      `A reservation is an order, its line, a ledger row and a stored answer; ${median(perBatch).toFixed(0)} a batch of the writer, at most ${BATCH_COMMANDS_MAX}.`,
    ],
  };
};

/** Sale and passes are there before the clock starts, and on disk: nobody pays for another one's pages. */
async function fresh(db: Kysely<Database>, reservations: number, state: 'open' | 'draft') {
  const sale = await makeSale(db, reservations, state);
  await sql`vacuum analyze`.execute(db);
  await sql`checkpoint`.execute(db);
  return sale;
}
