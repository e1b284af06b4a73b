/** Typed door to wake-place.lua. The contract is the comment atop the script. */
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface WakePlace {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX. */
  readonly entryIds: readonly string[];
}

export const wakePlace = defineLineScript<WakePlace, LineReply>({
  name: 'wake-place',
  args: ({ entryIds }) => entryIds,
  reply: (texts, { entryIds }) => readReply(texts, entryIds),
});
