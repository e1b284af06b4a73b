/**
 * With a pass: order, in the way this visitor has, and pay. The key of a request stays the same however often it is sent;
 * a new wish is a new key. Whatever happens, it ends with a word on why.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Answer, ask, codeOf, GaveUp, type HttpClient } from './http.ts';
import { pay } from './pay.ts';
import { count } from './tally.ts';
import type { Visitor } from './visitor.ts';

export interface Ending {
  readonly as: string;
  /** True for who goes without having bought: the line is told, so that the next one may come. */
  readonly leaving: boolean;
}

interface Wish {
  readonly key: string;
  readonly tierId: string;
  readonly quantity: number;
}

/** The last answers to a pass that ends while they are on their way. */
const AFTER_PASS_MS = 10_000;
/** A look at what is left: later it would say something else. */
const STOCK_MS_MAX = 10_000;

export async function shop(visitor: Visitor, pass: string, passEndsAtMs: number): Promise<Ending> {
  const { world, behaviour } = visitor;
  const client: HttpClient = {
    base: world.base,
    agent: visitor.origin.agent,
    waitAgent: visitor.origin.waitAgent,
    tally: world.tally,
    stop: world.stop,
  };
  const send = ({ key, tierId, quantity }: Wish) =>
    ask(client, {
      method: 'POST',
      path: `/api/sales/${world.sale.slug}/orders`,
      headers: { 'usher-pass': pass, 'usher-secret': visitor.identity.secret, 'idempotency-key': key },
      json: { lines: [{ tierId, quantity }], ...contactOf(visitor) },
      deadlineMs: passEndsAtMs + AFTER_PASS_MS,
    });

  try {
    const tiers = world.sale.tiers.map((tier) => tier.id);
    let tierId = tiers[Math.floor(Math.random() * tiers.length)] ?? '';
    if (behaviour.way === 'tooMany') {
      const quantity = world.sale.perVisitorMax + 1;
      const answer = await send({ key: randomUUID(), tierId, quantity });
      visitor.tell({ what: 'refused', code: codeOf(answer) });
      if (answer.status === 201) return { as: 'was sold more than the limit', leaving: false };
    }
    for (let tries = 0; tries <= tiers.length; tries++) {
      const wish = { key: randomUUID(), tierId, quantity: 1 };
      const answer = await order(visitor, wish, send);
      if (answer.status === 201) return await buy(visitor, client, wish, answer, send);
      visitor.tell({ what: 'refused', code: codeOf(answer) });
      if (codeOf(answer) !== 'sold_out') return { as: ending(answer), leaving: true };
      const other = await elsewhere(visitor, client, tierId);
      if (other === undefined) return { as: ending(answer), leaving: true };
      tierId = other;
    }
    return { as: ending(null), leaving: true };
  } catch (fault) {
    if (!(fault instanceof GaveUp)) throw fault;
    return { as: world.stop.aborted ? visitor.unfinished : `gave up: ${fault.message}`, leaving: true };
  }
}

async function order(visitor: Visitor, wish: Wish, send: (wish: Wish) => Promise<Answer>): Promise<Answer> {
  const startedAt = performance.now();
  const answers = await Promise.all(
    visitor.behaviour.repeat === 'atOnce' ? [send(wish), send(wish)] : [send(wish)],
  );
  const [first, second] = answers;
  if (first === undefined) throw new Error('there is always a first answer');
  if (second !== undefined) compare(visitor, first, second);
  visitor.took('reserve', second === undefined ? first.tookMs : performance.now() - startedAt);
  return first;
}

async function buy(
  visitor: Visitor,
  client: HttpClient,
  wish: Wish,
  answer: Answer,
  send: (wish: Wish) => Promise<Answer>,
): Promise<Ending> {
  const { id, key, total } = answer.body as { id: string; key: string; total: { amount: number } };
  count(visitor.world.tally, 'ordered');
  visitor.tell({ what: 'order', id, units: wish.quantity, amount: total.amount });
  visitor.enter('held');
  if (visitor.behaviour.way === 'abandon') return { as: 'abandoned the order', leaving: false };
  if (visitor.behaviour.repeat === 'otherBody') {
    const refused = await send({ ...wish, quantity: wish.quantity + 1 });
    if (codeOf(refused) === 'key_reused') count(visitor.world.tally, 'repeats');
    else compare(visitor, answer, refused);
  }
  const as = await pay(visitor, client, { id, key });
  if (visitor.behaviour.repeat === 'later') compare(visitor, answer, await send(wish));
  return { as, leaving: false };
}

/** One key, one answer: word for word. */
function compare(visitor: Visitor, first: Answer, second: Answer): void {
  count(visitor.world.tally, 'repeats');
  if (first.status === second.status && isDeepStrictEqual(said(first), said(second))) return;
  count(visitor.world.tally, 'differing');
  visitor.tell({ what: 'differing', first: textOf(first), second: textOf(second) });
}

const said = ({ body: { retryAfterMs: _, ...rest } }: Answer) => rest;
const textOf = (answer: Answer) => `${answer.status} ${JSON.stringify(said(answer))}`;

/** The refusal speaks of the tier that was asked for; what is left of the others stands on the page. */
async function elsewhere(
  { world }: Visitor,
  client: HttpClient,
  tierId: string,
): Promise<string | undefined> {
  if (world.sale.tiers.length === 1) return undefined;
  const path = `/api/sales/${world.sale.slug}/stock`;
  const { status, body } = await ask(client, {
    ...{ method: 'GET', path, deadlineMs: Date.now() + STOCK_MS_MAX },
  });
  const tiers = (status === 200 ? (body.tiers ?? []) : []) as { id: string; available: number }[];
  return tiers.find(({ id, available }) => id !== tierId && available > 0)?.id;
}

function ending(answer: Answer | null): string {
  const code = answer === null ? 'sold_out' : codeOf(answer);
  return code === 'sold_out' ? 'told sold out at checkout' : `refused: ${code}`;
}

function contactOf({ world, id }: Visitor) {
  const contact = { email: `${world.crowd}-${id}@crowd.example`, name: `Visitor ${id}` };
  if (world.sale.fulfilment !== 'shipping') return { contact };
  return {
    contact,
    address: {
      recipient: contact.name,
      line1: '1 Long Line',
      city: 'Seoul',
      postalCode: '04524',
      country: 'KR',
    },
  };
}
