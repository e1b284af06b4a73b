/**
 * Requests that cost much are worked on a few at a time, in the order in which they came (API-30). Without that a crowd
 * that pays in the same second starts everything and finishes nothing in time: each request is given up by who asked,
 * asked again and begun again, and fewer get through the more come.
 *
 * Whoever has gone meanwhile is passed over before any work is done, and whoever would wait longer than an answer may
 * take is told `busy`, each with another time to come back at. Asking again is harmless: an order has one open payment,
 * a webhook one effect.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { ANSWER_WAIT_MS } from '../domain/limits.ts';
import { Refused } from '../domain/refusals.ts';

/** What is left of the answer's time is enough for the work itself. */
const WAIT_MS_MAX = ANSWER_WAIT_MS / 2;

interface Waiting {
  readonly begin: () => void;
  readonly isGone: () => boolean;
}

export function takeTurns(atOnceMax: number): MiddlewareHandler {
  const line: Waiting[] = [];
  let atWork = 0;

  function next(): void {
    while (atWork < atOnceMax) {
      const first = line.shift();
      if (!first) return;
      if (first.isGone()) continue;
      atWork += 1;
      first.begin();
    }
  }

  return async (c, work) => {
    const isGone = () => hasLeft(c);
    await new Promise<void>((begin, refuse) => {
      const waiting: Waiting = {
        isGone,
        begin: () => {
          clearTimeout(timer);
          begin();
        },
      };
      const timer = setTimeout(() => {
        line.splice(line.indexOf(waiting), 1);
        refuse(new Refused('busy'));
      }, WAIT_MS_MAX);
      line.push(waiting);
      next();
    });
    try {
      await work();
    } finally {
      atWork -= 1;
      next();
    }
  };
}

/** The connection is closed: nobody hears the answer. A request without a connection is a test's. */
function hasLeft(c: Context): boolean {
  const { incoming } = (c.env ?? {}) as {
    incoming?: { destroyed: boolean; socket?: { destroyed: boolean } };
  };
  return incoming?.socket?.destroyed ?? false;
}
