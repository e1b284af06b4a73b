/** Sealed texts, the blind index, and the key ring they come from. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { newKeys } from '../test/stores.ts';
import { parseKeyRing } from './keyring.ts';
import { blindIndex, openText, sealText } from './seal.ts';

const keys = newKeys('one');
const ring = parseKeyRing(keys);

test.prop([fc.string(), fc.string()])(
  'RUN-21: what was sealed opens again, for the row it is bound to alone',
  (plain, row) => {
    const sealed = sealText(ring, plain, row);
    expect(openText(ring, sealed, row)).toBe(plain);
    expect(() => openText(ring, sealed, `${row}x`)).toThrow();
  },
);

test('RUN-21: equal texts are sealed differently, and found by an index that says nothing', () => {
  expect(sealText(ring, 'a@example.com', 'x')).not.toBe(sealText(ring, 'a@example.com', 'x'));
  expect(blindIndex(ring, ' A@Example.com ')).toBe(blindIndex(ring, 'a@example.com'));
  expect(blindIndex(parseKeyRing(`${newKeys('new')},${keys}`), 'a@example.com')).toBe(
    blindIndex(ring, 'a@example.com'),
  );
});

test('RUN-20: keys of different purposes differ, and a bad ring is refused by name', () => {
  expect(ring.current.derive('pass')).not.toEqual(ring.current.derive('receipt'));
  expect(() => parseKeyRing('short:abc')).toThrow('short');
  expect(() => parseKeyRing(`${newKeys('a')},${newKeys('a')}`)).toThrow('same kid');
});
