/**
 * The writer against what it replaces and against what no program can beat: durable reservations a second, with every row a
 * reservation has, on the same servers in turns.
 */
import { sql } from 'kysely';
import { openDatabase } from '../../db/open.ts';
import { BATCH_COMMANDS_MAX } from '../../domain/limits.ts';
import { createLog } from '../../runtime/log.ts';
import { type BenchResult, type BenchTools, median } from '../harness.ts';
import { type PrivateUsher, startPrivateUsher } from '../private-usher.ts';
import { insertBare } from './bare-insert.ts';
import { withRedisLock, withRowLock } from './one-by-one.ts';
import { makeSale } from './sales.ts';
import { inWords, type Spent } from './spent.ts';
import { throughWriter, type WriterRound } from './through-writer.ts';

/** One to three seconds each; every contender has warmed up with the first of them. */
const RESERVATIONS = { writer: 20_000, bare: 20_000, redisLock: 1_250, rowLock: 1_750 };
const what = {
  writer: 'the writer',
  bare: 'bare batched insert of the same rows',
  redisLock: 'a Redis lock per reservation',
  rowLock: 'a row lock per reservation',
} as const;
type Contender = keyof typeof what;
const contenders = Object.keys(what) as Contender[];

interface Round {
  readonly perSecond: Readonly<Record<Contender, number>>;
  readonly writer: WriterRound;
  readonly bareSpent: Spent;
}

export async function run({ rounds, say }: BenchTools): Promise<BenchResult> {
  const usher = await startPrivateUsher([]);
  const done: Round[] = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      const measured = await measure(usher);
      done.push(measured);
      const rates = contenders.map((name) => `${name} ${Math.round(measured.perSecond[name])}/s`);
      say(`round ${round}: ${rates.join(', ')}`);
    }
  } finally {
    await usher.stop();
  }
  return {
    name: 'writer',
    measures: contenders.map((name) => ({
      what: what[name],
      unit: 'reservations/s',
      rounds: done.map(({ perSecond }) => perSecond[name]),
    })),
    ratios: [
      { of: what.writer, to: what.redisLock, atLeast: 20 },
      { of: what.writer, to: what.rowLock },
      { of: what.writer, to: what.bare, atLeast: 0.6 },
    ],
    notes: notesOf(done),
  };
}

async function measure(usher: PrivateUsher): Promise<Round> {
  const { databaseUrl, redisUrl } = usher;
  const writer = await throughWriter(usher, await fresh(usher, 'writer', 'open'));
  const bare = await insertBare(usher, await fresh(usher, 'bare', 'draft'));
  const redisLock = await withRedisLock(databaseUrl, redisUrl, await fresh(usher, 'redisLock', 'draft'));
  const rowLock = await withRowLock(databaseUrl, await fresh(usher, 'rowLock', 'draft'));
  const perSecond = { writer: writer.perSecond, bare: bare.perSecond, redisLock, rowLock };
  return { perSecond, writer, bareSpent: bare.spent };
}

/**
 * Sale and passes are there before the clock starts, and on disk: nobody pays for another one's pages. The connection is
 * gone too, or its end would be taken off what PostgreSQL spends.
 */
async function fresh(usher: PrivateUsher, contender: Contender, state: 'open' | 'draft') {
  const db = openDatabase(usher.databaseUrl, createLog('bench', 'warn'), { statementMsMax: 60_000 });
  try {
    await db.deleteFrom('writer_lease').execute(); // The writer has this sale to write, and no earlier one.
    const sale = await makeSale(db, RESERVATIONS[contender], state);
    await sql`vacuum analyze`.execute(db);
    await sql`checkpoint`.execute(db);
    return sale;
  } finally {
    await db.destroy();
  }
}

function notesOf(done: readonly Round[]): string[] {
  const perBatch = median(done.map(({ writer }) => writer.commandsPerBatch));
  return [
    'A reservation is an order, its line, a ledger row and a stored answer; PostgreSQL and Redis as npm start runs them.',
    `${perBatch.toFixed(0)} a batch of the writer, at most ${BATCH_COMMANDS_MAX}, which is the bare insert's.`,
    `Microseconds of processor a reservation: through the writer ${inWords(middle(done.map(({ writer }) => writer.spent)))};`,
    `inserted bare ${inWords(middle(done.map(({ bareSpent }) => bareSpent)))}.`,
  ];
}

const middle = (spents: readonly Spent[]): Spent =>
  Object.fromEntries(
    Object.keys(spents[0] ?? {}).map((name) => [name, median(spents.map((spent) => spent[name] ?? 0))]),
  );
