/**
 * The writer itself: this process is the API's part (it sends reserves through the stream and hears the answers), the writer
 * is another one. A fixed number of reserves is on its way at any moment, as a crowd's would be.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { openAnswers } from '../../redis/answers.ts';
import { sendReserve } from '../../redis/command-stream.ts';
import type { PrivateUsher } from '../private-usher.ts';
import type { BenchSale } from './sales.ts';
import { countSpent, type Spent } from './spent.ts';

const ON_THEIR_WAY = 1_000;
const ANSWER_MS_MAX = 30_000;

export interface WriterRound {
  readonly perSecond: number;
  readonly commandsPerBatch: number;
  readonly spent: Spent;
}

/** What test/writer-process.ts tells when it ends. */
interface Told {
  readonly batches: { readonly count: number; readonly commands: number };
}

export async function throughWriter(usher: PrivateUsher, sale: BenchSale): Promise<WriterRound> {
  const { databaseUrl, redisUrl } = usher;
  const writer = fork(new URL('../../test/writer-process.ts', import.meta.url), [databaseUrl, redisUrl]);
  const redis = new Redis(redisUrl);
  const answers = openAnswers(redis, 'bench');
  await answers.ready;
  const open = [...sale.commands];
  const send = async (command: BenchSale['commands'][number]): Promise<void> => {
    const heard = answers.waitFor(command.id, ANSWER_MS_MAX);
    await sendReserve(redis, command);
    const answer = await heard;
    // A machine that is busy with something else for seconds: a visitor would ask again.
    if (answer?.outcome === 'refused' && answer.code === 'busy') return await send(command);
    if (answer?.outcome !== 'granted') throw new Error(`the writer said ${JSON.stringify(answer)}`);
  };
  const sendAll = async (commands: number) => {
    const last = open.length - commands;
    await Promise.all(
      Array.from({ length: Math.min(commands, ON_THEIR_WAY) }, async () => {
        while (open.length > last) {
          const command = open.pop();
          if (command) await send(command);
        }
      }),
    );
  };
  try {
    await sendAll(ON_THEIR_WAY); // From here on it has the lease, its plans, and code that is warm.
    const reservations = open.length;
    const spentBy = countSpent(usher, 'who sends and hears', { 'the writer': writer.pid ?? 0 });
    const beganAtMs = performance.now();
    await sendAll(reservations);
    const tookMs = performance.now() - beganAtMs;
    const spent = spentBy(reservations);

    const told = once(writer, 'message') as Promise<[Told]>;
    writer.kill('SIGTERM');
    const [{ batches }] = await told;
    if (writer.exitCode === null) await once(writer, 'exit');
    const perSecond = (reservations * 1_000) / tookMs;
    return { perSecond, commandsPerBatch: batches.commands / batches.count, spent };
  } finally {
    writer.kill('SIGKILL');
    answers.close();
    redis.disconnect();
  }
}
