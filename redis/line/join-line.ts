/** Typed door to join-line.lua. The contract is the comment atop the script. */
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface JoinLine {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX. */
  readonly entryIds: readonly string[];
}

export const joinLine = defineLineScript<JoinLine, LineReply>({
  name: 'join-line',
  args: ({ entryIds }) => entryIds,
  reply: (texts, { entryIds }) => readReply(texts, entryIds),
});
