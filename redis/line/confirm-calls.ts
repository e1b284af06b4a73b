/** Typed door to confirm-calls.lua. The contract is the comment atop the script. */
import type { CallBatch } from '../../domain/call-batch.ts';
import { defineLineScript } from '../line-script.ts';

export interface ConfirmCalls {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX calls, one an entry. */
  readonly batch: CallBatch;
}

export const confirmCalls = defineLineScript<ConfirmCalls, void>({
  name: 'confirm-calls',
  args: ({ batch: { id, claimByMs, calls } }) => [
    ...[claimByMs, id, calls.length],
    ...calls.map(({ entryId }) => entryId),
    ...calls.map(({ number }) => number),
    ...calls.flatMap(({ callNo }, at) => (callNo > 1 ? [at + 1, callNo] : [])),
  ],
  reply: () => {},
});
