/** What PostgreSQL has decided about one call of a visitor, as the line is told it. */
import type { EntryId } from './entry-id.ts';

export const admissionStates = ['called', 'missed', 'shopping', 'finished', 'ended', 'left'] as const;

export interface AdmissionFact {
  readonly entryId: EntryId;
  readonly admissionId: string;
  readonly number: number;
  readonly callNo: number;
  readonly state: (typeof admissionStates)[number];
  /** claimBy while called, the pass' end while shopping; on PostgreSQL's clock. Null otherwise. */
  readonly deadlineMs: number | null;
}
