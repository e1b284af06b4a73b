/** Typed door to ask-again.lua. The contract is the comment atop the script. */
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface AskAgain {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX. */
  readonly entryIds: readonly string[];
}

export const askAgain = defineLineScript<AskAgain, LineReply>({
  name: 'ask-again',
  args: ({ entryIds }) => entryIds,
  reply: (texts, { entryIds }) => readReply(texts, entryIds),
});
