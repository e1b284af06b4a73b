/**
 * The writer itself: this process is the API's part (it sends reserves through the stream and hears the answers), the writer
 * is another one. A fixed number of reserves is on its way at any moment, as a crowd's would be.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { openAnswers } from '../../redis/answers.ts';
import { sendReserve } from '../../redis/command-stream.ts';
import type { BenchSale } from './sales.ts';

const ON_THEIR_WAY = 1_000;
const ANSWER_MS_MAX = 30_000;

export interface WriterRound {
  readonly perSecond: number;
  readonly commandsPerBatch: number;
  readonly cpu: NodeJS.CpuUsage;
}

interface Told {
  readonly batches: { readonly count: number; readonly commands: number };
  readonly cpu: NodeJS.CpuUsage;
}

export async function throughWriter(
  databaseUrl: string,
  redisUrl: string,
  sale: BenchSale,
): Promise<WriterRound> {
  const writer = fork(new URL('../../test/writer-process.ts', import.meta.url), [
    databaseUrl,
    redisUrl,
    'bench',
  ]);
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
  const first = open.pop();
  if (first) await send(first); // The writer has the lease and its prepared statements from here on.

  const beganAtMs = performance.now();
  await Promise.all(
    Array.from({ length: ON_THEIR_WAY }, async () => {
      for (let command = open.pop(); command; command = open.pop()) await send(command);
    }),
  );
  const tookMs = performance.now() - beganAtMs;

  const told = once(writer, 'message') as Promise<[Told]>;
  const ended = once(writer, 'exit');
  writer.kill('SIGTERM');
  const [{ batches, cpu }] = await told;
  await ended;
  answers.close();
  redis.disconnect();
  return {
    perSecond: ((sale.commands.length - 1) * 1_000) / tookMs,
    commandsPerBatch: batches.commands / batches.count,
    cpu,
  };
}
