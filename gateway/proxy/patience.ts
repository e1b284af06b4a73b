/**
 * How long an answer is waited for, and whether the visitor still waits for it (GWY-22). A timer and a listener of our
 * own: an AbortSignal would make an error with its stack for every request, most of which end well.
 */
import type { ServerResponse } from 'node:http';

export class Patience {
  readonly #response: ServerResponse;
  #timer: NodeJS.Timeout;
  #isOver = false;
  /** Called once, when time is up or the visitor has gone. */
  onOver: (() => void) | null = null;

  constructor(response: ServerResponse, ms: number) {
    this.#response = response;
    this.#timer = setTimeout(this.#end, ms);
    response.once('close', this.#end);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** From now on, whatever was left of it. */
  renew(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#end, ms);
  }

  /** There is nothing to wait for any more. */
  release(): void {
    clearTimeout(this.#timer);
    this.#response.off('close', this.#end);
    this.onOver = null;
  }

  readonly #end = (): void => {
    this.#isOver = true;
    this.onOver?.();
  };
}
