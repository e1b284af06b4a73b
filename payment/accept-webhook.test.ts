/** Webhooks as they really come: forged, five times, late, out of order, about nothing of ours. */
import { expect } from 'vitest';
import { paymentById } from '../db/payments.ts';
import { bankSecret, openTestBank } from '../test/bank.ts';
import { commandsOf, insertOrder } from '../test/paying.ts';
import { paymentDeps } from '../test/payment-deps.ts';
import { test } from '../test/stores.ts';
import { acceptWebhook } from './accept-webhook.ts';
import { SIGNATURE_AGE_MS_MAX, SIGNATURE_HEADER, signWebhook } from './sandbox-signature.ts';
import { startPayment } from './start-payment.ts';

const signed = (rawBody: string, atMs = Date.now(), secret = bankSecret) => ({
  provider: 'sandbox',
  rawBody,
  headers: new Headers({ [SIGNATURE_HEADER]: signWebhook(secret, rawBody, atMs) }),
});
const eventAbout = (ref: string, id = 'evt_1') =>
  JSON.stringify({ id, type: 'payment.succeeded', createdAt: new Date().toISOString(), data: { ref } });

test('PAY-5: an event that comes five times, twice at once, has one effect', async ({ db }) => {
  const order = await insertOrder(db);
  await using bank = await openTestBank({ knobs: { duplicates: 4 } });
  const deps = paymentDeps(db, bank);
  const outcomes: string[] = [];
  bank.answerWebhooks(async (webhook) => {
    const accept = () => acceptWebhook(deps, { provider: 'sandbox', ...webhook });
    outcomes.push(...(await Promise.all([accept(), accept()])));
    return 204;
  });
  const { id, redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  await bank.press(redirectUrl, 'succeed');
  await bank.webhooks(5);
  expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(9);
  expect(await paymentById(db, id)).toMatchObject({ state: 'succeeded' });
  expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm' }]);
  expect(await db.selectFrom('webhook_inbox').selectAll().execute()).toHaveLength(1);
});

test('RUN-38: of what a provider said nothing is kept but that it was heard', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  const order = await insertOrder(db);
  const { redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  const ref = redirectUrl.split('/').at(-1) ?? '';
  const naming = (id: string) =>
    JSON.stringify({ ...JSON.parse(eventAbout(ref, id)), customer: 'minseo@example.com', last4: '4242' });
  expect(await acceptWebhook(deps, signed(naming('evt_early')))).toBe('known');
  await bank.press(redirectUrl, 'succeed');
  expect(await acceptWebhook(deps, signed(naming('evt_paid')))).toBe('applied');
  const heard = await db
    .selectFrom('webhook_inbox')
    .select(['event_id', 'body'])
    .orderBy('event_id')
    .execute();
  expect(heard).toEqual([
    { event_id: 'evt_early', body: '' },
    { event_id: 'evt_paid', body: '' },
  ]);
});

test('PAY-5: a beginning that is told after its end changes nothing', async ({ db }) => {
  const order = await insertOrder(db);
  await using bank = await openTestBank({ knobs: { outOfOrder: true } });
  const deps = paymentDeps(db, bank);
  const heard: string[] = [];
  bank.answerWebhooks(async (webhook) => {
    heard.push(
      JSON.parse(webhook.rawBody).type,
      await acceptWebhook(deps, { provider: 'sandbox', ...webhook }),
    );
    return 204;
  });
  const { id, redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  await bank.press(redirectUrl, 'succeed');
  await bank.webhooks(2);
  expect(heard).toEqual(['payment.succeeded', 'applied', 'payment.created', 'known']);
  expect(await paymentById(db, id)).toMatchObject({ state: 'succeeded' });
});

test('PAY-4: a webhook with another signature, an old one or none is refused and leaves no trace', async ({
  db,
}) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  const order = await insertOrder(db);
  const { redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  await bank.press(redirectUrl, 'succeed');
  const body = eventAbout(redirectUrl.split('/').at(-1) ?? '');
  const forged = [
    signed(body, Date.now(), 'another-secret-of-thirty-two-characters'),
    signed(body, Date.now() - SIGNATURE_AGE_MS_MAX - 2_000),
    signed(body, Date.now() + SIGNATURE_AGE_MS_MAX + 2_000),
    { ...signed(body), rawBody: `${body} ` },
    { ...signed(body), headers: new Headers() },
    { ...signed(body), headers: new Headers({ [SIGNATURE_HEADER]: 't=1,v1=00' }) },
  ];
  for (const webhook of forged) {
    await expect(acceptWebhook(deps, webhook)).rejects.toMatchObject({ code: 'not_signed_in' });
  }
  expect(await db.selectFrom('webhook_inbox').selectAll().execute()).toEqual([]);
  expect(await commandsOf(db, order.id)).toEqual([]);
  expect(await acceptWebhook(deps, signed(body))).toBe('applied');
});

test('PAY-4: the event is a hint: what counts is what the provider says when it is asked', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  const order = await insertOrder(db);
  const { redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  const ref = redirectUrl.split('/').at(-1) ?? '';
  // Signed and well-formed, and yet it claims what is not so.
  expect(await acceptWebhook(deps, signed(eventAbout(ref)))).toBe('known');
  expect(await commandsOf(db, order.id)).toEqual([]);
});

test('PAY-5: while the provider is silent an event is not taken as heard', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  const order = await insertOrder(db);
  const { redirectUrl } = await startPayment(deps, { orderId: order.id, provider: 'sandbox' });
  await bank.press(redirectUrl, 'succeed');
  const webhook = signed(eventAbout(redirectUrl.split('/').at(-1) ?? ''));
  await bank.turn({ failNextCalls: 1 });
  await expect(acceptWebhook(deps, webhook)).rejects.toThrow('503');
  expect(await acceptWebhook(deps, webhook)).toBe('applied');
  expect(await acceptWebhook(deps, webhook)).toBe('repeated');
});

test('PAY-4: a payment of somebody else, and a provider we do not have', async ({ db }) => {
  await using bank = await openTestBank();
  const deps = paymentDeps(db, bank);
  const theirs = await bank.provider.create({
    paymentId: 'pay_theirs',
    orderId: 'ord_theirs',
    saleId: 'sal_theirs',
    amount: 1_000,
    currency: 'KRW',
    returnUrl: 'http://other.test/',
    description: 'Theirs',
    expiresAt: new Date(Date.now() + 60_000),
  });
  expect(await acceptWebhook(deps, signed(eventAbout(theirs.ref)))).toBe('unknown');
  await expect(
    acceptWebhook(deps, { ...signed(eventAbout(theirs.ref)), provider: 'gold' }),
  ).rejects.toMatchObject({ code: 'not_found' });
});
