/** Every deed of the protocol by its message, each in a file of its own. */
import { prove } from '../access/prove.ts';
import type { DeedMessage } from '../socket/visitor-message.ts';
import type { DeedDeps, DeedDone, Seat } from './deed.ts';
import type { Hall } from './hall.ts';
import { remind } from './remind.ts';
import { reserve } from './reserve-list.ts';
import { snooze, wake } from './snooze.ts';

export async function doDeed(
  deps: DeedDeps,
  hall: Hall,
  seat: Seat,
  message: DeedMessage,
): Promise<DeedDone> {
  switch (message.type) {
    case 'snooze':
      return await snooze(deps, hall, seat, message);
    case 'wake':
      return await wake(deps, hall, seat, message);
    case 'prove':
      return await prove(deps, hall, seat, message);
    case 'remind':
      return await remind(deps, hall, seat, message);
    case 'reserve':
      return await reserve(deps, hall, seat, message);
  }
}
