/** The thread that prints: it takes one ask after the other and answers each under its number. */
import { parentPort } from 'node:worker_threads';
import { type PrintAsk, printTickets } from './print-tickets.ts';

export interface ThreadAsk {
  readonly number: number;
  readonly ask: PrintAsk;
}
export type ThreadAnswer =
  | { readonly number: number; readonly pdf: Uint8Array }
  | { readonly number: number; readonly fault: string };

parentPort?.on('message', async ({ number, ask }: ThreadAsk) => {
  try {
    const pdf = new Uint8Array(await printTickets(ask));
    parentPort?.postMessage({ number, pdf } satisfies ThreadAnswer, [pdf.buffer]);
  } catch (fault) {
    parentPort?.postMessage({ number, fault: String(fault) } satisfies ThreadAnswer);
  }
});
