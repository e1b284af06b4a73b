/** Typed door to change-lane.lua. The contract is the comment atop the script. */
import type { WaitingLane } from '../../domain/lane.ts';
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface ChangeLane {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX. */
  readonly moves: readonly { readonly entryId: string; readonly lane: WaitingLane }[];
}

export const changeLane = defineLineScript<ChangeLane, LineReply>({
  name: 'change-lane',
  args: ({ moves }) => moves.flatMap(({ entryId, lane }) => [entryId, lane]),
  reply: (texts, { moves }) =>
    readReply(
      texts,
      moves.map(({ entryId }) => entryId),
    ),
});
