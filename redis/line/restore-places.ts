/** Typed door to restore-places.lua. The contract is the comment atop the script. */
import { type LineReply, readReply } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

export interface RestorePlaces {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX. `number` is the number of the line: of a lobby index only while the lobby stands. */
  readonly places: readonly { readonly entryId: string; readonly number: number; readonly lobby: boolean }[];
}

export const restorePlaces = defineLineScript<RestorePlaces, LineReply>({
  name: 'restore-places',
  args: ({ places }) => places.flatMap(({ entryId, number, lobby }) => [entryId, number, lobby ? '1' : '0']),
  reply: (texts, { places }) =>
    readReply(
      texts,
      places.map(({ entryId }) => entryId),
    ),
});
