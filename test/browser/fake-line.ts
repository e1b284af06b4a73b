/**
 * A gateway that says what a test tells it to, and nothing else: for states of the waiting page that a real line comes
 * into once in a thousand sales. It serves the pages as they are built, under the real pages' content policy.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { GatewayMessage, JoinMessage, LinePoll } from '../../domain/protocol.ts';
import type { SaleView } from '../../domain/sale.ts';
import { buildPages } from './built-pages.ts';

export interface Told {
  readonly status?: number;
  readonly body: unknown;
}
export interface FakeSale {
  readonly sale: SaleView;
  /** What a socket hears on joining. */
  readonly onJoin: (join: JoinMessage) => readonly GatewayMessage[];
  /** What `POST …/line/NAME` answers; `join` is the join over HTTP. */
  readonly onPost?: Readonly<Record<string, (body: Record<string, unknown>) => Told>>;
}

export interface FakeLine {
  readonly url: string;
  /** Each sale by its slug. */
  readonly sales: Map<string, FakeSale>;
  /** What was sent over sockets and HTTP, in order: the name of the message or the deed, and its body. */
  readonly heard: { readonly name: string; readonly body: Record<string, unknown> }[];
  /** To every socket that is open. */
  say(message: GatewayMessage): void;
  close(): Promise<void>;
}

export async function openFakeLine(): Promise<FakeLine> {
  const pages = await buildPages();
  const sales = new Map<string, FakeSale>();
  const heard: FakeLine['heard'] = [];
  const sockets = new Set<WebSocket>();

  const server = createServer((request, response) => void answer(request, response));
  const upgrades = new WebSocketServer({ noServer: true, handleProtocols: () => 'usher.v1' });
  server.on('upgrade', (request, socket, head) => {
    const slug = new URL(request.url ?? '/', 'http://x').searchParams.get('sale') ?? '';
    upgrades.handleUpgrade(request, socket, head, (visitor) => {
      sockets.add(visitor);
      visitor.on('close', () => sockets.delete(visitor));
      visitor.on('message', (data) => {
        const { type: name, ...body } = JSON.parse(String(data)) as JoinMessage;
        heard.push({ name, body });
        if (name !== 'join') return;
        for (const message of sales.get(slug)?.onJoin({ type: name, ...body }) ?? [])
          visitor.send(JSON.stringify(message));
      });
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const [, first = '', second = '', slug = '', line = '', deed = 'join'] = pathname.split('/');
    if (first !== 'api') {
      if (pages.sendFile(response, pathname)) return;
      pages.sendPage(response, pathname.split('/')[3] === 'line' ? 'waiting' : second ? 'sale' : 'sales');
      return;
    }
    const known = sales.get(slug);
    if (second === 'payment-methods') send(response, { body: { items: [] } });
    else if (!known) send(response, { status: 404, body: { code: 'not_found' } });
    else if (line === '') send(response, { body: known.sale });
    else {
      const text = Buffer.concat(await Array.fromAsync(request)).toString('utf8');
      const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
      heard.push({ name: `${request.method} ${deed}`, body });
      send(response, known.onPost?.[deed]?.(body) ?? { status: 422, body: { code: 'invalid_request' } });
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    sales,
    heard,
    say(message) {
      for (const socket of sockets) socket.send(JSON.stringify(message));
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function send(response: ServerResponse, { status = 200, body }: Told): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** What a deed answers when it is done: the place as it is now. */
export const poll = (place: LinePoll['place'], sale: LinePoll['sale']): Told => ({
  body: { place, sale, nextPollMs: 60_000 },
});
