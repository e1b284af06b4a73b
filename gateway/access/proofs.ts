/**
 * Proof of work by a kept library, altcha (ACC-13): challenges are signed and not stored, so that making one costs no store.
 * Each says for whom and what it is, so a solution is worth nothing to anybody else; that it is used once is remembered
 * in Redis until it would have ended anyway.
 */
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import { CHALLENGE_MS } from '../../domain/limits.ts';
import type { Work } from '../../domain/suspicion.ts';
import type { Budgets } from '../../redis/budgets.ts';
import type { Chance } from '../../runtime/chance.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Key, KeyRing } from '../../runtime/keyring.ts';

export type Challenge = Readonly<Record<string, unknown>>;

export interface Proofs {
  /** To be solved by the library as it is. `purpose` names for whom and what. */
  challenge(purpose: string, work: Work): Promise<Challenge>;
  /** `text`: what the page made of the challenge. False for anything else; `by` may show the same one again. */
  isSolved(text: string, purpose: string, by: string): Promise<boolean>;
}

export interface ProofDeps {
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'fraction'>;
  readonly budgets: Pick<Budgets, 'spendOnce'>;
}

/** Iterations of one derivation: half a millisecond in a browser. How many derivations it takes is the work. */
const COST = 1_000;
const HEX_MAX = 128;
const hex = z
  .string()
  .regex(/^[0-9a-f]+$/)
  .max(HEX_MAX);

const payload = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.string().max(20),
      ...{ nonce: hex, salt: hex, keyPrefix: hex, keySignature: hex },
      ...{ cost: z.int(), keyLength: z.int(), expiresAt: z.int() },
      data: z.strictObject({ for: z.string().max(200), kid: z.string().max(100) }),
    }),
    signature: hex,
  }),
  solution: z.object({ counter: z.int(), derivedKey: hex }),
});

export function openProofs({ ring, clock, chance, budgets }: ProofDeps): Proofs {
  return {
    challenge: async (purpose, { steps }) => {
      const { current } = ring;
      const made = await createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: COST,
        // Tried from 0 upwards: between half of the steps and all of them.
        counter: Math.ceil(steps / 2) + Math.floor((chance.fraction() * steps) / 2),
        deriveKey,
        expiresAt: new Date(clock() + CHALLENGE_MS),
        data: { for: purpose, kid: current.kid },
        ...secretsOf(current),
      });
      return { ...made };
    },
    isSolved: async (text, purpose, by) => {
      const { data: shown } = payload.safeParse(jsonOf(text));
      const key = shown && ring.byId(shown.challenge.parameters.data.kid);
      if (!shown || !key || shown.challenge.parameters.data.for !== purpose) return false;
      const { verified } = await verifySolution({ ...shown, deriveKey, ...secretsOf(key) });
      return verified && (await budgets.spendOnce(shown.challenge.signature, by, CHALLENGE_MS));
    },
  };
}

function secretsOf(key: Key) {
  const secret = key.derive('challenge').toString('hex');
  return { hmacSignatureSecret: secret, hmacKeySignatureSecret: `${secret}.key` };
}

/** base64 or base64url of JSON; undefined for anything else. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
