/**
 * As much of Usher as a crowd talks to, in one process and without stores: it calls whoever joins, sells, takes payments,
 * and misbehaves in the ways that it is told to. For the crowd's own tests; the real thing has its own.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { FakeRaffle } from './fake-raffle.ts';

export interface Misbehaviour {
  /** Sockets closed with this code right after the first place; one a visitor. */
  closesOnceWith?: number;
  /** The first answers to an order: `busy`, or the connection breaks after the order was taken. */
  firstOrder?: 'busy' | 'broken';
  /** A repeated key gets a new order: the defect that the crowd must notice. */
  forgetsKeys?: boolean;
  /** Units in all; the rest is told `soldOut`. */
  units?: number;
  neverCalls?: boolean;
  /** A tier of which nothing is left, whatever `units` says; there is as much as one likes of the others. */
  soldOutTier?: string;
  /** Not a line: it draws `winners` as soon as so many are registered, and registers nobody after that. */
  raffle?: { winners: number; registrations: number };
}

export interface FakeUsher {
  readonly base: string;
  readonly orders: Map<string, { id: string; key: string }>;
  /** The second and later joins of a visitor, with whether they brought their receipt. */
  readonly returns: { receipt: boolean; secret: boolean }[];
  readonly left: string[];
  close(): Promise<void>;
}

export async function startFakeUsher(how: Misbehaviour = {}): Promise<FakeUsher> {
  const { units = Number.POSITIVE_INFINITY } = how;
  const orders: FakeUsher['orders'] = new Map();
  const states = new Map<string, string>();
  const bodies = new Map<string, string>();
  const returns: FakeUsher['returns'] = [];
  const left: string[] = [];
  const joined = new Map<string, { number: number; isClosedOnce: boolean }>();
  const broken = new Set<string>();
  let tries = 0;
  const raffle = how.raffle && new FakeRaffle(how.raffle);

  const server = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'usher.v1' });
  sockets.on('connection', (socket) => greet(socket));

  function greet(socket: WebSocket): void {
    const say = (message: object) => socket.send(JSON.stringify(message));
    let visitor = '';
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Record<string, string>;
      if (message.type === 'leave') {
        left.push(visitor);
        raffle?.giveBack(visitor);
      }
      if (message.type === 'claim') {
        const expiresAt = new Date(Date.now() + 60_000).toISOString();
        say({ type: 'pass', pass: token({ sub: visitor, adm: `adm_${visitor}` }), expiresAt, url: '' });
      }
      if (message.type !== 'join') return;
      visitor = (message.secretHash ?? '').slice(0, 16);
      const known = joined.get(visitor);
      if (known) returns.push({ receipt: 'receipt' in message, secret: 'secret' in message });
      const place = known ?? { number: joined.size + 1, isClosedOnce: false };
      if (raffle && !known && raffle.isDrawn)
        return say({ type: 'refused', code: 'sale_not_open', title: 'Registration has ended.' });
      joined.set(visitor, place);
      const receipt = token({ s: 'sal_1', e: visitor, n: place.number, g: 1 });
      if (raffle) {
        say({ type: 'place', state: 'registered', ahead: null, moved: 0, waiting: 1, eta: null, receipt });
        return raffle.register(visitor, say);
      }
      const isOver = orders.size >= units;
      say({
        type: 'place',
        state: isOver ? 'soldOut' : 'waiting',
        ahead: 0,
        moved: 0,
        waiting: 1,
        eta: null,
        receipt,
      });
      say({ type: 'frame', moved: 1, waiting: 1, at: '' });
      if (how.closesOnceWith !== undefined && !place.isClosedOnce) {
        place.isClosedOnce = true;
        socket.close(how.closesOnceWith);
      } else if (!how.neverCalls) say({ type: 'call', claimBy: '' });
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const say = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const key = String(request.headers['idempotency-key']);
    let body = '';
    for await (const part of request) body += part;
    const [, , kind = '', id = ''] = (request.url ?? '').split('/');
    if (request.url?.startsWith('/sandbox/')) {
      states.set(request.url.split('/').at(-1) ?? '', 'paid');
      return void response.writeHead(303, { location: '/' }).end();
    }
    if (kind === 'orders' && request.method === 'GET') return void say(200, { state: states.get(id) });
    if (kind === 'orders') return void say(201, { id: 'pay_1', redirectUrl: `/sandbox/pay/${id}` });
    if (request.url?.endsWith('/stock')) {
      const tiers = ['tier_1', 'tier_2'].map((tier) => ({
        id: tier,
        available: tier === how.soldOutTier ? 0 : 9,
      }));
      return void say(200, { version: 1, tiers });
    }
    tries += 1;
    if (how.firstOrder === 'busy' && tries === 1) return void say(503, { code: 'busy' });
    if ((bodies.get(key) ?? body) !== body) return void say(409, { code: 'key_reused' });
    if (how.soldOutTier !== undefined && body.includes(how.soldOutTier))
      return void say(409, { code: 'sold_out', left: { [how.soldOutTier]: 0 } });
    if (!orders.has(key) && orders.size >= units)
      return void say(409, { code: 'sold_out', left: { tier_1: 0 } });
    const order = (how.forgetsKeys ? undefined : orders.get(key)) ?? {
      id: `ord_${orders.size + 1}${how.forgetsKeys ? `_${tries}` : ''}`,
      key: 'k',
    };
    orders.set(key, order);
    bodies.set(key, body);
    states.set(order.id, states.get(order.id) ?? 'held');
    if (how.firstOrder === 'broken' && !broken.has(key)) {
      broken.add(key);
      return void request.socket.destroy();
    }
    return void say(201, {
      id: order.id,
      key: order.key,
      state: 'held',
      total: { amount: 12_000, currency: 'KRW' },
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ orders, returns, left },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The shape of receipts and passes; nobody here checks signatures. */
const token = (content: object) => `k.${Buffer.from(JSON.stringify(content)).toString('base64url')}.s`;
