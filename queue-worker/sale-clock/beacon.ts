/**
 * A public beacon: randomness that nobody knows before it appears, in numbered rounds (LIN-22, LIN-39). The shape is
 * drand's: GET {url}/public/latest and /public/{round} answer {round, randomness, signature}, /info describes the chain.
 * Where the operator names the chain, nothing is believed that its key did not sign; otherwise the address is taken at its
 * word.
 *
 * Whatever does not come is "not there", and what is not believed is refused with its reason: the draw waits a while and
 * then goes on without, saying so. The address is a setting of the operator's, never a visitor's.
 */
import { z } from 'zod';
import type { BeaconRefusal } from '../../domain/draw-proof.ts';
import type { Clock } from '../../runtime/clock.ts';
import { checkRound } from './check-round.ts';
import { type Chain, chainHashOf, isKnownScheme, randomnessIn, roundAt } from './drand.ts';

export interface BeaconRound {
  readonly round: number;
  /** 32 bytes in hex. */
  readonly randomness: string;
  /** Hex; null where the beacon tells none. */
  readonly signature: string | null;
  readonly previousSignature: string | null;
}

/** Null: it is not there, or the beacon does not answer. */
export type Heard<Found> = { readonly found: Found } | { readonly refused: BeaconRefusal } | null;

export interface BeaconAddress {
  readonly url: string;
  /** By which the chain is known everywhere, hex; null: whatever this address says is believed. */
  readonly chainHash: string | null;
}

export interface Beacon extends BeaconAddress {
  /** The newest round that there can be by now. */
  newest(): Promise<Heard<number>>;
}

/** A round comes every few seconds; one that takes longer to be told is asked for again. */
const ANSWER_MS_MAX = 2_000;
/** An answer is some 500 bytes. */
const ANSWER_BYTES_MAX = 10_000;

const hexBytes = z.string().regex(/^([0-9a-f]{2})+$/);
const roundShape = z.object({
  round: z.int().min(1),
  randomness: z.string().regex(/^[0-9a-f]{64}$/),
  signature: hexBytes.optional(),
  previous_signature: z.union([hexBytes, z.literal('')]).optional(),
});
/** A name that a chain has had since before there were several. */
const FIRST_CHAIN = 'default';
const infoShape = z.object({
  public_key: hexBytes,
  period: z.int().min(1).max(0xffff_ffff),
  genesis_time: z.int(),
  groupHash: hexBytes,
  schemeID: z.string().default('pedersen-bls-chained'),
  metadata: z.object({ beaconID: z.string().optional() }).optional(),
});

/** The chain that drand's own addresses name: their last part. */
export function chainNamedIn(url: string): string | null {
  return /\/([0-9a-f]{64})\/*$/.exec(url)?.[1] ?? null;
}

export function openBeacon({ url, chainHash }: BeaconAddress, clock: Clock): Beacon {
  const address = { url: baseOf(url), chainHash };
  return {
    ...address,
    newest: async () => {
      const heard = await believed(address, await roundTold(`${address.url}/public/latest`));
      if (heard === null || 'refused' in heard) return heard;
      const { round } = heard.found;
      if (chainHash === null) return { found: round };
      const chain = await chainAt(address.url, chainHash);
      if (chain === null || 'refused' in chain) return chain;
      // A genuine round may be an old one: who tells it would know the next ones already.
      return { found: Math.max(round, roundAt(chain.found, clock())) };
    },
  };
}

export async function askRound(
  { url, chainHash }: BeaconAddress,
  round: number,
): Promise<Heard<BeaconRound>> {
  const address = { url: baseOf(url), chainHash };
  const told = await roundTold(`${address.url}/public/${round}`);
  return await believed(address, told?.round === round ? told : null);
}

const baseOf = (url: string) => url.replace(/\/+$/, '');

async function believed(
  { url, chainHash }: BeaconAddress,
  told: BeaconRound | null,
): Promise<Heard<BeaconRound>> {
  if (told === null) return null;
  const { signature } = told;
  // The randomness is the hash of the signature: an answer that contradicts itself is none.
  if (signature !== null && randomnessIn(signature) !== told.randomness) return { refused: 'randomness' };
  if (chainHash === null) return { found: told };
  if (signature === null) return { refused: 'unsigned' };
  const chain = await chainAt(url, chainHash);
  if (chain === null || 'refused' in chain) return chain;
  const isGenuine = await checkRound({ chain: chain.found, round: { ...told, signature } });
  if (isGenuine === null) return null;
  return isGenuine ? { found: told } : { refused: 'signature' };
}

async function roundTold(address: string): Promise<BeaconRound | null> {
  const parsed = roundShape.safeParse(await jsonAt(address));
  if (!parsed.success) return null;
  const { round, randomness, signature = null, previous_signature: before } = parsed.data;
  return { round, randomness, signature, previousSignature: before || null };
}

/** The chain that has this name, as the address describes it; another one is refused. */
async function chainAt(base: string, chainHash: string): Promise<Heard<Chain>> {
  const text = await jsonAt(`${base}/info`);
  if (text === null) return null;
  const parsed = infoShape.safeParse(text);
  if (!parsed.success) return { refused: 'chain' };
  const { public_key: publicKey, period, genesis_time: genesis, groupHash, schemeID, metadata } = parsed.data;
  const chain: Chain = {
    ...{ scheme: schemeID, publicKey, groupHash, beaconId: metadata?.beaconID || FIRST_CHAIN },
    ...{ periodSeconds: period, genesisSeconds: genesis },
  };
  if (chainHashOf(chain) !== chainHash) return { refused: 'chain' };
  return isKnownScheme(schemeID) ? { found: chain } : { refused: 'scheme' };
}

/** Null where nothing comes, or no JSON. */
async function jsonAt(address: string): Promise<unknown> {
  try {
    const response = await fetch(address, {
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      headers: { accept: 'application/json' },
    });
    const text = await response.text();
    return response.ok && text.length <= ANSWER_BYTES_MAX ? JSON.parse(text) : null;
  } catch (fault) {
    // No connection, an answer cut off (TypeError), none in time, or no JSON.
    const isTimeout = fault instanceof DOMException && fault.name === 'TimeoutError';
    if (fault instanceof TypeError || fault instanceof SyntaxError || isTimeout) return null;
    throw fault;
  }
}
