/** The tree over a lobby: RFC 6962's own words beside ours, and proofs that lead to their own leaf alone. */
import { createHash } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import {
  emptyEntryHash,
  entryHashOf,
  LEAVES_PER_CHUNK,
  leafHashesOf,
  leafHashOf,
  levelsOver,
  rootFromSiblings,
  rootOver,
  siblingsOf,
} from './merkle.ts';

const sha256 = (...parts: readonly Uint8Array[]) =>
  createHash('sha256').update(Buffer.concat(parts)).digest();

/** MTH of RFC 6962, section 2.1, over leaf hashes, word for word. */
function mth(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (!only) return sha256();
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

const leaves = (count: number) =>
  Array.from({ length: count }, (_, at) => leafHashOf(at + 1, entryHashOf(`entry ${at}`)));
const counts = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.constantFrom(63, 64, 65, 511, 512, 513, 1_023, 1_025),
);

test.prop([counts])('LIN-20: the root is the one of RFC 6962', (count) => {
  expect(rootOver(leaves(count))).toEqual(mth(leaves(count)));
});

test('LIN-20: a leaf and an entry are hashed as the format says, known by their bytes', () => {
  const entryHash = sha256(Buffer.from('usher entry|AbCdEfGhIjKlMnOp'));
  expect(entryHashOf('AbCdEfGhIjKlMnOp')).toEqual(entryHash);
  expect(leafHashOf(258, entryHash)).toEqual(
    sha256(Buffer.of(0), Buffer.from('0000000000000102', 'hex'), entryHash),
  );
  expect(leafHashesOf(7, Buffer.concat([entryHash, emptyEntryHash]))).toEqual([
    leafHashOf(7, entryHash),
    leafHashOf(8, emptyEntryHash),
  ]);
});

test.prop([fc.integer({ min: 1, max: 3 * LEAVES_PER_CHUNK })])(
  'LIN-20: the tree over the roots of chunks is the tree over all leaves',
  (count) => {
    const all = leaves(count);
    const chunks = Array.from({ length: Math.ceil(count / LEAVES_PER_CHUNK) }, (_, chunk) =>
      all.slice(chunk * LEAVES_PER_CHUNK, (chunk + 1) * LEAVES_PER_CHUNK),
    );
    expect(rootOver(chunks.map(rootOver))).toEqual(rootOver(all));
    const at = count - 1;
    const inChunk = chunks.at(-1) ?? [];
    const way = [
      ...siblingsOf(levelsOver(inChunk), at % LEAVES_PER_CHUNK),
      ...siblingsOf(levelsOver(chunks.map(rootOver)), chunks.length - 1),
    ];
    expect(way).toEqual(siblingsOf(levelsOver(all), at));
  },
);

test.prop([counts.filter((count) => count > 0), fc.nat(), fc.nat()])(
  'VER-21: siblings lead from a leaf to the root, and from no other index or entry',
  (size, one, other) => {
    const all = leaves(size);
    const levels = levelsOver(all);
    const root = rootOver(all);
    const [index, wrongIndex] = [(one % size) + 1, (other % size) + 1];
    const siblings = siblingsOf(levels, index - 1);
    const entry = entryHashOf(`entry ${index - 1}`);
    expect(rootFromSiblings(leafHashOf(index, entry), index, size, siblings)).toEqual(root);
    const stranger = leafHashOf(index, entryHashOf('a stranger'));
    expect(rootFromSiblings(stranger, index, size, siblings)).not.toEqual(root);
    if (wrongIndex !== index)
      expect(rootFromSiblings(leafHashOf(wrongIndex, entry), wrongIndex, size, siblings)).not.toEqual(root);
    expect(rootFromSiblings(leafHashOf(index, entry), index, size, [...siblings, root])).toBeNull();
    if (siblings.length > 0)
      expect(rootFromSiblings(leafHashOf(index, entry), index, size, siblings.slice(1))).toBeNull();
    for (const outside of [0, -1, size + 1, Number.NaN])
      expect(rootFromSiblings(leafHashOf(1, entry), outside, size, siblings)).toBeNull();
  },
);

test.prop([fc.integer({ min: 2, max: 60 }), fc.nat(), fc.nat()])(
  'LIN-20: another entry, a gap or two entries changed over are another root',
  (count, one, other) => {
    const hashes = Array.from({ length: count }, (_, at) => entryHashOf(`entry ${at}`));
    const rootWith = (changed: readonly Buffer[]) => rootOver(leafHashesOf(1, Buffer.concat(changed)));
    const [a, b] = [one % count, other % count];
    expect(rootWith(hashes.with(a, emptyEntryHash))).not.toEqual(rootWith(hashes));
    expect(rootWith(hashes.slice(1))).not.toEqual(rootWith(hashes));
    expect(rootWith([...hashes, emptyEntryHash])).not.toEqual(rootWith(hashes));
    const [atA, atB] = [hashes[a], hashes[b]];
    if (a !== b && atA && atB)
      expect(rootWith(hashes.with(a, atB).with(b, atA))).not.toEqual(rootWith(hashes));
  },
);
