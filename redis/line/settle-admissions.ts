/** Typed door to settle-admissions.lua. The contract is the comment atop the script. */
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface SettleAdmissions {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX, one an entry. */
  readonly facts: readonly AdmissionFact[];
}

/** Answers where each now stands. */
export const settleAdmissions = defineLineScript<SettleAdmissions, LineReply>({
  name: 'settle-admissions',
  args: ({ facts }) => ['1', ...facts.flatMap(seven)],
  reply: (texts, { facts }) =>
    readReply(
      texts,
      facts.map(({ entryId }) => entryId),
    ),
});

/** For whoever only tells: what it answers would take as long as the telling. */
export const tellAdmissions = defineLineScript<SettleAdmissions, void>({
  name: 'settle-admissions',
  args: ({ facts }) => ['0', ...facts.flatMap(seven)],
  reply: () => {},
});

function seven({ entryId, number, callNo, state, admissionId, deadlineMs, lane }: AdmissionFact) {
  return [entryId, number, callNo, state, admissionId, deadlineMs ?? 0, lane];
}
