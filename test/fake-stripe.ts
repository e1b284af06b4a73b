/**
 * The part of Stripe's API that the adapter speaks, as a server of a test's own: sessions, their end, refunds, disputes,
 * events, idempotency keys, signed webhooks. It keeps its manners where they matter: forms in, JSON out, a repeated key
 * gives the first answer, another body under it is refused, a paid session cannot be expired.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import {
  chargeView,
  type Happened,
  intentView,
  metadataIn,
  refundedOf,
  type Session,
  sessionView,
  signed,
  stripeSecrets,
} from './fake-stripe-views.ts';

export { stripeSecrets } from './fake-stripe-views.ts';

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const wrong = (message: string, status = 400): Reply => ({
  status,
  body: { error: { type: 'invalid_request_error', message } },
});

export async function openFakeStripe() {
  const sessions = new Map<string, Session>();
  const answered = new Map<string, { readonly form: string; readonly reply: Reply }>();
  const webhooks: { rawBody: string; headers: Headers }[] = [];
  const happened: Happened[] = [];
  let failing = 0;
  let calls = 0;
  let delayMs = 0;
  let refundStatus = 'succeeded';

  const list = (data: readonly object[], hasMore = false) => ({
    status: 200,
    body: { object: 'list', has_more: hasMore, data },
  });
  const byIntent = (intent: string | null) => [...sessions.values()].find((one) => one.intent === intent);

  function happen(type: string, object: object, before?: object): Happened {
    const event = {
      id: `evt_${happened.length + 1}`,
      object: 'event',
      type,
      created: Math.floor(Date.now() / 1_000),
      data: { object: structuredClone(object), ...(before && { previous_attributes: before }) },
    };
    happened.push(event);
    return event;
  }

  function announce(type: string, object: object, before?: object): void {
    const rawBody = JSON.stringify(happen(type, object, before));
    webhooks.push({ rawBody, headers: signed(rawBody) });
  }

  function create(form: URLSearchParams): Reply {
    const id = `cs_test_${sessions.size + 1}`;
    const item = (name: string) => form.get(`line_items[0][price_data][${name}]`) ?? '';
    const asked = { amount: Number(item('unit_amount')), currency: item('currency') };
    if (asked.amount < 50) return wrong('amount_too_small');
    const session: Session = {
      id,
      intent: `pi_${sessions.size + 1}`,
      reference: form.get('client_reference_id') ?? '',
      ...asked,
      received: { ...asked },
      metadata: metadataIn(form),
      status: 'open',
      refunds: [],
      dispute: null,
    };
    sessions.set(id, session);
    return { status: 200, body: sessionView(session) };
  }

  function refund(form: URLSearchParams): Reply {
    const session = byIntent(form.get('payment_intent'));
    const amount = Number(form.get('amount'));
    if (!session || refundedOf(session) + amount > session.received.amount)
      return wrong('more than was charged');
    if (session.dispute && session.dispute.status !== 'won') return wrong('the charge is disputed');
    const made = {
      id: `re_${session.intent}_${session.refunds.length + 1}`,
      object: 'refund' as const,
      payment_intent: session.intent,
      ...{ amount, currency: session.received.currency, metadata: metadataIn(form), status: refundStatus },
    };
    session.refunds.push(made);
    announce('charge.refunded', chargeView(session));
    return { status: 200, body: { ...made } };
  }

  function press(ref: string | undefined, outcome: 'succeed' | 'decline'): void {
    const session = sessions.get(ref ?? '');
    if (session?.status !== 'open') return;
    if (outcome === 'succeed') {
      session.status = 'complete';
      happen('payment_intent.succeeded', intentView(session));
    }
    const type = outcome === 'succeed' ? 'checkout.session.completed' : 'payment_intent.payment_failed';
    announce(type, { id: session.id, object: 'checkout.session' });
  }

  /** Newest first, as Stripe lists. */
  function events(query: URLSearchParams): Reply {
    const types = [...query.entries()].flatMap(([name, value]) => (name.startsWith('types') ? [value] : []));
    const between = ({ created }: Happened) =>
      created >= Number(query.get('created[gte]')) && created < Number(query.get('created[lt]'));
    const found = happened.filter((one) => types.includes(one.type) && between(one)).reverse();
    const from = found.findIndex(({ id }) => id === query.get('starting_after')) + 1;
    const limit = Number(query.get('limit'));
    return list(found.slice(from, from + limit), found.length > from + limit);
  }

  function listOf(url: URL): Reply | null {
    if (url.pathname === '/v1/events') return events(url.searchParams);
    const session = byIntent(url.searchParams.get('payment_intent'));
    if (url.pathname === '/v1/checkout/sessions') return list(session ? [sessionView(session)] : []);
    if (url.pathname === '/v1/refunds') return list(session?.refunds.toReversed() ?? []);
    if (url.pathname === '/v1/disputes') return list(session?.dispute ? [session.dispute] : []);
    return null;
  }

  function answer(method: string, url: URL, form: URLSearchParams): Reply {
    const [, , , place, id = '', act] = url.pathname.split('/');
    if (method === 'POST' && url.pathname === '/v1/checkout/sessions') return create(form);
    if (method === 'POST' && url.pathname === '/v1/refunds') return refund(form);
    const listed = method === 'GET' ? listOf(url) : null;
    if (listed) return listed;
    const paid = byIntent(url.pathname.split('/')[3] ?? '');
    if (url.pathname.startsWith('/v1/payment_intents/') && paid)
      return { status: 200, body: intentView(paid) };
    const session = place === 'sessions' ? sessions.get(id) : undefined;
    if (!session) return wrong(`no such thing: ${url.pathname}`, 404);
    if (act === 'expire') {
      if (session.status !== 'open') return wrong('this session is not open');
      session.status = 'expired';
    }
    return { status: 200, body: sessionView(session) };
  }

  async function handle(request: IncomingMessage): Promise<Reply> {
    const raw = await text(request);
    calls += 1;
    if (request.headers.authorization !== `Bearer ${stripeSecrets.secretKey}`)
      return wrong('no such key', 401);
    if (failing > 0) {
      failing -= 1;
      return { status: 503, body: { error: { type: 'api_error', message: 'away' } } };
    }
    const key = request.headers['idempotency-key'];
    const before = typeof key === 'string' ? answered.get(key) : undefined;
    if (before) return before.form === raw ? before.reply : wrong('another body under this key');
    const url = new URL(request.url ?? '/', 'http://stripe.test');
    const reply = answer(request.method ?? 'GET', url, new URLSearchParams(raw));
    if (typeof key === 'string' && request.method === 'POST') answered.set(key, { form: raw, reply });
    return reply;
  }

  const server = createServer(async (request, response) => {
    const { status, body } = await handle(request);
    if (delayMs > 0) await pause(delayMs);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    webhooks,
    calls: () => calls,
    /** The SDK asks once more by itself: a failure that counts is two. */
    failNextCalls: (count: number) => {
      failing = count;
    },
    /** What the buyer does on the hosted page. A declined card leaves it open for another one. */
    press: (url: string, outcome: 'succeed' | 'decline') => press(url.split('/').at(-1), outcome),
    /** Another sum comes in than the session asked for. */
    captureOther: (ref: string, { amount, currency }: { amount: number; currency: string }) => {
      const session = sessions.get(ref);
      if (session) session.received = { amount, currency: currency.toLowerCase() };
      press(ref, 'succeed');
    },
    /** What refunds are from now on when they are made. */
    refundsBecome: (status: 'succeeded' | 'pending' | 'failed') => {
      refundStatus = status;
    },
    /** The bank's word about the latest refund of a session, perhaps days later. */
    decideRefund: (ref: string, status: 'succeeded' | 'failed') => {
      const last = sessions.get(ref)?.refunds.at(-1);
      if (!last) throw new Error('no refund was made');
      const before = { status: last.status };
      last.status = status;
      announce(status === 'failed' ? 'refund.failed' : 'refund.updated', last, before);
    },
    /** Something happens in the account that no session is behind: another's charge, a customer. Answers its webhook. */
    happenElsewhere: (type: string, object: object) => {
      announce(type, object);
      const webhook = webhooks.at(-1);
      if (!webhook) throw new Error('no webhook was sent');
      return webhook;
    },
    /** In its own units. */
    receivedOf: (ref: string) => sessions.get(ref)?.received,
    /** Each answer comes so much later, after the act. */
    delayAnswers: (ms: number) => {
      delayMs = ms;
    },
    /** As Stripe does after a day. */
    forgetKeys: () => answered.clear(),
    /** By hand, in the dashboard. */
    refundByHand: (ref: string, amount: number) =>
      void refund(
        new URLSearchParams({ payment_intent: sessions.get(ref)?.intent ?? '', amount: String(amount) }),
      ),
    dispute: (ref: string, word: 'open' | 'won' | 'lost') => {
      const session = sessions.get(ref);
      if (!session) return;
      const status = word === 'open' ? 'needs_response' : word;
      const amount = session.received.amount - refundedOf(session);
      const { currency } = session.received;
      session.dispute = {
        ...(session.dispute ?? { id: 'dp_1', amount, currency, reason: 'fraudulent' }),
        status,
      };
      announce(word === 'open' ? 'charge.dispute.created' : 'charge.dispute.closed', {
        ...session.dispute,
        object: 'dispute',
        payment_intent: session.intent,
      });
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
