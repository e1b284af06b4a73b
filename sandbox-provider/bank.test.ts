/** The bank over HTTP: its API, its page, its webhooks and its knobs. */
import { expect } from 'vitest';
import { isSignedWebhook, SIGNATURE_HEADER } from '../payment/sandbox-signature.ts';
import type { SandboxAsk } from '../payment/sandbox-wire.ts';
import { newId } from '../runtime/chance.ts';
import { bankSecret, openTestBank, type TestBank } from '../test/bank.ts';
import { test } from '../test/stores.ts';

const newAsk = (more: Partial<SandboxAsk> = {}): SandboxAsk => ({
  id: newId('pay'),
  amount: 198_000,
  currency: 'KRW',
  description: 'Night Ferry (2)',
  returnUrl: 'http://shop.test/orders/ord_1?payment=pay_1',
  expiresAt: new Date(Date.now() + 600_000).toISOString(),
  ...more,
});
async function create(bank: TestBank, more: Partial<SandboxAsk> = {}): Promise<{ ref: string; url: string }> {
  const response = await bank.call('POST', '/v1/payments', newAsk(more));
  expect(response.status).toBe(200);
  return (await response.json()) as { ref: string; url: string };
}
const typesOf = (bank: TestBank) => bank.arrived.map(({ rawBody }) => JSON.parse(rawBody).type);

test('SBX-1: nobody without the secret asks the bank for anything', async () => {
  await using bank = await openTestBank();
  const { ref } = await create(bank);
  const asks = [
    ['POST', '/v1/payments'],
    ['GET', `/v1/payments/${ref}`],
    ['POST', `/v1/payments/${ref}/cancel`],
    ['POST', `/v1/payments/${ref}/refunds`],
    ['PUT', '/v1/knobs'],
    ['GET', '/v1/knobs'],
  ] as const;
  for (const [method, at] of asks) {
    for (const authorization of ['', 'Bearer', `Bearer ${bankSecret}x`, bankSecret]) {
      const response = await fetch(`${bank.url}${at}`, { method, headers: { authorization } });
      expect(response.status).toBe(401);
    }
  }
  expect(await (await bank.call('GET', `/v1/payments/${ref}`)).json()).toMatchObject({ state: 'pending' });
});

test('SBX-1: what has another shape is refused and changes nothing', async () => {
  await using bank = await openTestBank();
  const bad: object[] = [
    {},
    newAsk({ amount: -1 }),
    newAsk({ amount: 1.5 }),
    newAsk({ currency: 'won' }),
    newAsk({ returnUrl: 'javascript:alert(1)' }),
    { ...newAsk(), more: 1 },
  ];
  for (const body of bad) expect((await bank.call('POST', '/v1/payments', body)).status).toBe(422);
  const broken = await fetch(`${bank.url}/v1/payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bankSecret}` },
    body: '{',
  });
  expect(broken.status).toBe(400);
  expect((await bank.call('POST', '/v1/payments', newAsk({ description: 'x'.repeat(20_000) }))).status).toBe(
    413,
  );
  const uncounted = await fetch(`${bank.url}/v1/payments`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${bankSecret}` }, duplex: 'half' },
    body: new Blob([JSON.stringify(newAsk({ description: 'x'.repeat(20_000) }))]).stream(),
  });
  expect(uncounted.status).toBe(413);
  expect((await bank.call('GET', '/v1/payments/sbx_none')).status).toBe(404);
  expect((await bank.call('POST', '/v1/payments/sbx_none/cancel')).status).toBe(404);
  expect((await bank.call('PUT', '/v1/knobs', { failPercent: 101 })).status).toBe(422);
});

test('SBX-2: the same id with another amount is not the same payment', async () => {
  await using bank = await openTestBank();
  const ask = newAsk();
  await bank.call('POST', '/v1/payments', ask);
  expect((await bank.call('POST', '/v1/payments', { ...ask, amount: 1 })).status).toBe(409);
});

test('SBX-3: refunds never exceed what was captured, and a key is one refund', async () => {
  await using bank = await openTestBank();
  const { ref, url } = await create(bank);
  const refund = (key: string, amount: number) =>
    bank.call('POST', `/v1/payments/${ref}/refunds`, { key, amount });
  expect((await refund('a', 1_000)).status).toBe(409); // Not captured.
  await bank.press(url, 'succeed');
  const parts = await Promise.all([refund('a', 100_000), refund('a', 100_000), refund('b', 98_000)]);
  expect(parts.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await refund('c', 1)).status).toBe(409);
  expect((await refund('a', 5)).status).toBe(409);
  expect(await (await bank.call('GET', `/v1/payments/${ref}`)).json()).toMatchObject({
    state: 'refunded',
    refundedAmount: 198_000,
  });
});

test('SBX-4: a restart keeps payments, refunds and what is still to be told', async () => {
  let isShopUp = false;
  await using bank = await openTestBank({ onWebhook: () => (isShopUp ? 204 : 500) });
  const ask = newAsk();
  const { ref, url } = (await (await bank.call('POST', '/v1/payments', ask)).json()) as {
    ref: string;
    url: string;
  };
  await bank.press(url, 'succeed');
  await bank.webhooks(1);
  await bank.restart();
  isShopUp = true;
  const before = bank.arrived.length;
  await bank.webhooks(before + 1);
  expect(new Set(bank.arrived.map(({ rawBody }) => JSON.parse(rawBody).id)).size).toBe(1);
  expect(await bank.provider.read(ref)).toMatchObject({ state: 'succeeded', paymentId: ask.id });
  expect(await (await bank.call('POST', '/v1/payments', ask)).json()).toMatchObject({ ref });

  await bank.provider.refund(ref, { amount: 198_000, key: 'k' });
  await bank.restart();
  await bank.provider.refund(ref, { amount: 198_000, key: 'k' });
  expect(await bank.provider.read(ref)).toMatchObject({ state: 'refunded', refundedAmount: 198_000 });
});

test('SBX-2: nobody pays what has run out, whether or not somebody cancelled it', async () => {
  let nowMs = Date.now();
  await using bank = await openTestBank({ clock: () => nowMs });
  const { ref, url } = await create(bank);
  nowMs += 601_000;
  expect((await bank.press(url, 'succeed')).status).toBe(409);
  expect(await bank.provider.read(ref)).toMatchObject({ state: 'cancelled' });
  await bank.webhooks(1);
  expect(typesOf(bank)).toEqual(['payment.cancelled']);
});

test('SBX-13: another sum is captured than was asked, once; it is told, given back and disputed, also after a restart', async () => {
  await using bank = await openTestBank();
  const { ref } = await create(bank);
  const act = (what: string, body: object) => bank.call('POST', `/v1/payments/${ref}/${what}`, body);
  const money = { amount: 150_000, currency: 'JPY' };
  for (const bad of [{}, { amount: 1 }, { ...money, amount: 0 }, { ...money, currency: 'yen' }])
    expect((await act('capture', bad)).status).toBe(422);
  expect((await bank.call('POST', '/v1/payments/sbx_none/capture', money)).status).toBe(404);
  expect(await (await act('capture', money)).json()).toMatchObject({ state: 'succeeded', ...money });
  expect((await act('capture', money)).status).toBe(409);
  expect((await act('refunds', { key: 'a', amount: 150_001 })).status).toBe(409);
  expect((await act('refunds', { key: 'b', amount: 50_000 })).status).toBe(200);
  await bank.restart();
  expect(await bank.provider.read(ref)).toMatchObject({ ...money, refundedAmount: 50_000 });
  expect(await (await act('dispute', { state: 'open' })).json()).toMatchObject({
    dispute: { amount: 100_000 },
  });
  await bank.webhooks(1);
  expect(typesOf(bank)[0]).toBe('payment.succeeded');
});

test('SBX-5: a webhook is signed, and comes until somebody says yes', async () => {
  const answers = [500, 404, 302, 204];
  await using bank = await openTestBank({ onWebhook: () => answers.shift() ?? 204 });
  const { ref, url } = await create(bank);
  await bank.press(url, 'succeed');
  await bank.webhooks(4);
  expect(new Set(bank.arrived.map(({ rawBody }) => rawBody)).size).toBe(1);
  const [first] = bank.arrived;
  const signature = first?.headers.get(SIGNATURE_HEADER) ?? null;
  expect(isSignedWebhook(bankSecret, first?.rawBody ?? '', signature, Date.now())).toBe(true);
  expect(JSON.parse(first?.rawBody ?? '')).toMatchObject({ type: 'payment.succeeded', data: { ref } });
});

test('SBX-6: the knobs decline, drop, double, delay and shuffle', async () => {
  await using bank = await openTestBank();
  await bank.turn({ failPercent: 100 });
  const declined = await create(bank);
  await bank.press(declined.url, 'succeed');
  expect(await bank.provider.read(declined.ref)).toMatchObject({ state: 'declined' });
  await bank.webhooks(1);

  await bank.turn({ failPercent: 0, dropPercent: 100 });
  await bank.press((await create(bank)).url, 'succeed');
  await bank.turn({ dropPercent: 0, duplicates: 2, outOfOrder: true });
  await bank.press((await create(bank)).url, 'succeed');
  await bank.webhooks(7);
  expect(typesOf(bank)).toEqual([
    'payment.declined',
    ...Array(3).fill('payment.succeeded'),
    ...Array(3).fill('payment.created'),
  ]);

  await bank.turn({ duplicates: 0, outOfOrder: false, failNextCalls: 1 });
  expect((await bank.call('GET', `/v1/payments/${declined.ref}`)).status).toBe(503);
  expect((await bank.call('GET', `/v1/payments/${declined.ref}`)).status).toBe(200);
  expect(await (await bank.call('GET', '/v1/knobs')).json()).toMatchObject({ failNextCalls: 0 });
});

test('SBX-7: the page speaks the reader’s language, says test money, and loads nothing', async () => {
  await using bank = await openTestBank();
  const { url } = await create(bank, { description: '<script>alert(1)</script>' });
  const english = await bank.show(url, 'en-GB,en;q=0.9,ko;q=0.5');
  const policy = english.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("form-action 'self' http://shop.test");
  const page = await english.text();
  expect(page).toContain('no real money moves');
  expect(page).toContain('Pay ₩198,000');
  expect(page).not.toContain('<script>');
  expect(page).not.toMatch(/(src|href)="https?:\/\/(?!shop\.test)/);
  const korean = await (await bank.show(url, 'ko-KR,ko;q=0.9,en;q=0.8')).text();
  expect(korean).toContain('실제 돈은 움직이지 않아요');
  expect(korean).toContain('198,000원 결제하기');
  expect((await bank.show('http://shop.test/sandbox/pay/sbx_none')).status).toBe(404);
});

test('SBX-7: pressing leads back to the shop; pressing again, or too late, does nothing new', async () => {
  await using bank = await openTestBank();
  const { ref, url } = await create(bank);
  const nonsense = await fetch(`${bank.url}/pay/${ref}`, {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'steal' }),
  });
  expect(nonsense.status).toBe(422);
  for (const outcome of ['succeed', 'decline', 'succeed'] as const) {
    const response = await bank.press(url, outcome);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('http://shop.test/orders/ord_1?payment=pay_1');
  }
  expect(await bank.provider.read(ref)).toMatchObject({ state: 'succeeded' });
  expect(await (await bank.show(url)).text()).toContain('This payment went through');

  const cancelled = await create(bank);
  await bank.provider.cancel(cancelled.ref);
  const late = await bank.press(cancelled.url, 'succeed');
  expect(late.status).toBe(409);
  expect(await late.text()).toContain('Back to your order');
});
