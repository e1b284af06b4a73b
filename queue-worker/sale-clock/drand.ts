/**
 * What makes a round of drand genuine (LIN-39), by drand's specification (docs.drand.love) and RFC 9380. A chain is named by
 * the hash of its description: whoever pins that name has pinned its key, its first moment and its period, whoever tells
 * them. A round is the key's BLS signature over its number, and its randomness the hash of that signature: there is one
 * such signature, so that nobody can choose.
 *
 * Checking a signature takes some hundredths of a second of a core, so it is done in a thread (check-round.ts).
 */
import { createHash, hash } from 'node:crypto';
import type { BlsSigs } from '@noble/curves/abstract/bls.js';
import { bls12_381 } from '@noble/curves/bls12-381.js';

export interface Chain {
  readonly scheme: string;
  /** Hex. */
  readonly publicKey: string;
  readonly periodSeconds: number;
  /** When round 1 appeared, in seconds since 1970. */
  readonly genesisSeconds: number;
  /** Hash of the group that began the chain, hex. */
  readonly groupHash: string;
  /** `default` for the oldest chain. */
  readonly beaconId: string;
}

export interface SignedRound {
  readonly round: number;
  /** Hex. */
  readonly signature: string;
  /** Of the round before, hex; null where the chain does not link its rounds. */
  readonly previousSignature: string | null;
}

const onG1 = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_';
const onG2 = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_';

/** `signature`: the group it is a point of; the key is one of the other. */
const schemes = {
  'pedersen-bls-chained': { signature: 'G2', tag: onG2, isLinked: true },
  'pedersen-bls-unchained': { signature: 'G2', tag: onG2, isLinked: false },
  /** Signs on one group with the tag of the other, by mistake and for ever. */
  'bls-unchained-on-g1': { signature: 'G1', tag: onG2, isLinked: false },
  'bls-unchained-g1-rfc9380': { signature: 'G1', tag: onG1, isLinked: false },
} as const satisfies Record<string, { signature: 'G1' | 'G2'; tag: string; isLinked: boolean }>;
export type Scheme = keyof typeof schemes;

/** Other schemes there are, on other curves, are not known here. */
export const isKnownScheme = (scheme: string): scheme is Scheme => Object.hasOwn(schemes, scheme);

export function chainHashOf(chain: Chain): string {
  const times = Buffer.alloc(4 + 8);
  times.writeUInt32BE(chain.periodSeconds);
  times.writeBigInt64BE(BigInt(chain.genesisSeconds), 4);
  const digest = createHash('sha256').update(times);
  digest.update(Buffer.from(chain.publicKey, 'hex')).update(Buffer.from(chain.groupHash, 'hex'));
  if (chain.beaconId !== 'default') digest.update(chain.beaconId);
  return digest.digest('hex');
}

/** The newest round that there can be at this moment; 0 before the first one. */
export const roundAt = ({ genesisSeconds, periodSeconds }: Chain, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs / 1_000 - genesisSeconds) / periodSeconds) + 1);

export const randomnessIn = (signature: string): string => hash('sha256', Buffer.from(signature, 'hex'));

/** What is signed: the number of the round, behind the signature before it where rounds are linked. */
export function signedDigest(scheme: Scheme, { round, previousSignature }: SignedRound): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(round));
  const before = schemes[scheme].isLinked ? Buffer.from(previousSignature ?? '', 'hex') : Buffer.alloc(0);
  return createHash('sha256').update(before).update(number).digest();
}

/** Which group is signed on is the only difference between the two. */
export const isOnG1 = (scheme: Scheme): boolean => schemes[scheme].signature === 'G1';
export const tagOf = (scheme: Scheme): string => schemes[scheme].tag;

/** False for whatever is no signature of this chain over this round. */
export function isSigned(chain: Chain, round: SignedRound): boolean {
  const { scheme } = chain;
  if (!isKnownScheme(scheme)) return false;
  try {
    return isOnG1(scheme)
      ? holds(bls12_381.shortSignatures, scheme, chain, round)
      : holds(bls12_381.longSignatures, scheme, chain, round);
  } catch (fault) {
    if (fault instanceof Error) return false; // Its bytes are no point of the curve.
    throw fault;
  }
}

function holds<Key, Signature>(
  signing: BlsSigs<Key, Signature>,
  scheme: Scheme,
  { publicKey }: Chain,
  round: SignedRound,
): boolean {
  const signature = signing.Signature.fromBytes(bytesOf(round.signature));
  // Written in another way the same point would have another hash: whoever tells it could choose the randomness.
  if (signature.toHex(true) !== round.signature) return false;
  const point = signing.hash(Uint8Array.from(signedDigest(scheme, round)), tagOf(scheme));
  return signing.verify(signature, point, bytesOf(publicKey));
}

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
