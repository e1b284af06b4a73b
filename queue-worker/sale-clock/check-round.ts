/**
 * Checks the signature of a round beside the process' own work: on a busy machine it takes a core for so long that a writer
 * in this process would lose its lease. A draw needs two checks, and the same bytes have the same verdict for ever: a bad
 * answer that comes again and again costs one.
 */
import { Worker } from 'node:worker_threads';
import type { RoundToCheck } from './check-round-thread.ts';

/** Some hundred times what it takes on a machine that has nothing else to do; whoever waits asks again. */
const CHECK_MS_MAX = 20_000;
const VERDICTS_MAX = 32;
const verdicts = new Map<string, boolean>();

/** Null: it took too long, nothing is known. */
export async function checkRound(asked: RoundToCheck): Promise<boolean | null> {
  const key = JSON.stringify(asked);
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const verdict = await inThread(asked);
  const [oldest] = verdicts.size >= VERDICTS_MAX ? verdicts.keys() : [];
  if (oldest !== undefined) verdicts.delete(oldest);
  if (verdict !== null) verdicts.set(key, verdict);
  return verdict;
}

async function inThread(workerData: RoundToCheck): Promise<boolean | null> {
  const thread = new Worker(new URL('./check-round-thread.ts', import.meta.url), { workerData });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<boolean | null>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      timer = setTimeout(() => resolve(null), CHECK_MS_MAX);
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
