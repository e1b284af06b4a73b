/** What all visitors of one process share. */
import type { Agent } from 'undici';
import type { CheckSolver } from './check-solver.ts';
import type { Gate } from './gate.ts';
import type { CrowdRecord } from './record.ts';
import type { Tally } from './tally.ts';

export interface CrowdSale {
  readonly id: string;
  readonly slug: string;
  readonly perVisitorMax: number;
  readonly fulfilment: string;
  readonly tiers: readonly { readonly id: string }[];
}

export interface World {
  readonly crowd: string;
  /** Without a slash at its end. */
  readonly base: string;
  readonly sale: CrowdSale;
  readonly provider: string;
  readonly tally: Tally;
  readonly record: CrowdRecord;
  readonly connecting: Gate;
  readonly solver: CheckSolver;
  /** Loopback addresses to come from, with an HTTP agent each; one with none where the system chooses. */
  readonly origins: readonly Origin[];
  readonly stop: AbortSignal;
}

export interface Origin {
  readonly localAddress: string | undefined;
  readonly agent: Agent;
  /** For who waits at the server. */
  readonly waitAgent: Agent;
}
