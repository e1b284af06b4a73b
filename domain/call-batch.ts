/** A batch of calls as it is recorded (ADM-17): what all of them share, and whom it calls. */
import type { EntryId } from './entry-id.ts';
import type { AdmissionLane } from './lane.ts';

export interface BatchedCall {
  readonly entryId: EntryId;
  readonly number: number;
  readonly callNo: number;
  readonly lane: AdmissionLane;
}

export interface CallBatch {
  readonly id: string;
  /** On PostgreSQL's clock. */
  readonly claimByMs: number;
  readonly calls: readonly BatchedCall[];
}

/** Digits of a call's place in its batch, 500 calls at most; db/call-batches.ts and confirm-calls.lua say the same. */
export const PLACE_DIGITS = 3;

/** The admission's id of the call that stands at `index` in the batch, counted from 0. */
export const batchedId = (batchId: string, index: number): string =>
  `${batchId}${String(index + 1).padStart(PLACE_DIGITS, '0')}`;
