/**
 * Reminders of all lines that are open, will be soon, or are sold out. One queue-worker looks at a sale at a time; one that
 * dies is followed within a look, and two at once, after Redis forgot who it was, write to nobody twice.
 */
import type { Redis } from 'ioredis';
import { forgetOldContacts } from '../../db/line-contacts.ts';
import { liveSales } from '../../db/live-sales.ts';
import { tellOpening, tellSoldOut } from '../../db/tell-line.ts';
import { isSoldOutBeside } from '../../domain/raffle.ts';
import type { SaleState } from '../../domain/sale.ts';
import { reminderKey } from '../../redis/keys.ts';
import { LineBusy } from '../../redis/line.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';
import { remindNear } from './remind-near.ts';

const LOOK_MS = 10_000;
/** A little less, so that whoever looked last may be the next to look. */
const LOOKED_MS = LOOK_MS - 500;
/** Before the opening: time for the mail, for finding the phone, and not so much that it is put away again. */
const OPENING_MINUTES = 10;
/** Looks between two clearings of old addresses: an hour. */
const CLEAR_LOOKS = 360;

export type RemindersDeps = Pick<Deps, 'db' | 'line' | 'redis' | 'log'>;

export function startReminders(deps: RemindersDeps): Running {
  let look = 0;
  const round = async (): Promise<void> => {
    if (look % CLEAR_LOOKS === 0) await forgetOldContacts(deps.db);
    look += 1;
    await remindAll(deps);
  };
  return repeat('reminders', LOOK_MS, round, deps.log);
}

/** States in which somebody may have something to be told. */
const told: readonly SaleState[] = ['lobby', 'open', 'soldOut'];

/** One look at every line that nobody else has looked at just now. Answers at how many. */
export async function remindAll({ db, line, redis }: Omit<RemindersDeps, 'log'>): Promise<number> {
  let looked = 0;
  for (const sale of await liveSales(db)) {
    if (sale.mode !== 'line' || !told.includes(sale.state)) continue;
    if (!(await isMine(redis, sale.id))) continue;
    looked += 1;
    try {
      if (sale.state === 'lobby') await tellOpening(db, sale.id, OPENING_MINUTES);
      else if (isSoldOutBeside(sale)) await tellSoldOut(db, sale.id);
      else await remindNear({ db, line }, sale);
    } catch (fault) {
      if (!(fault instanceof LineBusy)) throw fault; // Being rebuilt: at the next look.
    }
  }
  return looked;
}

const isMine = async (redis: Redis, saleId: string): Promise<boolean> =>
  (await redis.set(reminderKey(saleId), '', 'PX', LOOKED_MS, 'NX')) === 'OK';
