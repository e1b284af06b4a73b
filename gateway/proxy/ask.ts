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
import type { Awaited, Patience } from './patience.ts';
import type { Upstream } from './upstreams.ts';

export interface Question {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Name, value, name, value. */
  readonly headers: string[];
  readonly body: Buffer | null;
  /** Its answer may take its time: it goes on a connection that nobody else needs. */
  readonly isWaiting: boolean;
}

/** The most that undici reads at a time: what fits in is there with its headers as a rule. */
const WHOLE_BYTES_MAX = 65_536;

/** Nobody waits for the answer any more. One for all: nothing is learned from where it was thrown. */
const givenUp = Object.assign(new Error('nobody waits for the answer'), { name: 'GivenUp' });

/** Resolves when the answer is handed over, rejects when there is none, or not all of it. */
export const ask = (
  { pool, waitPool }: Upstream,
  question: Question,
  response: ServerResponse,
  patience: Patience,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const answer = new Answer(response, patience, resolve, reject);
    patience.waitsFor(answer);
    (question.isWaiting ? waitPool : pool).dispatch(question, answer);
  });

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/** In fields, not in functions that hold one another: V8 takes those for lasting, and clearing them away cost a fifth. */
class Answer implements Dispatcher.DispatchHandler, Awaited {
  readonly #response: ServerResponse;
  readonly #patience: Patience;
  readonly #onEnd: () => void;
  readonly #onFault: (fault: Error) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #isGivenUp = false;
  /** Of a whole answer: what has come so far. Null for one that is passed on as it comes. */
  #parts: Buffer[] | null = null;
  #status = 0;
  #headers: Record<string, string | string[]> = {};

  constructor(
    response: ServerResponse,
    patience: Patience,
    onEnd: () => void,
    onFault: (fault: Error) => void,
  ) {
    this.#response = response;
    this.#patience = patience;
    this.#onEnd = onEnd;
    this.#onFault = onFault;
  }

  /** Also before the request has found a connection. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#onFault(givenUp);
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
    if (status === 304 || Number(headers['content-length']) <= WHOLE_BYTES_MAX) {
      this.#parts = [];
      return;
    }
    this.#patience.begun();
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
    this.#patience.release();
    this.#onEnd();
  }

  onResponseError(_: Dispatcher.DispatchController | null, fault: Error): void {
    this.#onFault(fault);
  }
}
