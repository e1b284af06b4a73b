/**
 * The writer itself, in a process of its own, driven through the real stream by this one. A fixed number of reserves is on
 * its way at any moment, as a crowd's would be.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { PrivateUsher } from '../private-usher.ts';
import { openCrowd } from './crowd.ts';
import type { BenchSale } from './sales.ts';
import { countSpent, type Spent } from './spent.ts';

const ON_THEIR_WAY = 1_000;

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
  const crowd = await openCrowd(redisUrl);
  const [first, others] = [sale.commands.slice(0, ON_THEIR_WAY), sale.commands.slice(ON_THEIR_WAY)];
  try {
    await crowd.sendAll(first, ON_THEIR_WAY); // From here on it has the lease, its plans, and code that is warm.
    const spentBy = countSpent(usher, 'who sends and hears', { 'the writer': writer.pid ?? 0 });
    const beganAtMs = performance.now();
    await crowd.sendAll(others, ON_THEIR_WAY);
    const tookMs = performance.now() - beganAtMs;
    const spent = spentBy(others.length);

    const told = once(writer, 'message') as Promise<[Told]>;
    writer.kill('SIGTERM');
    const [{ batches }] = await told;
    if (writer.exitCode === null) await once(writer, 'exit');
    const perSecond = (others.length * 1_000) / tookMs;
    return { perSecond, commandsPerBatch: batches.commands / batches.count, spent };
  } finally {
    writer.kill('SIGKILL');
    crowd.close();
  }
}
