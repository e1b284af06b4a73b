/** Reminders of all lines that are open or will be soon: several workers at once write to nobody twice. */
import { forgetOldContacts, tellOpening } from '../../db/line-contacts.ts';
import { liveSales } from '../../db/live-sales.ts';
import { LineBusy } from '../../redis/line.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';
import { remindNear } from './remind-near.ts';

const LOOK_MS = 10_000;
/** Before the opening: time for the mail, for finding the phone, and not so much that it is put away again. */
const OPENING_MINUTES = 10;
/** Looks between two clearings of old addresses: an hour. */
const CLEAR_LOOKS = 360;

export function startReminders(deps: Pick<Deps, 'db' | 'line' | 'log'>): Running {
  let look = 0;
  const round = async (): Promise<void> => {
    if (look % CLEAR_LOOKS === 0) await forgetOldContacts(deps.db);
    look += 1;
    const sales = (await liveSales(deps.db)).filter(({ mode }) => mode === 'line');
    for (const { id } of sales.filter(({ state }) => state === 'lobby'))
      await tellOpening(deps.db, id, OPENING_MINUTES);
    for (const sale of sales.filter(({ state }) => state === 'open')) {
      try {
        await remindNear(deps, sale);
      } catch (fault) {
        if (!(fault instanceof LineBusy)) throw fault; // Being rebuilt: at the next look.
      }
    }
  };
  return repeat('reminders', LOOK_MS, round, deps.log);
}
