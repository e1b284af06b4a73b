/** Typed door to mark-present.lua. The contract is the comment atop the script. */
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface MarkPresent {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX. */
  readonly entryIds: readonly string[];
}

export const markPresent = defineLineScript<MarkPresent, LineReply>({
  name: 'mark-present',
  args: ({ entryIds }) => entryIds,
  reply: (texts, { entryIds }) => readReply(texts, entryIds),
});
