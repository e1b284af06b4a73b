/** Typed door to leave-line.lua. The contract is the comment atop the script. */
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface LeaveLine {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX; `number` is the place given up (and whatever is in front of it). */
  readonly exits: readonly { readonly entryId: string; readonly number: number }[];
}

export const leaveLine = defineLineScript<LeaveLine, LineReply>({
  name: 'leave-line',
  args: ({ exits }) => exits.flatMap(({ entryId, number }) => [entryId, number]),
  reply: (texts, { exits }) =>
    readReply(
      texts,
      exits.map(({ entryId }) => entryId),
    ),
});
