/** The browser's recomputation beside the server's formulas, and what it says when a single word is not true. */
import { hash } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { drawKeyOf } from '../../domain/draw-key.ts';
import { DRAW_FORMAT, type PlaceProof } from '../../domain/draw-proof.ts';
import { entryHashOf, leafHashesOf, levelsOver, rootOver, siblingsOf } from '../../domain/merkle.ts';
import { permutationOf } from '../../domain/permutation.ts';
import { sha256 } from '../visitor-secret/sha256.ts';
import { type Mine, recompute } from './recompute.ts';

const seed = 'cd'.repeat(32);
const other = '01'.repeat(32);

/** As the API makes it. */
function proofOf(size: number, index: number, beacon: string | null = null): PlaceProof & { number: number } {
  const hashes = Array.from({ length: size }, (_, at) => entryHashOf(`entry-${at + 1}`));
  const leaves = leafHashesOf(1, Buffer.concat(hashes));
  const root = rootOver(leaves).toString('hex');
  const key = drawKeyOf({ seed, root, beacon });
  return {
    format: DRAW_FORMAT,
    sale: 'a-sale',
    saleId: 'sal_1',
    seedHash: hash('sha256', Buffer.from(seed, 'hex')),
    size,
    root,
    rootAt: '2026-01-01T00:00:00.000Z',
    beacon: beacon === null ? { state: 'none' } : { state: 'mixed', round: 7, randomness: beacon },
    seed,
    key,
    index,
    entry: (hashes[index - 1] ?? Buffer.alloc(32)).toString('hex'),
    siblings: siblingsOf(levelsOver(leaves), index - 1).map((sibling) => sibling.toString('hex')),
    number: permutationOf(key, size)(index - 1) + 1,
  };
}
const mineIn = (proof: PlaceProof & { number: number }): Mine => ({
  entryId: `entry-${proof.index}`,
  number: proof.number,
  seedHash: proof.seedHash,
  root: proof.root,
});

test.prop([fc.uint8Array({ maxLength: 200 })])('PAG-18: SHA-256 of any bytes is SHA-256', (bytes) => {
  expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(hash('sha256', bytes));
});

test.prop([fc.integer({ min: 1, max: 300 }), fc.nat(), fc.boolean()], { numRuns: 30 })(
  'VER-24: a true proof is right in every word, and the number is the one that the server drew',
  (size, at, isMixed) => {
    const proof = proofOf(size, (at % size) + 1, isMixed ? other : null);
    expect(recompute(proof, mineIn(proof))).toEqual({
      entry: 'right',
      root: 'right',
      seed: 'right',
      number: 'right',
      computedNumber: proof.number,
    });
  },
);

test('VER-24: every word that is not true is found', () => {
  const proof = proofOf(100, 42, other);
  const mine = mineIn(proof);
  const [first = '', ...rest] = proof.siblings;
  const wrongIn = (changed: Partial<PlaceProof>, known: Partial<Mine> = {}) =>
    Object.entries(recompute({ ...proof, ...changed }, { ...mine, ...known }))
      .filter(([, result]) => result === 'wrong')
      .map(([name]) => name);
  expect(wrongIn({ entry: other })).toEqual(['entry', 'root']);
  expect(wrongIn({}, { entryId: 'somebody-else' })).toEqual(['entry']);
  expect(wrongIn({ siblings: [other, ...rest] })).toEqual(['root']);
  expect(wrongIn({ siblings: rest })).toEqual(['root']);
  expect(wrongIn({ siblings: [...proof.siblings, first] })).toEqual(['root']);
  expect(wrongIn({ index: 43 })).toEqual(['root', 'number']);
  expect(wrongIn({ seed: other })).toEqual(['seed', 'number']);
  expect(wrongIn({ beacon: { state: 'mixed', round: 7, randomness: seed } })).toEqual(['number']);
  expect(wrongIn({ beacon: { state: 'missing' } })).toEqual(['number']);
  // Of a published signature the hash counts.
  const signature = 'ab'.repeat(48);
  expect(wrongIn({ beacon: { ...proof.beacon, signature } })).toEqual(['number']);
  expect(wrongIn({}, { number: proof.number + 1 })).toEqual(['number']);
});

test('VER-24, LIN-39: where the round’s signature is published, the number comes from its hash', () => {
  const signature = 'ab'.repeat(48);
  const proof = proofOf(100, 42, hash('sha256', Buffer.from(signature, 'hex')));
  const signed = { ...proof, beacon: { ...proof.beacon, signature } };
  expect(recompute(signed, mineIn(proof)).number).toBe('right');
  expect(
    recompute({ ...signed, beacon: { ...signed.beacon, randomness: other } }, mineIn(proof)).number,
  ).toBe('wrong');
});

test('VER-24: a root or a seed other than the one told while waiting is wrong, however well it fits', () => {
  const proof = proofOf(100, 42);
  expect(recompute(proof, { ...mineIn(proof), root: other }).root).toBe('wrong');
  expect(recompute(proof, { ...mineIn(proof), seedHash: other }).seed).toBe('wrong');
});

test('VER-24: what is not public yet is left open, and who came back after the freeze is told so', () => {
  const { seed: _seed, key: _key, number: _number, ...sealed } = proofOf(8, 3);
  const mine = { entryId: 'entry-3', number: null, seedHash: sealed.seedHash, root: null };
  const open = { seed: 'later', number: 'later', computedNumber: null };
  expect(recompute(sealed, mine)).toEqual({ entry: 'right', root: 'right', ...open });
  const before = { ...sealed, root: null, rootAt: null, entry: null, siblings: [] };
  expect(recompute(before, mine)).toEqual({ entry: 'later', root: 'later', ...open });

  const hashes = [entryHashOf('entry-1'), Buffer.alloc(32)];
  const leaves = leafHashesOf(1, Buffer.concat(hashes));
  const root = rootOver(leaves).toString('hex');
  const siblings = siblingsOf(levelsOver(leaves), 1).map((sibling) => sibling.toString('hex'));
  const gap = { ...sealed, size: 2, index: 2, root, entry: null, siblings };
  expect(recompute(gap, mine)).toMatchObject({ entry: 'absent', root: 'right' });
  expect(recompute(proofOf(8, 3), { ...mine, entryId: null })).toMatchObject({ entry: 'unknown' });
});
