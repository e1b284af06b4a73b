/**
 * Webhooks: telling of each fact until somebody answers 2xx, with growing pauses, up to ATTEMPTS_MAX times
 * (SBX-5). What is still untold at a restart is told again: a webhook comes at least once, or the knobs say
 * that it is lost.
 *
 * The knobs spoil this on purpose: drop, late, duplicates, out of order.
 */

import type { SandboxKnobs } from '../payment/sandbox-knobs.ts';
import { SIGNATURE_HEADER, signWebhook } from '../payment/sandbox-signature.ts';
import type { SandboxEvent } from '../payment/sandbox-wire.ts';
import { type Backoff, backoffMs } from '../runtime/backoff.ts';
import type { Chance } from '../runtime/chance.ts';
import type { Clock } from '../runtime/clock.ts';
import { type HttpAsker, openHttpAsker } from '../runtime/http-asker.ts';
import type { Log } from '../runtime/log.ts';
import type { BankFact } from './entry.ts';

/** Some eight minutes in all; the shop's reconciler asks by itself long before. */
const ATTEMPTS_MAX = 14;
/** At once on their way; a shop that is down must not cost the bank its sockets. */
const IN_FLIGHT_MAX = 64;
const ANSWER_MS_MAX = 10_000;
const pauses: Backoff = { firstMs: 500, mostMs: 60_000 };

export interface TellDeps {
  readonly url: string;
  readonly secret: string;
  readonly knobsOf: (fact: BankFact) => SandboxKnobs;
  readonly chance: Chance;
  readonly clock: Clock;
  readonly log: Log;
  /** No more sending of this one: it arrived, was dropped, or was given up. */
  readonly onTold: (eventId: string, how: 'arrived' | 'dropped' | 'givenUp') => void;
  readonly pauses?: Backoff;
}

interface Telling {
  readonly fact: BankFact;
  readonly eventId: string;
  attempt: number;
}

export interface Teller {
  tell(fact: BankFact): void;
  /** Forgets timers and cuts what is on its way; the journal knows what is left to tell. */
  stop(): void;
}

export function openTeller(deps: TellDeps): Teller {
  const url = new URL(deps.url);
  const asker = openHttpAsker(url.origin, ANSWER_MS_MAX);
  const post = poster(deps, asker, url.pathname + url.search);
  let isStopped = false;
  const timers = new Set<NodeJS.Timeout>();
  const ready: Telling[] = [];
  /** Beginnings that wait for their end, by payment. */
  const heldBack = new Map<string, Telling>();
  let inFlight = 0;

  function later(telling: Telling, ms: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      ready.push(telling);
      pump();
    }, ms);
    timers.add(timer);
  }

  function pump(): void {
    while (inFlight < IN_FLIGHT_MAX && !isStopped) {
      const telling = ready.shift();
      if (!telling) return;
      inFlight += 1;
      void send(telling).finally(() => {
        inFlight -= 1;
        pump();
      });
    }
  }

  async function send(telling: Telling): Promise<void> {
    const arrived = await post(telling);
    if (isStopped) return;
    if (arrived) return afterArrival(telling);
    telling.attempt += 1;
    if (telling.attempt < ATTEMPTS_MAX) {
      return later(telling, backoffMs(telling.attempt - 1, deps.pauses ?? pauses, deps.chance));
    }
    deps.log.warn({ eventId: telling.eventId }, 'webhook given up');
    deps.onTold(telling.eventId, 'givenUp');
  }

  async function afterArrival(telling: Telling): Promise<void> {
    const { fact, eventId } = telling;
    for (let copy = 0; copy < deps.knobsOf(fact).duplicates; copy += 1) await post(telling);
    deps.onTold(eventId, 'arrived');
    const held = heldBack.get(fact.ref);
    heldBack.delete(fact.ref);
    if (held) later(held, 0);
  }

  return {
    tell: (fact) => {
      if (fact.eventId === null) return;
      const telling = { fact, eventId: fact.eventId, attempt: 0 };
      const { dropPercent, lateMs, outOfOrder } = deps.knobsOf(fact);
      if (deps.chance.fraction() * 100 < dropPercent) return deps.onTold(fact.eventId, 'dropped');
      if (outOfOrder && fact.type === 'created') heldBack.set(fact.ref, telling);
      else later(telling, lateMs);
    },
    stop: () => {
      isStopped = true;
      asker.close();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** True where the answer was 2xx. */
function poster(
  { secret, clock, log }: TellDeps,
  asker: HttpAsker,
  path: string,
): (telling: Telling) => Promise<boolean> {
  return async ({ fact, eventId }) => {
    const { ref, at } = fact;
    const event: SandboxEvent = { id: eventId, type: typeOf(fact), createdAt: at, data: { ref } };
    const body = JSON.stringify(event);
    const headers = {
      'content-type': 'application/json',
      [SIGNATURE_HEADER]: signWebhook(secret, body, clock()),
    };
    try {
      const { status } = await asker.ask({ method: 'POST', path, headers, body });
      return status >= 200 && status < 300;
    } catch (fault) {
      // Nobody there, too slow, cut: all of it means "again later", and the log says which.
      log.debug({ err: fault, eventId }, 'webhook not delivered');
      return false;
    }
  };
}

function typeOf(fact: BankFact): string {
  if (fact.type === 'disputed') return `payment.dispute_${fact.state}`;
  return `payment.${fact.type === 'settled' ? fact.state : fact.type}`;
}
