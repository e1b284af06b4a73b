/** What a screen reader hears while the line moves. */
import { expect, test } from 'vitest';
import { type Announcement, announce } from './announcements.ts';

const at = (atMs: number, ahead: number, state: Announcement['state'] = 'waiting'): Announcement => ({
  state,
  ahead,
  atMs,
  text: `${ahead} ahead`,
});

test('PAG-9: at most once a minute while nothing but the number changes', () => {
  const told: Announcement[] = [];
  let last: Announcement | null = null;
  for (let second = 0; second <= 180; second++) {
    const next = announce(last, at(second * 1_000, 900 - second));
    if (next !== last) told.push(next);
    last = next;
  }
  expect(told.map(({ atMs }) => atMs)).toEqual([0, 60_000, 120_000, 180_000]);
});

test('PAG-9: passing 1,000, 100 and 10 is told at once, and so is another state', () => {
  expect(announce(at(0, 1_001), at(1, 1_000)).atMs).toBe(1);
  expect(announce(at(0, 101), at(1, 97)).atMs).toBe(1);
  expect(announce(at(0, 11), at(1, 10)).atMs).toBe(1);
  expect(announce(at(0, 99), at(1, 98)).atMs).toBe(0);
  expect(announce(at(0, 99), at(1, 99, 'paused')).atMs).toBe(1);
});
