/** What the parent and the crowd's processes say to each other. */
import type { Step } from './ages.ts';

export type ToCrowd =
  /** Opens that many more sockets and joins; `isNear`: these are read, message by message. Answered by `joined`. */
  | { readonly type: 'open'; readonly count: number; readonly isNear: boolean }
  /** Begins to count. Answered by `counting`. */
  | { readonly type: 'count' }
  /** Answered by `counted`: what came since. */
  | { readonly type: 'stop' }
  /** Answered by `admissions`: who got a pass since this was asked last. */
  | { readonly type: 'admissions' }
  /** Answered by `ages`. */
  | { readonly type: 'ages'; readonly steps: readonly Step[]; readonly nearMax: number };

export type FromCrowd =
  | { readonly type: 'joined' | 'counting' }
  | {
      readonly type: 'counted';
      readonly nearFrames: number;
      readonly farFrames: number;
      readonly bytes: number;
      readonly lost: number;
    }
  | { readonly type: 'admissions'; readonly atMs: readonly number[] }
  | { readonly type: 'ages'; readonly ages: readonly number[] };

/** Arguments of a crowd's process, as JSON. */
export interface CrowdTask {
  readonly port: number;
  readonly path: string;
  /**
   * The first three numbers of the loopback addresses that this crowd connects from. One address has 28,000 ports, and
   * finding a free one takes the longer the fewer there are: each address is used for some thousands.
   */
  readonly from: string;
  readonly inFlight: number;
  /** Answers a call by a claim, and counts the pass. */
  readonly claims?: boolean;
}
