/** The thread that checks the signature of one round, answers and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Chain, isSigned, type SignedRound } from './drand.ts';

export interface RoundToCheck {
  readonly chain: Chain;
  readonly round: SignedRound;
}

const { chain, round } = workerData as RoundToCheck;
parentPort?.postMessage(isSigned(chain, round));
