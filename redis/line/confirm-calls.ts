/** Typed door to confirm-calls.lua. The contract is the comment atop the script. */
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { defineLineScript } from '../line-script.ts';

export interface ConfirmCalls {
  readonly saleId: string;
  /** Of one batch, so with one deadline; at most SCRIPT_ENTRIES_MAX, one an entry. */
  readonly facts: readonly AdmissionFact[];
}

export const confirmCalls = defineLineScript<ConfirmCalls, void>({
  name: 'confirm-calls',
  args: ({ facts }) => [
    facts[0]?.deadlineMs ?? 0,
    ...facts.flatMap(({ entryId, number, callNo, admissionId }) => [entryId, number, callNo, admissionId]),
  ],
  reply: () => {},
});
