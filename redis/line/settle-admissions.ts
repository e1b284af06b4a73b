/** Typed door to settle-admissions.lua. The contract is the comment atop the script. */
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface SettleAdmissions {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX, one an entry. */
  readonly facts: readonly AdmissionFact[];
}

export const settleAdmissions = defineLineScript<SettleAdmissions, LineReply>({
  name: 'settle-admissions',
  args: ({ facts }) =>
    facts.flatMap((fact) => [
      fact.entryId,
      fact.number,
      fact.callNo,
      fact.state,
      fact.admissionId,
      fact.deadlineMs ?? 0,
      fact.lane,
    ]),
  reply: (texts, { facts }) =>
    readReply(
      texts,
      facts.map(({ entryId }) => entryId),
    ),
});
