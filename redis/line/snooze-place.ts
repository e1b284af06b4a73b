/** Typed door to snooze-place.lua. The contract is the comment atop the script. */
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface SnoozePlace {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX; `letPass` others go first. */
  readonly snoozes: readonly { readonly entryId: string; readonly letPass: number }[];
}

export const snoozePlace = defineLineScript<SnoozePlace, LineReply>({
  name: 'snooze-place',
  args: ({ snoozes }) => snoozes.flatMap(({ entryId, letPass }) => [entryId, letPass]),
  reply: (texts, { snoozes }) =>
    readReply(
      texts,
      snoozes.map(({ entryId }) => entryId),
    ),
});
