/**
 * How long an answer is waited for, and whether the visitor still waits for it (GWY-22). A timer and a listener of our
 * own: an AbortSignal would make an error with its stack for every request, most of which end well.
 */
import type { ServerResponse } from 'node:http';

/** What is waited for. */
export interface Awaited {
  /** Time is up, or the visitor has gone. */
  giveUp(): void;
}

export class Patience {
  readonly #response: ServerResponse;
  readonly #restMs: number;
  #timer: NodeJS.Timeout;
  #isOver = false;
  #awaited: Awaited | null = null;

  /** For the beginning of an answer, and then for the rest of one that is passed on as it comes. */
  constructor(response: ServerResponse, beginningMs: number, restMs: number) {
    this.#response = response;
    this.#restMs = restMs;
    this.#timer = setTimeout(this.#end, beginningMs);
    response.once('close', this.#end);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  waitsFor(awaited: Awaited): void {
    this.#awaited = awaited;
  }

  /** The beginning has come, and was passed on. */
  begun(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#end, this.#restMs);
  }

  /** There is nothing to wait for any more. */
  release(): void {
    clearTimeout(this.#timer);
    this.#response.off('close', this.#end);
    this.#awaited = null;
  }

  readonly #end = (): void => {
    this.#isOver = true;
    this.#awaited?.giveUp();
  };
}
