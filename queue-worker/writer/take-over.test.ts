/** Two writers in processes of their own: one writes, the other stands by; the first is killed, or stopped and continued. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../db/schema.ts';
import type { ReserveCommand, WriterAnswer } from '../../domain/writer/command.ts';
import { openAnswers } from '../../redis/answers.ts';
import { sendReserve } from '../../redis/command-stream.ts';
import { newEntryId, test } from '../../test/stores.ts';
import { bookOf, insertSaleWithBook, letIn, reserveOf } from '../../test/writer.ts';

const VISITORS = 400;
/** What operators are promised. */
const TAKE_OVER_MS_MAX = 8_000;

const harms = [
  ['killed', 'SIGKILL'],
  ['stopped, and continued when the other writes', 'SIGSTOP'],
] as const;
const title = 'WRT-1, WRT-2: a writer is %s: the other takes over in time, and nothing happens twice';

test.for(harms)(title, { timeout: 60_000 }, async ([, harm], { db, databaseUrl, redis, redisUrl }) => {
  const sale = await insertSaleWithBook(db, { units: [VISITORS / 2] });
  const asks = (await letIn(db, sale.id, VISITORS)).map((shopper) => reserveOf(sale, shopper));
  const names = ['first', 'second'] as const;
  const processes = names.map((name) => startProcess(databaseUrl, redisUrl, name));
  const crowd = await openCrowd(redis);
  try {
    const served = crowd.insistAll(asks);
    await crowd.answered(40); // In the middle of it.
    const isFirst = (await holderOf(db, sale.id)).startsWith('first');
    const writing = processes[isFirst ? 0 : 1];
    const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
    writing?.kill(harm);
    const answers = await served;
    writing?.kill('SIGCONT');

    // The one that slept finds out with its next batch, and stands by.
    expect(await crowd.insistAll(asks.slice(0, 50))).toEqual(answers.slice(0, 50));
    expect((await holderOf(db, sale.id)).startsWith(isFirst ? 'second' : 'first')).toBe(true);
    const { tiers, fold, orders, ledger } = await bookOf(db, sale.id);
    expect(answers.filter(({ outcome }) => outcome === 'granted').length).toBe(VISITORS / 2);
    expect(tiers).toMatchObject([{ available: 0, held: VISITORS / 2 }]);
    expect(fold).toMatchObject(tiers);
    expect(orders.length).toBe(VISITORS / 2);
    expect(ledger.map(({ seq }) => seq)).toEqual(ledger.map((_, i) => i + 1));
    const epochs = ledger.map(({ epoch }) => epoch);
    expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));

    const takenOverAt = ledger.find(({ epoch }) => epoch === 2)?.at ?? new Date(0);
    const tookMs = takenOverAt.getTime() - (rows[0]?.now.getTime() ?? 0);
    expect(tookMs).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(TAKE_OVER_MS_MAX);
  } finally {
    crowd.close();
    await Promise.all(processes.map(endProcess));
  }
});

const startProcess = (databaseUrl: string, redisUrl: string, name: string) =>
  fork(new URL('../../test/writer-process.ts', import.meta.url), [databaseUrl, redisUrl, name]);

async function endProcess(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function holderOf(db: Kysely<Database>, saleId: string): Promise<string> {
  const lease = db.selectFrom('writer_lease').select('holder').where('sale_id', '=', saleId);
  return (await lease.executeTakeFirstOrThrow()).holder ?? '';
}

/** Visitors who ask again under their key until they hear something else than `busy`; ten at a time. */
async function openCrowd(redis: Redis) {
  const instance = `test-${newEntryId()}`;
  const answers = openAnswers(redis, instance);
  await answers.ready;
  const waiting = new Set<() => void>();
  let answered = 0;
  let isClosed = false;

  const insist = async (command: ReserveCommand): Promise<WriterAnswer> => {
    while (!isClosed) {
      const heard = answers.waitFor(command.id, 1_000);
      await sendReserve(redis, { ...command, replyTo: instance });
      const answer = await heard;
      if (answer === null || (answer.outcome === 'refused' && answer.code === 'busy')) continue;
      answered += 1;
      for (const wake of waiting) wake();
      return answer;
    }
    throw new Error('the crowd has gone home');
  };
  return {
    insistAll: async (commands: readonly ReserveCommand[]): Promise<WriterAnswer[]> => {
      const all: WriterAnswer[] = [];
      const open = [...commands.entries()];
      const visitor = async () => {
        for (let next = open.shift(); next; next = open.shift()) all[next[0]] = await insist(next[1]);
      };
      await Promise.all(Array.from({ length: 10 }, visitor));
      return all;
    },
    answered: async (count: number) => {
      while (answered < count) await new Promise<void>((resolve) => waiting.add(resolve));
    },
    close: () => {
      isClosed = true;
      answers.close();
    },
  };
}
