/**
 * Solves the checks that a gateway asks of this crowd, as a page does in its worker: the same library, a few at a time, so
 * that the crowd's own work does not become what is measured.
 */
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { openGate } from './gate.ts';

/** As many as this machine's crowds leave it cores for. */
const AT_ONCE_MAX = 2;

export interface CheckSolver {
  /** Null where it took too long. */
  solve(challenge: Readonly<Record<string, unknown>>): Promise<string | null>;
}

export function openCheckSolver(): CheckSolver {
  const gate = openGate(AT_ONCE_MAX);
  return {
    solve: async (asked) => {
      const leave = await gate.enter();
      try {
        const challenge = asked as unknown as Challenge;
        const solution = await solveChallenge({ challenge, deriveKey });
        if (!solution) return null;
        return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
      } finally {
        leave();
      }
    },
  };
}
