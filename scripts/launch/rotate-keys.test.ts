/** Rotating the ring of a data folder, and taking keys out of it. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { blindIndex, openText, sealText } from '../../runtime/seal.ts';
import { scratchFolder } from '../../test/scratch.ts';
import { openKeys } from './keys.ts';
import { rotateFile, withdrawFromFile, withNewKey, withoutKey } from './rotate-keys.ts';

const now = '2031-01-01T00:00:00.000Z';

test('ACT-15: a rotation puts a new key in front; what was sealed opens and what was indexed is found, however often', () => {
  const file = path.join(scratchFolder(), 'keys.json');
  const before = openKeys(file);
  const first = parseKeyRing(before.usherKeys);
  const sealed = sealText(first, 'plain', 'row');
  for (let round = 1; round <= 3; round += 1) {
    const ring = parseKeyRing(rotateFile(file, now).usherKeys);
    expect(ring.keys).toHaveLength(round + 1);
    expect(ring.current.kid).not.toBe(first.current.kid);
    expect(openText(ring, sealed, 'row')).toBe('plain');
    expect(blindIndex(ring, 'a@example.com')).toBe(blindIndex(first, 'a@example.com'));
    // The key of the indexes signs and opens nothing.
    expect(ring.byId('index')).toBeNull();
  }
  const { usherKeys: _, ...others } = before;
  expect(openKeys(file)).toMatchObject({ ...others, ringChangedAt: now });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('ACT-17: a key leaves the ring and stays in the file; the current one and that of the indexes do not leave', () => {
  const file = path.join(scratchFolder(), 'keys.json');
  const { usherKeys } = openKeys(file);
  const old = parseKeyRing(usherKeys).current;
  expect(() => withdrawFromFile(file, old.kid, now)).toThrow('is the current key');
  // A ring whose indexes hang on the oldest key does not lose it.
  const handMade = `k9:${'A'.repeat(43)},${usherKeys}`;
  expect(() => withoutKey(handMade, old.kid)).toThrow('rotate once more');
  const rotated = rotateFile(file, now).usherKeys;
  expect(() => withdrawFromFile(file, 'index', now)).toThrow('stays');
  expect(() => withdrawFromFile(file, 'nobody', now)).toThrow('no key nobody');
  expect(readFileSync(file, 'utf8')).toContain(rotated);

  const sealed = sealText(parseKeyRing(usherKeys), 'plain', 'row');
  const without = withdrawFromFile(file, old.kid, now);
  const ring = parseKeyRing(without.usherKeys);
  expect(ring.byId(old.kid)).toBeNull();
  expect(() => openText(ring, sealed, 'row')).toThrow('not in the ring');
  expect(blindIndex(ring, 'a')).toBe(blindIndex(parseKeyRing(usherKeys), 'a'));
  expect(without.withdrawnKeys).toBe(usherKeys);
  expect(() => withNewKey(usherKeys, old.kid)).toThrow('already');
});
