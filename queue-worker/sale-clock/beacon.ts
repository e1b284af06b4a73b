/**
 * A public beacon: randomness that nobody knows before it appears, in numbered rounds (LIN-22). The shape is drand's:
 * GET {url}/public/latest and /public/{round} answer {round, randomness}. Whatever goes wrong is "not there": the draw
 * waits a while and then goes on without, saying so. Its address is a setting of the operator's, never a visitor's.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';

export interface BeaconRound {
  readonly round: number;
  /** 32 bytes in hex. */
  readonly randomness: string;
}

export interface Beacon {
  readonly url: string;
  /** The newest round there is; null where the beacon does not answer. */
  latest(): Promise<BeaconRound | null>;
  /** Null where there is no such round yet. */
  at(round: number): Promise<BeaconRound | null>;
}

/** A round comes every few seconds; one that takes longer to be told is asked for again. */
const ANSWER_MS_MAX = 2_000;
/** An answer is some 500 bytes. */
const ANSWER_BYTES_MAX = 10_000;

const roundShape = z.object({
  round: z.int().min(1),
  randomness: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^([0-9a-f]{2})+$/).optional(), // biome-ignore format: one line a field
});

export function openBeacon(url: string): Beacon {
  const base = url.replace(/\/+$/, '');
  return {
    url: base,
    latest: () => ask(`${base}/public/latest`),
    at: async (round) => {
      const found = await ask(`${base}/public/${round}`);
      return found?.round === round ? found : null;
    },
  };
}

async function ask(address: string): Promise<BeaconRound | null> {
  const text = await textAt(address);
  if (text === null) return null;
  const parsed = roundShape.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const { round, randomness, signature } = parsed.data;
  // drand's randomness is the hash of its signature: an answer that contradicts itself is none.
  if (signature !== undefined && hash('sha256', Buffer.from(signature, 'hex')) !== randomness) return null;
  return { round, randomness };
}

async function textAt(address: string): Promise<string | null> {
  try {
    const response = await fetch(address, {
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      headers: { accept: 'application/json' },
    });
    const text = await response.text();
    return response.ok && text.length <= ANSWER_BYTES_MAX ? text : null;
  } catch (fault) {
    // No connection, an answer cut off (TypeError), or none in time.
    if (fault instanceof TypeError || (fault instanceof DOMException && fault.name === 'TimeoutError'))
      return null;
    throw fault;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (fault) {
    if (fault instanceof SyntaxError) return null;
    throw fault;
  }
}
