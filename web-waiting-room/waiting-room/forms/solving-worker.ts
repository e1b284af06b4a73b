/** Solves one proof of work beside the page, so that the page stays usable, and answers with the proof or with null. */
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

/** Long enough for the slowest phone at the highest difficulty; the challenge itself ends some time as well. */
const longestMs = 180_000;

addEventListener('message', (event: MessageEvent<Challenge>) => void solve(event.data));

async function solve(challenge: Challenge): Promise<void> {
  const solution = await solveChallenge({ challenge, deriveKey, timeout: longestMs });
  const { parameters, signature } = challenge;
  const proof = solution && btoa(JSON.stringify({ challenge: { parameters, signature }, solution }));
  postMessage(proof);
}
