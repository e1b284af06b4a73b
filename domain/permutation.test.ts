/** The draw: each place once, nobody preferred, the same again from the same seed. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { permutationOf, shuffleOf } from './permutation.ts';

const sizes = fc.oneof(
  fc.integer({ min: 1, max: 20 }),
  fc.constantFrom(63, 64, 65, 255, 256, 257, 1_000, 4_097),
);

test.prop([fc.string(), sizes])(
  'LIN-9: the draw gives every index a place, and every place once',
  (seed, size) => {
    const place = permutationOf(seed, size);
    const places = Array.from({ length: size }, (_, index) => place(index));
    expect(places.toSorted((a, b) => a - b)).toEqual(places.map((_, index) => index));
  },
);

test.prop([fc.string(), sizes])('LIN-24: a place leads back to its index', (seed, size) => {
  const { placeOf, indexOf } = shuffleOf(seed, size);
  for (let index = 0; index < size; index += 1) expect(indexOf(placeOf(index))).toBe(index);
});

test('LIN-9: coming early gives no better place', () => {
  // Mean place of the first tenth over many seeds; its standard error is about 0.9 here.
  const size = 1_000;
  let sum = 0;
  for (let seed = 0; seed < 100; seed += 1) {
    const place = permutationOf(`seed ${seed}`, size);
    for (let index = 0; index < 100; index += 1) sum += place(index);
  }
  expect(sum / 10_000).toBeGreaterThan(size / 2 - 15);
  expect(sum / 10_000).toBeLessThan(size / 2 + 15);
});

test('LIN-9: another seed is another draw, the same seed the same', () => {
  const draw = (seed: string) => Array.from({ length: 100 }, (_, index) => permutationOf(seed, 100)(index));
  expect(draw('a')).toEqual(draw('a'));
  expect(draw('a')).not.toEqual(draw('b'));
});
