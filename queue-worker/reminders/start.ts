/** Reminders of all open lines, looked at every ten seconds by every queue-worker: two at once write to nobody twice. */
import { forgetOldContacts } from '../../db/line-contacts.ts';
import { liveSales } from '../../db/live-sales.ts';
import { LineBusy } from '../../redis/line.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';
import { remindNear } from './remind-near.ts';

const LOOK_MS = 10_000;
/** Looks between two clearings of old addresses: an hour. */
const CLEAR_LOOKS = 360;

export function startReminders(deps: Pick<Deps, 'db' | 'line' | 'log'>): Running {
  let look = 0;
  const round = async (): Promise<void> => {
    if (look % CLEAR_LOOKS === 0) await forgetOldContacts(deps.db);
    look += 1;
    const open = (await liveSales(deps.db)).filter(({ mode, state }) => mode === 'line' && state === 'open');
    for (const sale of open) {
      try {
        await remindNear(deps, sale);
      } catch (fault) {
        if (!(fault instanceof LineBusy)) throw fault; // Being rebuilt: at the next look.
      }
    }
  };
  return repeat('reminders', LOOK_MS, round, deps.log);
}
