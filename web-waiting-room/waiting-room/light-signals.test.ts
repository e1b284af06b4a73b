/** The waiting page's own signals do what the library's do, as far as the page uses them. */
import * as library from '@preact/signals-core';
import { expect, test } from 'vitest';
import * as light from './light-signals.ts';

const moment = () => new Promise<void>((resolve) => queueMicrotask(resolve));

const kinds = [
  ['light', light],
  ['library', library],
] as const;
test.each(kinds)(
  'PAG-12: %s: an effect follows what it read last, through what is computed',
  async (_, { signal, computed, effect }) => {
    const which = signal<'a' | 'b'>('a');
    const a = signal(1);
    const b = signal(10);
    const chosen = computed(() => (which.value === 'a' ? a.value : b.value));
    const seen: number[] = [];
    effect(() => void seen.push(chosen.value));
    a.value = 2;
    await moment();
    b.value = 20; // Not read so far.
    await moment();
    which.value = 'b';
    await moment();
    a.value = 3; // Not read any more.
    await moment();
    b.value = 30;
    await moment();
    expect(seen).toEqual([1, 2, 20, 30]);
    expect(chosen.peek()).toBe(30);
  },
);

test('PAG-12: changes of one moment are one change, and an effect may change what another reads', async () => {
  const a = light.signal(1);
  const double = light.computed(() => a.value * 2);
  const copied = light.signal(0);
  const seen: [number, number][] = [];
  light.effect(() => {
    copied.value = a.value;
  });
  light.effect(() => void seen.push([double.value, copied.value]));
  a.value = 2;
  a.value = 3;
  expect(double.value).toBe(6);
  await moment();
  expect(seen.at(-1)).toEqual([6, 3]);
  expect(seen.length).toBeLessThanOrEqual(3);
});

test('PAG-12: what is only looked at is not followed, and the same value is no change', async () => {
  const a = light.signal(1);
  const b = light.signal(1);
  let runs = 0;
  light.effect(() => {
    runs += a.value > 0 && b.peek() > 0 ? 1 : 0;
  });
  b.value = 2;
  a.value = 1;
  await moment();
  expect(runs).toBe(1);
});

test('PAG-12: an effect that throws leaves the others running', async () => {
  const a = light.signal(1);
  expect(() =>
    light.effect(() => {
      throw new RangeError(`${a.value}`);
    }),
  ).toThrow(RangeError);
  const seen: number[] = [];
  light.effect(() => void seen.push(a.value));
  expect(seen).toEqual([1]);
});
