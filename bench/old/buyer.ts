/**
 * A buyer over HTTP, the same for Usher and for the shop it is compared with: orders one unit, opens the payment page,
 * presses the button at the bank, and asks until the order says that it is paid, as a page does: where the server waits with
 * it for another answer it waits, where not it asks again. What says "later" is asked again under the same Idempotency-Key.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Ask, Connections } from './connections.ts';
import type { Answer } from './http-answer.ts';
import { bump, type Step, type Tally } from './tally.ts';

export interface Market {
  readonly base: string;
  readonly slug: string;
  readonly tierId: string;
  readonly tally: Tally;
  /** By origin: the bank's page may have one of its own. */
  readonly connectionsTo: (origin: string) => Connections;
  /** For who waits at the server; they take nobody else's. */
  readonly waitsAt: (origin: string) => Connections;
  /** By performance.now(): when the measurement began, and when who has no end yet is counted as unfinished. */
  readonly beganAtMs: number;
  readonly endsAtMs: number;
}

/** What the visitor shows: pass and secret, or a secret alone. */
export type Shown = Readonly<Record<string, string>>;

/** The provider's webhook takes some tenths of a second; looking sooner would only keep the shop busy. */
const FIRST_LOOK_MS = 400;
const LOOK_MS_MAX = 2_000;
const LOOK_GROWTH = 1.6;
/** Together with the server's own 3.5 s less than a connection is given. */
const wish = { prefer: 'wait=4' };
/** Whoever is told "still so" sooner was not waited with. */
const WAITED_MS_MIN = 500;
const WAITS_MAX = 4_000;
/** Nothing has come of a press: a buyer would go back and press again. */
const PRESS_AGAIN_MS = 10_000;
const FIRST_WAIT_MS = 250;
const WAIT_MS_MAX = 3_000;

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const paidStates = ['paid', 'issued', 'preparing', 'shipping', 'delivered', 'confirmed'];
const undecidedStates = ['held', 'paying', 'expiring'];
const laterStatuses = [0, 429, 502, 503, 504];

/** Connections to any origin, `connectionsMax` to each, and others for who waits. */
export function openOrigins(connectionsMax: number) {
  const byOrigin = new Map<string, Connections>();
  const opened = (name: string, origin: string, most: number): Connections => {
    const known = byOrigin.get(name) ?? new Connections(origin, most);
    byOrigin.set(name, known);
    return known;
  };
  return {
    to: (origin: string): Connections => opened(origin, origin, connectionsMax),
    waits: (origin: string): Connections => opened(`waits ${origin}`, origin, WAITS_MAX),
    close(): void {
      for (const connections of byOrigin.values()) connections.close();
    },
  };
}

export const orderAsk = (slug: string, tierId: string, id: number | string, shown: Shown): Ask => ({
  method: 'POST',
  path: `/api/sales/${slug}/orders`,
  headers: { ...json, ...shown, 'idempotency-key': randomUUID() },
  body: JSON.stringify({
    lines: [{ tierId, quantity: 1 }],
    contact: { email: `buyer-${id}@bench.example`, name: `Buyer ${id}` },
  }),
});

/** How it ended: `paid`, a refusal's code, or `unfinished`. Never rejects for anything that a server says. */
export async function buy(market: Market, id: number, shown: Shown): Promise<string> {
  const { tally, slug, tierId, base } = market;
  const orderingAtMs = performance.now();
  const placed = await askPatiently(market, base, orderAsk(slug, tierId, id, shown));
  if (placed === null) return 'unfinished';
  took(tally, 'order', orderingAtMs);
  const atMs = performance.now() - market.beganAtMs;
  tally.answeredAtMs.push(atMs);
  if (placed.status !== 201) return codeOf(placed);
  tally.orderedAtMs.push(atMs);
  const order = JSON.parse(placed.body) as { id: string; key: string };
  return await pay(market, order);
}

async function pay(market: Market, { id, key }: { id: string; key: string }): Promise<string> {
  const { tally, base, beganAtMs, endsAtMs } = market;
  const headers = { ...json, 'usher-order-key': key };
  const path = `/api/orders/${id}`;
  const payingAtMs = performance.now();
  while (performance.now() < endsAtMs) {
    const openingAtMs = performance.now();
    const body = JSON.stringify({ provider: 'sandbox' });
    const opened = await askPatiently(market, base, {
      method: 'POST',
      path: `${path}/payments`,
      headers,
      body,
    });
    if (opened?.status === 201) {
      took(tally, 'page', openingAtMs);
      await press(market, (JSON.parse(opened.body) as { redirectUrl: string }).redirectUrl);
    }
    // Not payable: it is paid already, or it is over. The order says which.
    const pressedAtMs = performance.now();
    const state = await settledState(market, { method: 'GET', path, headers }, pressedAtMs);
    if (state === null) continue;
    if (!paidStates.includes(state)) return `order ${state}`;
    took(tally, 'confirm', pressedAtMs);
    took(tally, 'pay', payingAtMs);
    tally.paidAtMs.push(performance.now() - beganAtMs);
    return 'paid';
  }
  return 'unfinished';
}

async function press(market: Market, redirectUrl: string): Promise<void> {
  const { origin, pathname, search } = new URL(redirectUrl);
  const pressingAtMs = performance.now();
  const ask: Ask = { method: 'POST', path: pathname + search, headers: form, body: 'outcome=succeed' };
  if (await askPatiently(market, origin, ask)) took(market.tally, 'press', pressingAtMs);
}

/** The state once it is no longer one of waiting for money; null where nothing has come of the press. */
async function settledState(market: Market, ask: Ask, pressedAtMs: number): Promise<string | null> {
  const untilMs = Math.min(market.endsAtMs, pressedAtMs + PRESS_AGAIN_MS);
  let etag: string | undefined;
  for (let lookMs = FIRST_LOOK_MS, isWaitedWith = false; ; ) {
    if (!isWaitedWith) {
      await wait(lookMs * (0.75 + Math.random() / 2));
      lookMs = Math.min(LOOK_MS_MAX, lookMs * LOOK_GROWTH);
    }
    const sinceMs = performance.now();
    const headers = { ...ask.headers, ...(etag !== undefined && { ...wish, 'if-none-match': etag }) };
    const through = etag === undefined ? market.connectionsTo : market.waitsAt;
    const answer = await askPatiently(market, market.base, { ...ask, headers }, through);
    const state = answer?.status === 200 ? (JSON.parse(answer.body) as { state: string }).state : null;
    if (state !== null && !undecidedStates.includes(state)) return state;
    if (performance.now() > untilMs) return null;
    const isNews = answer?.etag !== undefined && answer.etag !== etag;
    isWaitedWith = isNews || (etag !== undefined && performance.now() - sinceMs >= WAITED_MS_MIN);
    etag = answer?.etag;
  }
}

/** Asks until there is an answer other than "later"; null at the end of the measurement. */
async function askPatiently(
  market: Market,
  origin: string,
  ask: Ask,
  through = market.connectionsTo,
): Promise<Answer | null> {
  for (let attempt = 0; performance.now() < market.endsAtMs; attempt++) {
    const answer = await through(origin).ask(ask);
    if (!laterStatuses.includes(answer.status)) return answer;
    bump(market.tally.later, answer.status === 0 ? 'silence' : codeOf(answer));
    const fullMs = Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
    await wait(fullMs * (0.5 + Math.random() / 2));
  }
  return null;
}

/** The refusal's code; `http 404` where the body names none. */
export function codeOf({ status, body }: Answer): string {
  const code = body.startsWith('{') ? (JSON.parse(body) as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : `http ${status}`;
}

function took(tally: Tally, step: Step, sinceMs: number): void {
  tally.tookMs[step].push(performance.now() - sinceMs);
}
