/**
 * Looks who of those who left an address is near by now, and has them written to (MAI-30): once for each place, some
 * minutes before the call (domain/reminding.ts).
 *
 * Who is far away is looked for again when half of the way may be gone, by the line's own counter (ADM-16): a hundred
 * thousand addresses cost a few looks each, whoever leaves the line in between. Dying here loses nothing: what is noted
 * is only when to look, and never later than half of what is left.
 */
import { dueContactsAfter, forgetContacts, lookAgainAt, tellNear } from '../../db/line-contacts.ts';
import type { LiveSale } from '../../db/live-sales.ts';
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { letterAhead } from '../../domain/reminding.ts';
import type { Standing } from '../../domain/standing.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import type { Deps } from '../deps.ts';

export type ReminderDeps = Pick<Deps, 'db' | 'line'>;

/** Answers who was written to. */
export async function remindNear({ db, line }: ReminderDeps, sale: LiveSale): Promise<string[]> {
  const { id: saleId } = sale;
  const nearAhead = letterAhead(sale);
  const { head } = await readStandings(line, { saleId, entryIds: [] });
  const told: string[] = [];
  for (let after = ''; ; ) {
    const page = { after, countMax: SCRIPT_ENTRIES_MAX };
    const entryIds = await dueContactsAfter(db, saleId, head, page);
    if (entryIds.length > 0) {
      const { standings } = await readStandings(line, { saleId, entryIds });
      const near = standings.filter((standing) => isNear(standing, nearAhead));
      told.push(...(await tellNear(db, saleId, near)));
      const over = standings.filter(isOver).map(({ entryId }) => entryId);
      await forgetContacts(db, saleId, over);
      const far = standings.flatMap((standing) => {
        const way = wayLeft(standing, nearAhead);
        const moved = head.moved + Math.max(1, Math.floor((way ?? 0) / 2));
        return way === null ? [] : [{ entryId: standing.entryId, moved }];
      });
      await lookAgainAt(db, saleId, head.generation, far);
    }
    after = entryIds.at(-1) ?? '';
    if (entryIds.length < SCRIPT_ENTRIES_MAX) return told;
  }
}

/** Who has been passed over or called is near enough to hear of it; a place that Redis forgot is none of both. */
function isNear({ state, ahead }: Standing, nearAhead: number): boolean {
  if (state === 'waiting' || state === 'snoozed') return ahead !== null && ahead <= nearAhead;
  return state === 'returned' || state === 'calling' || state === 'called' || state === 'passedOver';
}

const isOver = ({ state }: Standing): boolean => state === 'shopping' || state === 'finished';

/**
 * People that the ordinary line has to move before they are near. Null where its counter says nothing: other lanes have
 * their own, and are short.
 */
function wayLeft({ state, ahead, lane }: Standing, nearAhead: number): number | null {
  // Nobody knows where a place stands that Redis forgot or that was given up: back in line it was not near before.
  if (state === 'none') return nearAhead;
  if ((state !== 'waiting' && state !== 'snoozed') || lane !== 'ordinary' || ahead === null) return null;
  return ahead > nearAhead ? ahead - nearAhead : null;
}
