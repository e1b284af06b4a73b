/** A stand-in for an API process, for tests of what passes the gateway: it is HTTP all the same. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Kysely } from 'kysely';
import { announce } from '../db/registry.ts';
import type { Database } from '../db/schema.ts';

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}
export type Answer = (request: Heard, response: http.ServerResponse) => void;

export async function openApi(answer: Answer = (_, response) => response.end('{}')) {
  const heard: Heard[] = [];
  const server = http.createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: Buffer.concat(parts) };
    heard.push(one);
    answer(one, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { heard, url, close, [Symbol.asyncDispose]: close };
}

export const register = (db: Kysely<Database>, name: string, url: string) =>
  announce(db, { name, kind: 'api', url, privateUrl: url, pid: 1, ready: true });
