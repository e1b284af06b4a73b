/** Which providers start, and which settings stop the start. */
import { expect, test } from 'vitest';
import { parseConfig } from '../runtime/config.ts';
import { leastToPay, openProviders, paymentShape } from './providers.ts';

const good = {
  PAYMENT_PROVIDERS: 'sandbox',
  ALLOW_SANDBOX: 'yes',
  SANDBOX_URL: 'http://127.0.0.1:9',
  SANDBOX_SECRET: 'a-secret-of-at-least-thirty-two-characters',
};
const open = (env: Record<string, string>) => {
  const parsed = parseConfig(paymentShape, env);
  if (!parsed.success) throw new Error(parsed.mistakes.join('\n'));
  return openProviders({ ...parsed.settings, PUBLIC_URL: 'http://shop.test' });
};

test('PAY-12: the sandbox opens where it is allowed, and says that it is test money', () => {
  expect(open(good).get('sandbox')).toMatchObject({ name: 'sandbox', isTestMoney: true });
});

test('PAY-12: no provider is a default, and the sandbox is never taken by mistake', () => {
  expect(() => open({ ...good, PAYMENT_PROVIDERS: '' })).toThrow('PAYMENT_PROVIDERS: is required');
  expect(() => open({ ...good, PAYMENT_PROVIDERS: ' , ' })).toThrow('names no provider');
  expect(() => open({ ...good, PAYMENT_PROVIDERS: 'sandbox,gold' })).toThrow(
    'expected a comma list of: sandbox',
  );
  expect(() => open({ ...good, ALLOW_SANDBOX: 'no' })).toThrow('ALLOW_SANDBOX');
  expect(() => open({ PAYMENT_PROVIDERS: 'sandbox' })).toThrow(
    /ALLOW_SANDBOX.*\n.*SANDBOX_URL.*\n.*SANDBOX_SECRET/,
  );
  expect(() => open({ ...good, SANDBOX_SECRET: 'short' })).toThrow('SANDBOX_SECRET');
});

test('PAY-21: what a provider’s page offers is a setting, and only by names that are known', () => {
  expect(open(good).get('sandbox')?.brands).toEqual(['card']);
  const korean = open({ ...good, PAYMENT_BRANDS: 'card, kb,kakao_pay,naver_pay' });
  expect(korean.get('sandbox')?.brands).toEqual(['card', 'kb', 'kakao_pay', 'naver_pay']);
  expect(() => open({ ...good, PAYMENT_BRANDS: 'card,gold,toString' })).toThrow('PAYMENT_BRANDS: expected');
});

test('PAY-31: the least that is taken is Stripe’s, or the account’s; where a provider takes any amount, any may be left', () => {
  const stripe = { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' };
  const only = { ...stripe, PAYMENT_PROVIDERS: 'stripe' };
  const leastIn = (env: Record<string, string>) => {
    const providers = open(env);
    return (currency: string) => leastToPay(providers, currency);
  };
  const known = {
    USD: 50,
    GBP: 30,
    EUR: 50,
    JPY: 50,
    KRW: 50,
    HKD: 400,
    MXN: 1_000,
    CZK: 1_500,
    HUF: 175,
    COP: 1,
  };
  expect(Object.keys(known).map((currency) => [currency, leastIn(only)(currency)])).toEqual(
    Object.entries(known),
  );
  expect(leastIn(only)('KWD')).toBe(0);
  const account = leastIn({ ...only, STRIPE_LEAST: 'KRW:1000, KWD:20' });
  expect(['KRW', 'KWD', 'USD'].map(account)).toEqual([1_000, 20, 50]);
  expect(leastIn({ ...good, ...stripe, PAYMENT_PROVIDERS: 'stripe,sandbox' })('USD')).toBe(0);
  for (const wrong of ['KRW', 'KRW:1.5', 'XXX:5', 'krw:5', 'KRW=5'])
    expect(() => open({ ...only, STRIPE_LEAST: wrong })).toThrow('STRIPE_LEAST: expected');
});

test('PAY-12: a live key and the sandbox together stop the start', () => {
  const live = {
    PAYMENT_PROVIDERS: 'stripe',
    STRIPE_SECRET_KEY: 'sk_live_x',
    STRIPE_WEBHOOK_SECRET: 'whsec_x',
  };
  expect(open(live).get('stripe')).toMatchObject({ isTestMoney: false });
  expect(() => open({ ...live, ALLOW_SANDBOX: 'yes' })).toThrow('STRIPE_SECRET_KEY: is a live key');
  expect(() => open({ ...live, STRIPE_SECRET_KEY: 'rk_live_x', ALLOW_SANDBOX: 'yes' })).toThrow('live key');
  const test = { ...good, ...live, STRIPE_SECRET_KEY: 'rk_test_x', PAYMENT_PROVIDERS: 'stripe,sandbox' };
  expect(open(test).get('stripe')).toMatchObject({ isTestMoney: true });
});
