/**
 * "Check my place" (VER-24): recomputes in the visitor's own browser what the published draw says of them. It believes
 * nothing of the answer that it can compute itself: the entry's hash comes from the visitor's own receipt, the root from
 * that and the siblings, the number from seed, root and beacon. What this browser was told while it waited counts for more
 * than what it is told now. The formulas are those of domain/merkle.ts, draw-key.ts and permutation.ts; no crypto.subtle,
 * which plain http has not.
 */
import type { PlaceProof } from '../../domain/draw-proof.ts';
import { sha256 } from '../visitor-secret/sha256.ts';

/** What the visitor knows without asking. */
export interface Mine {
  /** Of the receipt; null where this browser has lost it. */
  readonly entryId: string | null;
  /** The number that the line told. */
  readonly number: number | null;
  /** What was told while the visitor waited, before the seed was public. */
  readonly seedHash: string | null;
  readonly root: string | null;
}

export const checks = ['entry', 'root', 'seed', 'number'] as const;
export type CheckName = (typeof checks)[number];
/** `absent`: came back after the lobby was frozen, so the root cannot show the entry. `later`: not public yet. */
export type CheckResult = 'right' | 'wrong' | 'absent' | 'later' | 'unknown';
export type Checked = Readonly<Record<CheckName, CheckResult>> & {
  /** What this browser computed; null where it could not. */
  readonly number: CheckResult;
  readonly computedNumber: number | null;
};

export function recompute(proof: PlaceProof, mine: Mine): Checked {
  const computedNumber = numberIn(proof);
  return {
    entry: entryIn(proof, mine),
    root: rootIn(proof, mine),
    seed: seedIn(proof, mine),
    number: judge(computedNumber, mine.number ?? proof.number ?? null),
    computedNumber,
  };
}

function entryIn({ root, entry }: PlaceProof, { entryId }: Mine): CheckResult {
  if (root === null) return 'later';
  if (entry === null) return 'absent';
  if (entryId === null) return 'unknown';
  return entry === hex(sha256(utf8(`usher entry|${entryId}`))) ? 'right' : 'wrong';
}

function rootIn({ root, entry, index, size, siblings }: PlaceProof, mine: Mine): CheckResult {
  if (root === null || size === null) return 'later';
  if (mine.root !== null && mine.root !== root) return 'wrong';
  return rootFrom(leafHash(index, entry), index, size, siblings) === root ? 'right' : 'wrong';
}

function seedIn({ seed, seedHash }: PlaceProof, mine: Mine): CheckResult {
  if (mine.seedHash !== null && mine.seedHash !== seedHash) return 'wrong';
  if (seed === undefined) return 'later';
  return hex(sha256(fromHex(seed))) === seedHash ? 'right' : 'wrong';
}

const judge = (computed: number | null, told: number | null): CheckResult =>
  computed === null ? 'later' : told === null ? 'unknown' : computed === told ? 'right' : 'wrong';

/** The drawn number of the proof's index, from seed, root and beacon alone; null before they are public. */
function numberIn({ seed, root, beacon, index, size }: PlaceProof): number | null {
  if (seed === undefined || root === null || size === null || index < 1 || index > size) return null;
  const mixed = beacon.state === 'mixed' ? randomnessIn(beacon) : 'none';
  const key = hex(sha256(utf8(`usher draw 1|${seed}|${root}|${mixed}`)));
  return placeIn(key, size, index - 1) + 1;
}

/** Where the round's signature is published its hash counts, and whoever says anything else has not told the truth. */
function randomnessIn({ signature, randomness = '' }: PlaceProof['beacon']): string {
  if (signature === undefined) return randomness;
  const computed = hex(sha256(fromHex(signature)));
  return randomness === computed ? computed : '';
}

function leafHash(index: number, entry: string | null): Uint8Array {
  const leaf = new Uint8Array(1 + 8 + 32);
  new DataView(leaf.buffer).setBigUint64(1, BigInt(index));
  if (entry !== null) leaf.set(fromHex(entry).subarray(0, 32), 9);
  return sha256(leaf);
}

/** Null where the siblings are not as many as a tree of this size has. */
function rootFrom(leaf: Uint8Array, index: number, size: number, siblings: readonly string[]): string | null {
  const rest = [...siblings];
  let node = leaf;
  let position = index - 1;
  for (let width = size; width > 1; width = Math.ceil(width / 2)) {
    const isAlone = position === width - 1 && position % 2 === 0; // An odd node at the end moves up as it is.
    if (!isAlone) {
      const sibling = rest.shift();
      if (sibling === undefined) return null;
      const pair = position % 2 === 0 ? [node, fromHex(sibling)] : [fromHex(sibling), node];
      node = sha256(Uint8Array.of(1, ...pair.flatMap((half) => [...half])));
    }
    position = Math.floor(position / 2);
  }
  return rest.length === 0 ? hex(node) : null;
}

/** domain/permutation.ts for one index: the values of a round are computed as they are met, not all of them first. */
function placeIn(key: string, size: number, index: number): number {
  const half = 2 ** Math.max(1, Math.ceil(Math.ceil(Math.log2(size)) / 2));
  const turned = (round: number, value: number) =>
    new DataView(hmac(utf8(key), utf8(`${round}|${value}`)).buffer).getUint32(0) % half;
  const once = (value: number): number => {
    let [left, right] = [Math.floor(value / half), value % half];
    for (let round = 0; round < 8; round += 1) [left, right] = [right, (left ^ turned(round, right)) >>> 0];
    return left * half + right;
  };
  let place = once(index);
  while (place >= size) place = once(place);
  return place;
}

/** HMAC-SHA256 (RFC 2104) with a key of one block at most; ours has 64 characters. */
function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(64);
  padded.set(key);
  const inner = sha256(Uint8Array.of(...padded.map((byte) => byte ^ 0x36), ...message));
  return sha256(Uint8Array.of(...padded.map((byte) => byte ^ 0x5c), ...inner));
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
