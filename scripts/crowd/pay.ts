/**
 * Paying an order at the sandbox: open a payment, press the button on the hosted page, ask until the order says that it
 * is paid. Who is declined once pays again; a payment page that is gone means opening another payment.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ENDS } from './endings.ts';
import { ask, codeOf, type HttpClient } from './http.ts';
import { count } from './tally.ts';
import type { Visitor } from './visitor.ts';

/** A hold lasts 15 minutes at most. */
const PATIENCE_MS = 16 * 60_000;
/** The provider's webhook takes some tenths of a second; looking sooner would only keep the API busy. */
const FIRST_LOOK_MS = 400;
const LOOK_MS_MAX = 2_000;
/** Nothing has come of a press: a buyer would go back and press again, which does nothing new where it was only slow. */
const PRESS_AGAIN_MS = 10_000;

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
    if (opened.status !== 201 && opened.status !== 200) {
      const state = await stateOf();
      if (paidStates.includes(state)) return bought(state);
      if (overStates.includes(state)) return `order ${state}`;
      if (!undecidedCodes.includes(codeOf(opened))) return `could not pay: ${codeOf(opened)}`;
      await sleep(LOOK_MS_MAX);
      continue;
    }
    const page = new URL(String(opened.body.redirectUrl), client.base);
    const outcome = mayDecline ? 'decline' : 'succeed';
    mayDecline = false;
    await ask(client, {
      method: 'POST',
      path: page.pathname + page.search,
      form: { outcome },
      deadlineMs,
    });
    const pressedAt = Date.now();
    for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(LOOK_MS_MAX, lookMs * 1.6)) {
      await sleep(lookMs * (0.75 + Math.random() / 2));
      const state = await stateOf();
      if (paidStates.includes(state)) return bought(state);
      if (overStates.includes(state)) return `order ${state}`;
      if (state === 'held' || Date.now() > pressedAt + PRESS_AGAIN_MS) break; // The provider said no, or nothing.
    }
  }
  return 'could not pay in time';

  async function stateOf(): Promise<string> {
    const answer = await ask(client, { method: 'GET', path, headers, deadlineMs });
    return answer.status === 200 ? String(answer.body.state) : codeOf(answer);
  }

  function bought(state: string): string {
    visitor.took('pay', performance.now() - startedAt);
    count(visitor.world.tally, 'paid');
    visitor.tell({ what: 'paid', id: order.id, state });
    return ENDS.bought;
  }
}
