/**
 * The root over a lobby: one hash that fixes who stood at which index before anybody could know the draw (LIN-20).
 *
 * A Merkle tree as in RFC 6962, section 2.1. Leaf number `index` (they count from 1, as lobby indexes do) is
 * SHA-256(0x00 ‖ index as 8 bytes, big-endian ‖ entry hash); two nodes become SHA-256(0x01 ‖ left ‖ right); a tree of n
 * leaves is split at the largest power of two below n. Where nobody stood the entry hash is 32 zero bytes. Nobody is
 * named: an entry shows as a hash, and only who knows the entry finds themselves.
 *
 * Leaves are kept in chunks. A chunk is a whole subtree, because its length is a power of two: the root is the tree over
 * the chunks' roots, and one visitor's proof reads one chunk.
 */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';

export const HASH_BYTES = 32;
/** 16 KB a row, and some 1,000 digests (half a millisecond) for one visitor's proof. A power of two. */
export const LEAVES_PER_CHUNK = 512;

export const entryHashOf = (entryId: string): Buffer => digestOf(Buffer.from(`usher entry|${entryId}`));

/** Where nobody stood. */
export const emptyEntryHash: Buffer = Buffer.alloc(HASH_BYTES);

export function leafHashOf(index: number, entryHash: Buffer): Buffer {
  assert(Number.isSafeInteger(index) && index >= 1 && entryHash.length === HASH_BYTES);
  const leaf = Buffer.alloc(1 + 8 + HASH_BYTES); // Begins with the zero byte that tells a leaf from a node.
  leaf.writeBigUInt64BE(BigInt(index), 1);
  entryHash.copy(leaf, 9);
  return digestOf(leaf);
}

/** The leaf hashes of consecutive indexes, from their entry hashes one behind the other. */
export function leafHashesOf(firstIndex: number, entryHashes: Buffer): Buffer[] {
  assert(entryHashes.length % HASH_BYTES === 0);
  return Array.from({ length: entryHashes.length / HASH_BYTES }, (_, at) =>
    leafHashOf(firstIndex + at, entryHashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
  );
}

/** Every level of the tree over these nodes, the root's last. An odd node at the end moves up as it is. */
export function levelsOver(nodes: readonly Buffer[]): readonly (readonly Buffer[])[] {
  const levels: Buffer[][] = [[...nodes]];
  for (let below = levels[0] ?? []; below.length > 1; below = levels.at(-1) ?? []) {
    const level: Buffer[] = [];
    for (let at = 0; at < below.length; at += 2) {
      const [left, right] = [below[at], below[at + 1]];
      if (left) level.push(right ? nodeHashOf(left, right) : left);
    }
    levels.push(level);
  }
  return levels;
}

/** Of no node at all: the hash of nothing. */
export const rootOver = (nodes: readonly Buffer[]): Buffer =>
  levelsOver(nodes).at(-1)?.[0] ?? digestOf(Buffer.alloc(0));

/** What a node has to be joined with, from below, to reach the root; a node that moved up alone is joined with nothing. */
export function siblingsOf(levels: readonly (readonly Buffer[])[], position: number): Buffer[] {
  return levels.flatMap((level, height) => level[Math.floor(position / 2 ** height) ^ 1] ?? []);
}

/**
 * The root that a leaf, its index and its siblings lead to, in a tree of `size` leaves; null where the siblings are not
 * as many as such a tree has.
 */
export function rootFromSiblings(
  leafHash: Buffer,
  index: number,
  size: number,
  siblings: readonly Buffer[],
): Buffer | null {
  if (!(index >= 1 && index <= size)) return null;
  let node = leafHash;
  let position = index - 1;
  let used = 0;
  for (let width = size; width > 1; width = Math.ceil(width / 2)) {
    const isAlone = position === width - 1 && position % 2 === 0;
    if (!isAlone) {
      const sibling = siblings[used];
      if (!sibling) return null;
      used += 1;
      node = position % 2 === 0 ? nodeHashOf(node, sibling) : nodeHashOf(sibling, node);
    }
    position = Math.floor(position / 2);
  }
  return used === siblings.length ? node : null;
}

function nodeHashOf(left: Buffer, right: Buffer): Buffer {
  const node = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  node[0] = 1;
  left.copy(node, 1);
  right.copy(node, 1 + HASH_BYTES);
  return digestOf(node);
}

/** By way of text: Node makes a digest as text three times as fast as one as a buffer, and a lobby has millions. */
const digestOf = (bytes: Buffer): Buffer => Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
