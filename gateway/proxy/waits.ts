/**
 * Requests that wait at the API for an order to become another one (GWY-29). They have connections of their own, so that
 * a full till keeps nobody else from the API, and are bounded: above it a request passes on without its wish to wait, and
 * is answered at once.
 */
import type { IncomingMessage } from 'node:http';
import { FORWARD_WAITS_MAX } from '../../domain/limits.ts';
import { orderWaitMs } from '../../domain/order-wait.ts';

export interface Waits {
  /** How long this one waits, in ms; 0 for whatever is answered at once. Whoever begins ends. */
  begin(request: IncomingMessage, path: string): number;
  end(waitMs: number): void;
}

export function openWaits(waitsMax = FORWARD_WAITS_MAX): Waits {
  let waiting = 0;
  return {
    begin({ method = 'GET', headers: { prefer } }, path) {
      const waitMs = orderWaitMs(method, path, prefer?.toString());
      if (waitMs === 0 || waiting >= waitsMax) return 0;
      waiting += 1;
      return waitMs;
    },
    end(waitMs) {
      if (waitMs > 0) waiting -= 1;
    },
  };
}
