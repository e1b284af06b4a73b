/** The process itself: it says what is wrong with its settings, announces itself, and drains when told. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, vi } from 'vitest';
import { liveProcesses } from '../db/registry.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { insertOrder } from '../test/paying.ts';
import { test } from '../test/stores.ts';
import { orderKeyOf } from '../tokens/order-key.ts';

function start(env: Record<string, string>): {
  child: ChildProcess;
  said: () => string;
  exit: Promise<unknown[]>;
} {
  const child = spawn(process.execPath, ['api/main.ts'], { env: { PATH: process.env.PATH, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => (said = said + String(text)));
  const exit = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  return { child, said: () => said, exit };
}

const settings = (stores: { databaseUrl: string; redisUrl: string; keys: string }) => ({
  PROCESS_NAME: 'api-1',
  DATABASE_URL: stores.databaseUrl,
  REDIS_URL: stores.redisUrl,
  USHER_KEYS: stores.keys,
  PUBLIC_URL: 'http://shop.test',
  PAYMENT_PROVIDERS: 'sandbox',
  ALLOW_SANDBOX: 'yes',
  SANDBOX_URL: 'http://127.0.0.1:9',
  SANDBOX_SECRET: 'a-secret-of-at-least-thirty-two-characters',
});

test('API-19: wrong settings end it with every mistake named, before anything is opened', async ({
  databaseUrl,
  redisUrl,
  keys,
}) => {
  const good = settings({ databaseUrl, redisUrl, keys });
  const { PAYMENT_PROVIDERS: _, ...unpaid } = good;
  const wrong = start({ ...unpaid, API_PORT: '70000', ALLOWED_ORIGINS: 'https://shop.example/path' });
  expect(await wrong.exit).toEqual([78, null]);
  for (const name of ['PAYMENT_PROVIDERS', 'API_PORT', 'ALLOWED_ORIGINS'])
    expect(wrong.said()).toContain(name);
  const noSandbox = start({ ...good, ALLOW_SANDBOX: 'no', SANDBOX_URL: '' });
  expect(await noSandbox.exit).toEqual([78, null]);
  for (const name of ['ALLOW_SANDBOX', 'SANDBOX_URL']) expect(noSandbox.said()).toContain(name);
});

test('API-19, API-1: it announces where it is, serves, and leaves the registry before it stops serving', async ({
  db,
  databaseUrl,
  redisUrl,
  keys,
}) => {
  const { child, exit, said } = start(settings({ databaseUrl, redisUrl, keys }));
  const announced = () =>
    vi.waitFor(
      async () => {
        const [found] = await liveProcesses(db, 'api');
        if (!found?.ready || !found.url) throw new Error(said());
        return { url: found.url, privateUrl: found.privateUrl };
      },
      { timeout: 15_000, interval: 50 },
    );
  const { url, privateUrl } = await announced();
  expect((await fetch(`${url}/api/sales`)).status).toBe(200);
  expect((await fetch(`${privateUrl}/readyz`)).status).toBe(200);
  expect(await (await fetch(`${privateUrl}/metrics`)).text()).toContain('usher_api_seconds');
  // What is private is not on the port that the gateway asks.
  expect((await fetch(`${url}/metrics`)).status).toBe(404);

  const { id } = await insertOrder(db, { keys });
  const key = { 'usher-order-key': orderKeyOf(parseKeyRing(keys), id) };
  const etag = (await fetch(`${url}/api/orders/${id}`, { headers: key })).headers.get('etag') ?? '';
  const sinceMs = performance.now();
  const waiting = fetch(`${url}/api/orders/${id}`, {
    headers: { ...key, 'if-none-match': etag, prefer: 'wait=8' },
  }).then(({ status }) => ({ status, isEarly: performance.now() - sinceMs < 7_000 }));

  child.kill('SIGTERM');
  await vi.waitFor(async () => expect(await liveProcesses(db, 'api')).toEqual([]), { timeout: 5_000 });
  expect((await fetch(`${url}/api/sales`)).status).toBe(200);
  expect((await fetch(`${privateUrl}/readyz`)).status).toBe(503);
  // Who waits for an order keeps it from its end no longer than the gateways do (API-31).
  expect(await waiting).toEqual({ status: 304, isEarly: true });
  expect(await exit).toEqual([0, null]);
});
