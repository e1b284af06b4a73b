/** What PostgreSQL has decided about one call of a visitor, as the line is told it. */
import type { EntryId } from './entry-id.ts';
import type { AdmissionLane } from './lane.ts';

export const admissionStates = [
  'called',
  'missed',
  'shopping',
  'finished',
  'ended',
  'back', // Ended, and given back because our own failure broke it: called once more, at the front.
  'left',
] as const;

export interface AdmissionFact {
  readonly entryId: EntryId;
  readonly admissionId: string;
  readonly number: number;
  readonly callNo: number;
  readonly lane: AdmissionLane;
  readonly state: (typeof admissionStates)[number];
  /** claimBy while called, the pass' end while shopping; on PostgreSQL's clock. Null otherwise. */
  readonly deadlineMs: number | null;
}
