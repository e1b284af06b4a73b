/**
 * A gateway that answers as a test tells it to, and nothing else: for pages in states that a real Usher comes into rarely.
 * It serves the pages as they are built, under the real pages' content policy.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildPages } from './built-pages.ts';

export interface Told {
  readonly status?: number;
  readonly body: unknown;
}

export interface FakeShop {
  readonly url: string;
  /** What is answered, by method and path below /api: `GET /orders/ord_1`. Whatever is not here is not there. */
  readonly answers: Map<string, (body: unknown) => Told>;
  /** What was asked with a body, in order. */
  readonly heard: { readonly name: string; readonly body: unknown }[];
  close(): Promise<void>;
}

/** The page that stands at an address, as in gateway/http/pages.ts. */
const pageAt: readonly (readonly [RegExp, string])[] = [
  [/^\/$/, 'sales'],
  [/^\/sales\/[^/]+$/, 'sale'],
  [/^\/sales\/[^/]+\/checkout$/, 'checkout'],
  [/^\/(basket|wishlist)$/, 'basket'],
  [/^\/tickets$/, 'tickets'],
  [/^\/transfer\//, 'transfer'],
  [/^\/orders\//, 'order'],
  [/^\/staff\/orders$/, 'ops-orders'],
];

export async function openFakeShop(): Promise<FakeShop> {
  const pages = await buildPages();
  const answers: FakeShop['answers'] = new Map();
  const heard: FakeShop['heard'] = [];

  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    if (!pathname.startsWith('/api/')) {
      const page = pageAt.find(([address]) => address.test(pathname))?.[1];
      if (pages.sendFile(response, pathname)) return;
      if (page) pages.sendPage(response, page);
      else response.writeHead(404).end();
      return;
    }
    const name = `${request.method} ${pathname.slice('/api'.length)}`;
    const text = Buffer.concat(await Array.fromAsync(request)).toString('utf8');
    const body: unknown = text ? JSON.parse(text) : undefined;
    if (body !== undefined) heard.push({ name, body });
    const told = answers.get(name)?.(body) ?? { status: 404, body: { code: 'not_found' } };
    response.writeHead(told.status ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(told.body));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    answers,
    heard,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
