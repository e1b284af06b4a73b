/** Typed door to settle-reserve.lua. The contract is the comment atop the script. */
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface SettleReserve {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX; `number` 0 takes off the list. */
  readonly entries: readonly { readonly entryId: string; readonly number: number }[];
}

export const settleReserve = defineLineScript<SettleReserve, LineReply>({
  name: 'settle-reserve',
  args: ({ entries }) => entries.flatMap(({ entryId, number }) => [entryId, number]),
  reply: (texts, { entries }) =>
    readReply(
      texts,
      entries.map(({ entryId }) => entryId),
    ),
});
