/** A journal's details in words. */
import { expect, test } from 'vitest';
import { detailWords } from './detail-words.ts';

test('OPS-9: a detail names settings and times as the page does, and leaves the rest as it is', () => {
  const detail = 'admitPerMinute 600 → 420, floorMax 10 → 20, novel 3';
  expect(detailWords(detail, 'en')).toBe('Called a minute 600 → 420, Floor 10 → 20, novel 3');
  expect(detailWords(detail, 'ko')).toBe('분당 부르는 사람 600 → 420, 동시에 구매하는 사람 10 → 20, novel 3');
  expect(detailWords('nextNewsAt 2026-11-22T06:59:44.160Z', 'en')).toMatch(
    /^Next word \w+ \d+ November 2026, \d\d:59$/,
  );
  expect(detailWords('', 'en')).toBe('');
});
