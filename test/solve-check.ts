/** Solves a challenge as the page does: what comes out is the `proof` of a message. */
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';

export async function solveCheck(challenge: unknown): Promise<string> {
  const asked = challenge as Challenge;
  const solution = await solveChallenge({ challenge: asked, deriveKey });
  if (!solution) throw new Error('a challenge of ours can be solved');
  return Buffer.from(JSON.stringify({ challenge: asked, solution })).toString('base64');
}
