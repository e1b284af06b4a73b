/** The process itself: its settings, its death by kill -9, and its drain. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { openSandbox } from '../payment/sandbox.ts';
import { bankSecret } from '../test/bank.ts';

const main = path.join(import.meta.dirname, 'main.ts');

function start(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function addressesOf(child: ChildProcess): Promise<{ url: string; privateUrl: string }> {
  if (!child.stdout) throw new Error('a child without an output');
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line);
    if (said.msg === 'sandbox bank open') return said;
  }
  throw new Error(`ended with ${child.exitCode}`);
}

const sandboxAt = (url: string) => openSandbox({ url, secret: bankSecret, clock: Date.now });

test('SBX-4: killed at any time, the bank still knows what it said', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-bank-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = {
    PROCESS_NAME: 'sandbox-provider',
    SANDBOX_SECRET: bankSecret,
    PUBLIC_URL: 'http://shop.test/',
    SANDBOX_WEBHOOK_URL: 'http://127.0.0.1:9/',
    SANDBOX_DATA_DIR: folder,
  };
  const first = start(env);
  const before = await addressesOf(first);
  const { ref } = await sandboxAt(before.url).create({
    paymentId: 'pay_1',
    orderId: 'ord_1',
    saleId: 'sal_1',
    amount: 1_000,
    currency: 'KRW',
    returnUrl: 'http://shop.test/orders/ord_1',
    description: 'One',
    expiresAt: new Date(Date.now() + 60_000),
  });
  const paid = await fetch(`${before.url}/pay/${ref}`, {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'succeed' }),
    redirect: 'manual',
  });
  expect(paid.status).toBe(303);
  first.kill('SIGKILL');
  await once(first, 'exit');

  const second = start(env);
  const after = await addressesOf(second);
  expect(await sandboxAt(after.url).read(ref)).toMatchObject({ state: 'succeeded', paymentId: 'pay_1' });
  expect((await fetch(`${after.privateUrl}/readyz`)).status).toBe(200);
  second.kill('SIGTERM');
  expect(await once(second, 'exit')).toEqual([0, null]);
});

test('SBX-8: a bank with bad settings names every one of them and does not start', async () => {
  const child = start({
    PROCESS_NAME: 'sandbox-provider',
    SANDBOX_SECRET: 'short',
    SANDBOX_FAIL_PERCENT: '101',
  });
  if (!child.stderr) throw new Error('a child without an output');
  const said = await text(child.stderr);
  for (const name of ['SANDBOX_SECRET', 'SANDBOX_FAIL_PERCENT', 'PUBLIC_URL', 'SANDBOX_WEBHOOK_URL']) {
    expect(said).toContain(name);
  }
  expect(said).not.toContain('short');
  await once(child, 'exit');
  expect(child.exitCode).toBe(78);
});
