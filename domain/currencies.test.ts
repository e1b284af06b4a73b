/** What an amount counts in each currency, here and at Stripe. */
import { expect, test } from 'vitest';
import { isCurrency, minorDigitsOf, minorUnitsOf, stripeUnitsOf } from './currencies.ts';
import { priceText } from './price-text.ts';

test('PAY-29: one table says what an amount counts, here and at Stripe', () => {
  const table = { KRW: [1, 1], JPY: [1, 1], EUR: [100, 1], USD: [100, 1], KWD: [100, 10] };
  const undivided = {
    HUF: [1, 100],
    ISK: [1, 100],
    UGX: [1, 100],
    IDR: [1, 100],
    COP: [1, 100],
    PKR: [1, 100],
  };
  for (const [currency, counts] of Object.entries({ ...table, ...undivided })) {
    expect(isCurrency(currency)).toBe(true);
    expect([currency, minorUnitsOf(currency), stripeUnitsOf(currency)]).toEqual([currency, ...counts]);
    expect(10 ** minorDigitsOf(currency)).toBe(minorUnitsOf(currency));
  }
  for (const none of ['XXX', 'ABC', 'F C', 'krw', 'EU', 'EURO', '']) expect(isCurrency(none)).toBe(false);
});

test('PAY-29: letters write amounts by the table, whatever Intl thinks of the currency', () => {
  expect(priceText({ amount: 12_000, currency: 'HUF' }, 'en')).toMatch(/^Ft\s?12,000$/);
  expect(priceText({ amount: 1_250, currency: 'KWD' }, 'en')).toMatch(/12\.50$/);
});
