/** Typed door to restore-places.lua. The contract is the comment atop the script. */
import type { WaitingLane } from '../../domain/lane.ts';
import type { ReceiptSnooze } from '../../tokens/receipt.ts';
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface RestoredPlace {
  readonly entryId: string;
  readonly number: number;
  readonly lobby: boolean;
  /** The ordinary line where it is left out. */
  readonly lane?: WaitingLane;
  readonly snooze?: ReceiptSnooze;
}
export interface RestorePlaces {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX. `number` is the number of the line: of a lobby index only while the lobby stands. */
  readonly places: readonly RestoredPlace[];
}

export const restorePlaces = defineLineScript<RestorePlaces, LineReply>({
  name: 'restore-places',
  args: ({ places }) =>
    places.flatMap(({ entryId, number, lobby, lane, snooze }) => [
      entryId,
      number,
      lobby ? '1' : '0',
      lane ?? 'ordinary',
      snooze?.letsPassTo ?? 0,
      snooze?.callNo ?? 0,
    ]),
  reply: (texts, { places }) =>
    readReply(
      texts,
      places.map(({ entryId }) => entryId),
    ),
});
