/** Typed door to join-line.lua. The contract is the comment atop the script. */
import type { WaitingLane } from '../../domain/lane.ts';
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface JoinLine {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX. */
  readonly entryIds: readonly string[];
  /** Beside entryIds; the ordinary line where it is left out. Counts for new places only. */
  readonly lanes?: readonly WaitingLane[];
}

export const joinLine = defineLineScript<JoinLine, LineReply>({
  name: 'join-line',
  args: ({ entryIds, lanes }) => entryIds.flatMap((entryId, at) => [entryId, lanes?.[at] ?? 'ordinary']),
  reply: (texts, { entryIds }) => readReply(texts, entryIds),
});
