/**
 * Paying an order at the sandbox: open a payment, press the button on the hosted page, and look at the order until it says
 * that it is paid, waiting at the server as the page does. Who is declined once pays again; a payment page that is gone
 * means opening another payment.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ENDS } from './endings.ts';
import { type Answer, ask, codeOf, type HttpClient } from './http.ts';
import { count } from './tally.ts';
import type { Visitor } from './visitor.ts';

/** A hold lasts 15 minutes at most. */
const PATIENCE_MS = 16 * 60_000;
/** The provider's webhook takes some tenths of a second; looking sooner would only keep the API busy. */
const FIRST_LOOK_MS = 400;
const LOOK_MS_MAX = 4_000;
/** Less than the server would wait: with what it may take beside it a client sees what hangs. */
const WAIT_SECONDS = 4;
/** Whoever is told "still so" sooner was not waited with. */
const WAITED_MS_MIN = 500;
/** Nothing has come of a press: a buyer would go back and press again, which does nothing new where it was only slow. */
const PRESS_AGAIN_MS = 30_000;

const paidStates = ['paid', 'issued', 'preparing', 'shipping', 'delivered', 'confirmed'];
const overStates = ['lapsed', 'cancelled', 'refund_pending', 'refunded'];

/** The money is there and not yet confirmed, or the hold is over and the provider has not said whether it was in time. */
const undecidedCodes = ['order_not_payable', 'hold_lapsed'];

export async function pay(visitor: Visitor, client: HttpClient, order: { id: string; key: string }) {
  const startedAt = performance.now();
  const deadlineMs = Date.now() + PATIENCE_MS;
  const headers = { 'usher-order-key': order.key };
  const path = `/api/orders/${order.id}`;
  let mayDecline = visitor.behaviour.way === 'decline';

  while (Date.now() < deadlineMs) {
    const opened = await ask(client, {
      method: 'POST',
      path: `${path}/payments`,
      headers,
      json: { provider: visitor.world.provider },
      deadlineMs,
    });
    if (opened.status === 201 || opened.status === 200) {
      const page = new URL(String(opened.body.redirectUrl), client.base);
      const outcome = mayDecline ? 'decline' : 'succeed';
      mayDecline = false;
      await ask(client, { method: 'POST', path: page.pathname + page.search, form: { outcome }, deadlineMs });
    } else if (!undecidedCodes.includes(codeOf(opened))) {
      return endOf(stateIn(await lookAt())) ?? `could not pay: ${codeOf(opened)}`;
    }
    const end = await lookOn();
    if (end !== null) return end;
  }
  return 'could not pay in time';

  /** Looks until the order has an end, the provider said no, or nothing came for so long that a buyer would press again. */
  async function lookOn(): Promise<string | null> {
    const since = Date.now();
    let etag: string | undefined;
    for (let lookMs = FIRST_LOOK_MS, isWaitedWith = false; Date.now() <= since + PRESS_AGAIN_MS; ) {
      if (!isWaitedWith) {
        await sleep(lookMs * (0.75 + Math.random() / 2));
        lookMs = Math.min(LOOK_MS_MAX, lookMs * 1.6);
      }
      const answer = await lookAt(etag);
      const state = stateIn(answer);
      const end = endOf(state);
      if (end !== null || state === 'held') return end;
      isWaitedWith = answer.etag !== undefined && (answer.etag !== etag || answer.tookMs >= WAITED_MS_MIN);
      etag = answer.etag;
    }
    return null;
  }

  /** Who knows the order as it is waits until it is another one. */
  function lookAt(etag?: string): Promise<Answer> {
    const wish = etag === undefined ? {} : { prefer: `wait=${WAIT_SECONDS}`, 'if-none-match': etag };
    const isWaiting = etag !== undefined;
    return ask(client, { method: 'GET', path, headers: { ...headers, ...wish }, deadlineMs, isWaiting });
  }

  function stateIn(answer: Answer): string {
    if (answer.status === 304) return 'unchanged';
    return answer.status === 200 ? String(answer.body.state) : codeOf(answer);
  }

  function endOf(state: string): string | null {
    if (overStates.includes(state)) return `order ${state}`;
    if (!paidStates.includes(state)) return null;
    visitor.took('pay', performance.now() - startedAt);
    count(visitor.world.tally, 'paid');
    visitor.tell({ what: 'paid', id: order.id, state });
    return ENDS.bought;
  }
}
