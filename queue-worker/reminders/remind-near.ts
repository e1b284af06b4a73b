/**
 * Looks who of those who left an address is near by now, and has them written to (MAI-30): once, some minutes before the
 * call at the pace that the sale may have at most, so that a letter comes too early rather than too late.
 */
import { forgetContacts, openContactsAfter, tellNear } from '../../db/line-contacts.ts';
import type { LiveSale } from '../../db/live-sales.ts';
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import type { Standing } from '../../domain/standing.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import type { Deps } from '../deps.ts';

/** Mail takes a minute, and so does finding the phone. */
const NEAR_MINUTES = 5;

export type ReminderDeps = Pick<Deps, 'db' | 'line'>;

/** Answers who was written to. */
export async function remindNear(deps: ReminderDeps, sale: LiveSale): Promise<string[]> {
  const { db, line } = deps;
  const nearAhead = NEAR_MINUTES * Math.min(sale.admitPerMinute, sale.autopilotRate ?? sale.admitPerMinute);
  const told: string[] = [];
  for (let after = ''; ; ) {
    const entryIds = await openContactsAfter(db, sale.id, after, SCRIPT_ENTRIES_MAX);
    if (entryIds.length > 0) {
      const { standings } = await readStandings(line, { saleId: sale.id, entryIds });
      const those = (isIt: (standing: Standing) => boolean) =>
        standings.filter(isIt).map(({ entryId }) => entryId);
      told.push(
        ...(await tellNear(
          db,
          sale.id,
          those((standing) => isNear(standing, nearAhead)),
        )),
      );
      await forgetContacts(db, sale.id, those(isOver));
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
