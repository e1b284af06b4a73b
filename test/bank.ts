/**
 * A sandbox bank for tests: the real one, over real HTTP, with its book in a folder of its own and a listener
 * where its webhooks arrive. `await using bank = await openTestBank()`.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { openSandbox } from '../payment/sandbox.ts';
import type { SandboxKnobs } from '../payment/sandbox-knobs.ts';
import { systemClock } from '../runtime/clock.ts';
import { type Bank, openBank } from '../sandbox-provider/serve.ts';
import { testLog } from './stores.ts';

export interface ArrivedWebhook {
  readonly rawBody: string;
  readonly headers: Headers;
}

interface Options {
  readonly knobs?: Partial<SandboxKnobs>;
  /** What the listener answers; 204 where it is left out. */
  readonly onWebhook?: (webhook: ArrivedWebhook) => number | Promise<number>;
  readonly clock?: () => number;
  readonly callMsMax?: number;
}

export const bankSecret = 'a-secret-of-at-least-thirty-two-characters';

export async function openTestBank(options: Options = {}) {
  const { knobs = {}, onWebhook = () => 204, clock = systemClock, callMsMax } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-bank-'));
  const arrived: ArrivedWebhook[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let answer = onWebhook;

  const listener = createServer(async (request, response) => {
    const webhook = {
      rawBody: await text(request),
      headers: new Headers(Object.entries(request.headers) as [string, string][]),
    };
    const status = await answer(webhook);
    response.writeHead(status).end();
    arrived.push(webhook);
    for (const one of waiting) if (arrived.length >= one.count) one.resolve();
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const webhookUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/webhook`;

  const open = (port: number): Promise<Bank> =>
    openBank({
      port,
      secret: bankSecret,
      publicUrl: 'http://shop.test',
      webhookUrl,
      folder,
      knobs,
      log: testLog,
      clock,
      pauses: { firstMs: 1, mostMs: 5 },
      onDiskFault: (fault) => {
        throw fault;
      },
    });
  let bank = await open(0);

  const call = (method: string, at: string, body?: object) =>
    fetch(`${bank.url}${at}`, {
      method,
      headers: { authorization: `Bearer ${bankSecret}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });

  return {
    folder,
    arrived,
    url: bank.url,
    provider: openSandbox({
      url: bank.url,
      secret: bankSecret,
      clock,
      ...(callMsMax !== undefined && { callMsMax }),
    }),
    call,
    turn: async (change: Partial<SandboxKnobs>) => void (await call('PUT', '/v1/knobs', change)),
    /** As the buyer's browser does, at the page the bank named. */
    press: (redirectUrl: string, outcome: 'succeed' | 'decline') =>
      fetch(redirectUrl.replace('http://shop.test/sandbox', bank.url), {
        method: 'POST',
        body: new URLSearchParams({ outcome }),
        redirect: 'manual',
      }),
    show: (redirectUrl: string, language = 'en') =>
      fetch(redirectUrl.replace('http://shop.test/sandbox', bank.url), {
        headers: { 'accept-language': language },
      }),
    answerWebhooks: (next: typeof onWebhook) => {
      answer = next;
    },
    /** Settles when `count` webhooks have been answered, counted from the bank's first day. */
    webhooks: (count: number) =>
      new Promise<void>((resolve) => {
        if (arrived.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    restart: async () => {
      const port = bank.port;
      await bank.close();
      bank = await open(port);
    },
    [Symbol.asyncDispose]: async () => {
      await bank.close();
      listener.close();
      listener.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type TestBank = Awaited<ReturnType<typeof openTestBank>>;
