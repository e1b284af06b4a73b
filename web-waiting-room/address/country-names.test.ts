/** Countries as a reader chooses among them. */
import { expect, test } from 'vitest';
import { countryNames, countryOf } from './country-names.ts';

test('PAG-132: the sale’s country stands first, the others in the order of the reader’s language', () => {
  const [first, ...others] = countryNames('en', 'KR').map(({ name }) => name);
  expect(first).toBe('South Korea');
  expect(others.slice(0, 3)).toEqual(['Afghanistan', 'Åland Islands', 'Albania']);
  expect(countryNames('ko', 'KR').slice(0, 2)).toEqual([
    { code: 'KR', name: '대한민국' },
    { code: 'GH', name: '가나' },
  ]);
});

test('PAG-132: a sale is in the country whose clock it goes by', () => {
  expect(countryOf('Asia/Seoul')).toBe('KR');
  expect(countryOf('Europe/Berlin')).toBe('DE');
  expect(countryOf('UTC')).toBe(null);
});
