/**
 * Lends the samples of all letters to the mail catcher of a demo, which shows them under /dev/mail (MAI-6). A catcher that
 * starts again has forgotten them, so it is asked now and then; nothing waits for it and nothing depends on it.
 */
import { z } from 'zod';
import type { Log } from '../../runtime/log.ts';
import { type Repeating, repeat } from '../../runtime/repeat.ts';
import { letterSamples } from './letter-samples.ts';

const EVERY_MS = 10_000;
const ANSWER_MS_MAX = 3_000;
const answerShape = z.object({ samples: z.int() });

export function startShowingSamples(catcherUrl: string, publicUrl: string, log: Log): Repeating {
  return repeat('letter samples', EVERY_MS, () => showSamples(catcherUrl, publicUrl), log);
}

export async function showSamples(catcherUrl: string, publicUrl: string): Promise<void> {
  const url = new URL('/samples', catcherUrl);
  const samples = letterSamples(publicUrl);
  const has = answerShape.parse(await answerOf(await fetch(url, { signal: timely() })));
  if (has.samples === samples.length) return;
  await answerOf(await fetch(url, { method: 'PUT', body: JSON.stringify(samples), signal: timely() }));
}

const timely = () => AbortSignal.timeout(ANSWER_MS_MAX);

async function answerOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`the mail catcher answered ${response.status}`);
  return await response.json();
}
