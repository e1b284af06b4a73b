/** The countries that a parcel may go to. */
import { expect, test } from 'vitest';
import { countries, isCountry } from './countries.ts';

test('ACT-24: every country has a name in both languages, and stands there once', () => {
  for (const language of ['en', 'ko']) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    expect(countries.filter((code) => names.of(code) === undefined)).toEqual([]);
  }
  expect(new Set(countries).size).toBe(249);
});

test('ACT-24: what is no country of ISO 3166-1 is none', () => {
  expect(['KR', 'DE', 'US'].every(isCountry)).toBe(true);
  for (const none of ['XX', 'ZZ', 'EU', 'UK', 'kr', 'KOR', '']) expect(isCountry(none)).toBe(false);
});
