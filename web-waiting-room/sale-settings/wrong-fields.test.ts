/** What was wrong in a sale, in the words of its forms. */
import { expect, test } from 'vitest';
import { wrongFieldWords } from './wrong-fields.ts';

test('CAT-19: a field that was refused is called as its form calls it, in the page’s language', () => {
  const listPrice = { path: 'tiers.1.listPrice.amount', message: 'must be more than the price' };
  expect(wrongFieldWords(listPrice, 'en')).toBe('Tier 2: Ordinary price: must be more than the price');
  expect(wrongFieldWords(listPrice, 'ko')).toBe('2번째 등급 정가: 가격보다 높아야 해요');
  const closes = { path: 'closesAt', message: 'must be later than opensAt' };
  expect(wrongFieldWords(closes, 'en')).toBe('Closes at: must be later than the opening');
  expect(wrongFieldWords(closes, 'ko')).toBe('종료 시각: 시작 시각보다 늦어야 해요');
  expect(wrongFieldWords({ path: 'novel', message: 'is odd' }, 'ko')).toBe('novel: is odd');
});
