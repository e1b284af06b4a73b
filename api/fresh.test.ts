/** What was read a moment ago: how often it is read, and what a failure leaves. */
import { expect, test } from 'vitest';
import { keepFresh } from './fresh.ts';

const counting = (options: { keysMax?: number } = {}) => {
  let nowMs = 0;
  let reads = 0;
  const fresh = keepFresh({
    read: async (key) => `${key}${++reads}`,
    ageMsMax: 1_000,
    keysMax: options.keysMax ?? 10,
    clock: () => nowMs,
  });
  const at = (ms: number) => {
    nowMs = ms;
    return fresh;
  };
  return { fresh, at, reads: () => reads };
};

test('API-13: many who ask within the age share one reading; the next second reads anew', async () => {
  const { at, reads } = counting();
  expect(await Promise.all([at(0).get('a'), at(0).get('a'), at(999).get('a')])).toEqual(['a1', 'a1', 'a1']);
  expect(await at(1_000).get('a')).toBe('a2');
  expect(reads()).toBe(2);
});

test('API-13: a clock set back does not keep an old answer alive', async () => {
  const { at } = counting();
  expect(await at(5_000).get('a')).toBe('a1');
  expect(await at(4_000).get('a')).toBe('a2');
});

test('API-13: what was forgotten is read anew, and strangers’ keys cannot fill the memory', async () => {
  const { fresh } = counting({ keysMax: 2 });
  await fresh.get('a');
  fresh.forget('a');
  expect(await fresh.get('a')).toBe('a2');
  await fresh.get('b');
  await fresh.get('c');
  expect(await fresh.get('a')).toBe('a5');
});

test('API-13: a failed reading is not kept', async () => {
  let isAway = true;
  const read = async () => {
    if (isAway) throw new Error('away');
    return 'here';
  };
  const fresh = keepFresh({ read, ageMsMax: 1_000, keysMax: 10, clock: () => 0 });
  await expect(fresh.get('a')).rejects.toThrow('away');
  isAway = false;
  expect(await fresh.get('a')).toBe('here');
});
