/**
 * The doors of a raffle: those of a line, but joining is registering, and that is PostgreSQL's (RAF-1). A registration is
 * answered only once it is committed; the line hears of it afterwards, and whoever it does not know is looked up again
 * when they come back.
 *
 * Receipts are not needed to put anybody back here: everybody is in PostgreSQL, whatever Redis forgets.
 */
import type { Kysely } from 'kysely';
import { isDrawn, type ListEntry, listEntries, register } from '../../db/reserve-list.ts';
import type { Database } from '../../db/schema.ts';
import type { LineDoors } from './doors.ts';

export function raffleDoors(line: LineDoors, db: Kysely<Database>): LineDoors {
  return {
    ...line,
    join: async ({ saleId, entryIds }) => {
      // Read first: a line that is being rebuilt, or not begun yet, registers nobody whom it could not show.
      const reply = await line.read({ saleId, entryIds });
      const fresh = reply.standings.flatMap(({ state, entryId }) => (state === 'none' ? [entryId] : []));
      if (fresh.length === 0) return reply;
      await putBack(line, db, saleId, await register(db, saleId, fresh));
      return await line.read({ saleId, entryIds });
    },
    restore: async ({ saleId, places }) => {
      const entryIds = places.map(({ entryId }) => entryId);
      await putBack(line, db, saleId, await listEntries(db, saleId, entryIds));
      return await line.read({ saleId, entryIds });
    },
  };
}

/** Where PostgreSQL has them: among the registrations until the sale opens, on the list afterwards. */
async function putBack(
  line: LineDoors,
  db: Kysely<Database>,
  saleId: string,
  entries: readonly ListEntry[],
): Promise<void> {
  const waiting = entries.filter(({ state }) => state === 'registered' || state === 'waiting');
  if (waiting.length === 0) return;
  if (await isDrawn(db, saleId)) {
    const listed = waiting.flatMap(({ entryId, number }) => (number === null ? [] : [{ entryId, number }]));
    if (listed.length > 0) await line.settleReserve({ saleId, entries: listed });
    return;
  }
  const places = waiting.flatMap(({ entryId, lobbyIndex }) =>
    lobbyIndex === null ? [] : [{ entryId, number: lobbyIndex, lobby: true }],
  );
  if (places.length > 0) await line.restore({ saleId, places });
}
