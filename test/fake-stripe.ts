/**
 * The part of Stripe's API that the adapter speaks, as a server of a test's own: sessions, their end, refunds, idempotency
 * keys, signed webhooks. It keeps Stripe's manners where they matter: forms in, JSON out, a repeated key gives the first
 * answer, another body under it is refused, a paid session cannot be expired.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';

interface Session {
  readonly id: string;
  readonly intent: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  status: 'open' | 'complete' | 'expired';
  refunded: number;
}
interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export const stripeSecrets = { secretKey: 'sk_test_fake', webhookSecret: 'whsec_fake' };

const wrong = (message: string, status = 400): Reply => ({
  status,
  body: { error: { type: 'invalid_request_error', message } },
});

export async function openFakeStripe() {
  const sessions = new Map<string, Session>();
  const answered = new Map<string, { readonly form: string; readonly reply: Reply }>();
  const webhooks: { rawBody: string; headers: Headers }[] = [];
  let failing = 0;
  let calls = 0;

  const view = (session: Session) => ({
    id: session.id,
    object: 'checkout.session',
    url: session.status === 'open' ? `http://stripe.test/pay/${session.id}` : null,
    status: session.status,
    payment_status: session.status === 'complete' ? 'paid' : 'unpaid',
    amount_total: session.amount,
    currency: session.currency,
    client_reference_id: session.reference,
    payment_intent:
      session.status === 'complete'
        ? {
            id: session.intent,
            object: 'payment_intent',
            latest_charge: { amount_refunded: session.refunded },
          }
        : null,
  });
  const byIntent = (intent: string | null) => [...sessions.values()].find((one) => one.intent === intent);

  function announce(type: string, object: object): void {
    const event = { id: `evt_${webhooks.length + 1}`, object: 'event', type, data: { object } };
    const rawBody = JSON.stringify(event);
    const signature = Stripe.webhooks.generateTestHeaderString({
      payload: rawBody,
      secret: stripeSecrets.webhookSecret,
    });
    webhooks.push({ rawBody, headers: new Headers({ 'stripe-signature': signature }) });
  }

  function create(form: URLSearchParams): Reply {
    const id = `cs_test_${sessions.size + 1}`;
    const session: Session = {
      id,
      intent: `pi_${sessions.size + 1}`,
      reference: form.get('client_reference_id') ?? '',
      amount: Number(form.get('line_items[0][price_data][unit_amount]')),
      currency: form.get('line_items[0][price_data][currency]') ?? '',
      status: 'open',
      refunded: 0,
    };
    sessions.set(id, session);
    return { status: 200, body: view(session) };
  }

  function refund(form: URLSearchParams): Reply {
    const session = byIntent(form.get('payment_intent'));
    const amount = Number(form.get('amount'));
    if (!session || session.refunded + amount > session.amount) return wrong('more than was charged');
    session.refunded += amount;
    announce('charge.refunded', { id: 'ch_1', object: 'charge', payment_intent: session.intent });
    return { status: 200, body: { id: 're_1', object: 'refund', amount } };
  }

  function answer(method: string, url: URL, form: URLSearchParams): Reply {
    const [, , , place, id = '', act] = url.pathname.split('/');
    if (method === 'POST' && url.pathname === '/v1/checkout/sessions') return create(form);
    if (method === 'POST' && url.pathname === '/v1/refunds') return refund(form);
    if (method === 'GET' && url.pathname === '/v1/checkout/sessions') {
      const found = byIntent(url.searchParams.get('payment_intent'));
      return { status: 200, body: { object: 'list', has_more: false, data: found ? [view(found)] : [] } };
    }
    const session = place === 'sessions' ? sessions.get(id) : undefined;
    if (!session) return wrong(`no such thing: ${url.pathname}`, 404);
    if (act === 'expire') {
      if (session.status !== 'open') return wrong('this session is not open');
      session.status = 'expired';
    }
    return { status: 200, body: view(session) };
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
    press: (url: string, outcome: 'succeed' | 'decline') => {
      const session = sessions.get(url.split('/').at(-1) ?? '');
      if (session?.status !== 'open') return;
      if (outcome === 'succeed') session.status = 'complete';
      const type = outcome === 'succeed' ? 'checkout.session.completed' : 'payment_intent.payment_failed';
      announce(type, { id: session.id, object: 'checkout.session' });
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
