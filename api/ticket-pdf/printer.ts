/**
 * Printing tickets, beside the API's own work: a PDF takes a tenth of a second of a core, mostly for cutting fonts down, and
 * meanwhile orders of a crowd must not stand still. So one thread prints, one file at a time; a few may wait for it, and
 * more are told to come back. The thread is started for the first file, and a fault of it costs those who wait and no more.
 *
 * What takes longer than a request lasts is kept for a minute: whoever comes back finds it done, and asks for no second one.
 */
import { hash } from 'node:crypto';
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
const RETRY_MS = 3_000;

/** Files that are made or were made lately, and for how long they are kept: each some 30 KB to 200 KB. */
const KEPT_MAX = 20;
const KEPT_MS = 60_000;

interface Waiting {
  readonly resolve: (pdf: Uint8Array<ArrayBuffer>) => void;
  readonly reject: (fault: unknown) => void;
}

export interface PrinterOptions {
  /** As long as the asker's own request lasts. */
  readonly waitMsMax?: number;
  readonly waitingMax?: number;
}

export function openPrinter({
  waitMsMax = ANSWER_WAIT_MS,
  waitingMax = WAITING_MAX,
}: PrinterOptions = {}): Printer {
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

  /** By what was asked: the same tickets are the same file. */
  const made = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  function startPrinting(ask: PrintAsk): Promise<Uint8Array<ArrayBuffer>> {
    const key = hash('sha256', JSON.stringify(ask), 'base64url');
    const known = made.get(key);
    if (known) return known;
    if (waiting.size >= waitingMax) throw new Refused('busy', { retryAfterMs: RETRY_MS });
    const number = ++lastNumber;
    const printed = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
      waiting.set(number, { resolve, reject });
    });
    const [oldest] = made.size >= KEPT_MAX ? made.keys() : [];
    if (oldest !== undefined) made.delete(oldest);
    made.set(key, printed);
    const forget = () => made.delete(key);
    // Also where nobody waits for it any more.
    printed.then(() => setTimeout(forget, KEPT_MS).unref(), forget);
    threadNow().postMessage({ number, ask } satisfies ThreadAsk);
    return printed;
  }

  return {
    async print(ask) {
      const printed = startPrinting(ask);
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Refused('busy', { retryAfterMs: RETRY_MS })), waitMsMax);
      });
      try {
        return await Promise.race([printed, tooLate]);
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      await thread?.terminate();
    },
  };
}
