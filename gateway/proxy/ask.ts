/**
 * One request to one upstream, and the way of its answer back (GWY-22). A small answer is kept until it is whole and then
 * written in one go, headers and body: that halves what its passing costs, and where the upstream dies in the middle of it
 * nothing was said yet that could not be taken back. Any other goes on as it comes, no faster than the visitor reads.
 */
import type { ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { commonHeaders } from '../http/security-headers.ts';
import { joined } from './body.ts';
import { responseHeaders } from './headers.ts';
import type { Patience } from './patience.ts';
import type { Upstream } from './upstreams.ts';

export interface Question {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Name, value, name, value. */
  readonly headers: string[];
  readonly body: Buffer | null;
}

/** The most that undici reads at a time: what fits in is there with its headers as a rule. */
const WHOLE_BYTES_MAX = 65_536;

/** Nobody waits for the answer any more. One for all: nothing is learned from where it was thrown. */
const givenUp = Object.assign(new Error('nobody waits for the answer'), { name: 'GivenUp' });

/**
 * Resolves when the answer is handed over, rejects when there is none, or not all of it. A whole answer comes within the
 * patience that there is; one that is passed on as it comes has `restMs` from its beginning.
 */
export const ask = (
  { pool }: Upstream,
  question: Question,
  response: ServerResponse,
  patience: Patience,
  restMs: number,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const answer = new Answer(response, {
      onRest: () => patience.renew(restMs),
      onEnd: () => {
        patience.release();
        resolve();
      },
      onFault: reject,
    });
    patience.onOver = () => answer.giveUp();
    pool.dispatch(question, answer);
  });

interface Hearing {
  /** The beginning has come, and the rest is to follow. */
  readonly onRest: () => void;
  /** All of it is handed over. */
  readonly onEnd: () => void;
  readonly onFault: (fault: unknown) => void;
}

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

class Answer implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;
  readonly #hearing: Hearing;
  #controller: Dispatcher.DispatchController | null = null;
  #isGivenUp = false;
  /** Of a whole answer: what has come so far. Null for one that is passed on as it comes. */
  #parts: Buffer[] | null = null;
  #status = 0;
  #headers: Record<string, string | string[]> = {};

  constructor(response: ServerResponse, hearing: Hearing) {
    this.#response = response;
    this.#hearing = hearing;
  }

  /** Also before the request has found a connection. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#hearing.onFault(givenUp);
    this.#controller?.abort(givenUp);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isGivenUp) controller.abort(givenUp);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return; // The answer follows.
    this.#status = status;
    this.#headers = responseHeaders(headers, commonHeaders);
    if (Number(headers['content-length']) <= WHOLE_BYTES_MAX) {
      this.#parts = [];
      return;
    }
    this.#hearing.onRest();
    this.#response.writeHead(status, this.#headers);
    this.#response.on('drain', () => controller.resume());
  }

  onResponseData(controller: Dispatcher.DispatchController, part: Buffer): void {
    if (this.#parts) this.#parts.push(part);
    else if (!this.#response.write(part)) controller.pause();
  }

  onResponseEnd(): void {
    const parts = this.#parts;
    if (parts) this.#response.writeHead(this.#status, this.#headers);
    this.#response.end(parts && joined(parts));
    this.#hearing.onEnd();
  }

  onResponseError(_: Dispatcher.DispatchController | null, fault: Error): void {
    this.#hearing.onFault(fault);
  }
}
