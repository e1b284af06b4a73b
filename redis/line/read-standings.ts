/** Typed door to read-standings.lua. The contract is the comment atop the script. */
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface ReadStandings {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX. */
  readonly entryIds: readonly string[];
}

export const readStandings = defineLineScript<ReadStandings, LineReply>({
  name: 'read-standings',
  args: ({ entryIds }) => entryIds,
  reply: (texts, { entryIds }) => readReply(texts, entryIds),
});
