/**
 * The draw's permutation: which place each lobby index gets (LIN-9).
 *
 * A Feistel network over the smallest even-bit domain that holds `size`, walked until the result is inside it (Black and
 * Rogaway, "Ciphers with arbitrary finite domains", 2002). Its round function is HMAC-SHA256 of round and half under the
 * seed. A half has at most as many values as the square root of four times the size, so all of them are computed once:
 * a million places cost some eight thousand digests and the rest is looking up.
 *
 * Anybody who knows seed and size can compute the place of any single index, and nobody who does not know the seed can
 * tell it from chance.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

/** Four are a pseudorandom permutation (Luby and Rackoff); twice that costs nothing here. */
const ROUNDS = 8;

/** Takes 0 … size-1 onto 0 … size-1, each value once. */
export const permutationOf = (seed: string, size: number): ((index: number) => number) =>
  shuffleOf(seed, size).placeOf;

export interface Shuffle {
  readonly placeOf: (index: number) => number;
  /** The way back: whose place this is. */
  readonly indexOf: (place: number) => number;
}

/** The permutation and its inverse, from the same tables. Both count from 0. */
export function shuffleOf(seed: string, size: number): Shuffle {
  assert(Number.isSafeInteger(size) && size >= 1 && size <= 2 ** 40);
  const halfBits = Math.max(1, Math.ceil(Math.ceil(Math.log2(size)) / 2));
  const half = 2 ** halfBits;
  const rounds = Array.from({ length: ROUNDS }, (_, round) => roundTable(seed, round, half));
  const backwards = rounds.toReversed();

  const once = (value: number): number => {
    let left = Math.floor(value / half);
    let right = value % half;
    for (const table of rounds) {
      const next = (left ^ (table[right] ?? 0)) >>> 0;
      left = right;
      right = next;
    }
    return left * half + right;
  };
  const onceBack = (value: number): number => {
    let left = Math.floor(value / half);
    let right = value % half;
    for (const table of backwards) {
      const before = (right ^ (table[left] ?? 0)) >>> 0;
      right = left;
      left = before;
    }
    return left * half + right;
  };
  const walk =
    (step: (value: number) => number) =>
    (from: number): number => {
      assert(Number.isInteger(from) && from >= 0 && from < size);
      let to = step(from);
      while (to >= size) to = step(to);
      return to;
    };
  return { placeOf: walk(once), indexOf: walk(onceBack) };
}

function roundTable(seed: string, round: number, half: number): Uint32Array {
  return Uint32Array.from({ length: half }, (_, value) => {
    const digest = createHmac('sha256', seed).update(`${round}|${value}`).digest();
    return digest.readUInt32BE(0) % half; // half is a power of two: no value is likelier than another.
  });
}
