/**
 * Printing tickets, beside the API's own work: a PDF takes a tenth of a second of a core, mostly for cutting fonts down, and
 * meanwhile orders of a crowd must not stand still. So one thread prints, one file at a time; a few may wait for it, and
 * more are told to come back. The thread is started for the first file, and a fault of it costs those who wait and no more.
 */
import { Worker } from 'node:worker_threads';
import { ANSWER_WAIT_MS } from '../../domain/limits.ts';
import { Refused } from '../../domain/refusals.ts';
import type { PrintAsk } from './print-tickets.ts';
import type { ThreadAnswer, ThreadAsk } from './printer-thread.ts';

export interface Printer {
  /** Refuses with `busy` where too many wait, or it takes too long. */
  print(ask: PrintAsk): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** Tickets of one file: some half a second. */
export const PAPERS_MAX = 20;
/** Some two seconds of work, about as long as anybody's request lasts. */
const WAITING_MAX = 10;
const RETRY_MS = 5_000;

interface Waiting {
  readonly resolve: (pdf: Uint8Array<ArrayBuffer>) => void;
  readonly reject: (fault: unknown) => void;
}

/** `waitMsMax`: as long as the asker's own request lasts. */
export function openPrinter(waitMsMax = ANSWER_WAIT_MS): Printer {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let lastNumber = 0;

  function threadNow(): Worker {
    if (thread) return thread;
    const started = new Worker(new URL('./printer-thread.ts', import.meta.url));
    started.unref(); // A process that has nothing else to do ends.
    started.on('message', (answer: ThreadAnswer) => {
      const asker = waiting.get(answer.number);
      waiting.delete(answer.number);
      if ('pdf' in answer) asker?.resolve(answer.pdf as Uint8Array<ArrayBuffer>);
      else asker?.reject(new Error(`could not print: ${answer.fault}`));
    });
    started.on('error', (fault) => giveUp(started, fault));
    started.on('exit', () => giveUp(started, new Refused('busy', { retryAfterMs: RETRY_MS })));
    thread = started;
    return started;
  }

  function giveUp(ended: Worker, fault: unknown): void {
    if (thread !== ended) return;
    thread = null;
    for (const { reject } of waiting.values()) reject(fault);
    waiting.clear();
  }

  return {
    async print(ask) {
      if (waiting.size >= WAITING_MAX) throw new Refused('busy', { retryAfterMs: RETRY_MS });
      const number = ++lastNumber;
      const printed = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
        waiting.set(number, { resolve, reject });
      });
      threadNow().postMessage({ number, ask } satisfies ThreadAsk);
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Refused('busy', { retryAfterMs: RETRY_MS })), waitMsMax);
      });
      try {
        return await Promise.race([printed, tooLate]);
      } finally {
        clearTimeout(timer);
        printed.catch(() => {}); // Nobody waits for it any more; it is still counted until it is done.
      }
    },
    async close() {
      await thread?.terminate();
    },
  };
}
