/**
 * The line as the gateway uses it: the doors of redis/ bound to one connection, and a join that reserves
 * numbers when the block is spent.
 */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { askAgain } from '../../redis/line/ask-again.ts';
import { changeLane } from '../../redis/line/change-lane.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { markPresent } from '../../redis/line/mark-present.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { restorePlaces } from '../../redis/line/restore-places.ts';
import { settleAdmissions } from '../../redis/line/settle-admissions.ts';
import { settleReserve } from '../../redis/line/settle-reserve.ts';
import { snoozePlace } from '../../redis/line/snooze-place.ts';
import { wakePlace } from '../../redis/line/wake-place.ts';
import { type Line, LineBusy, NumbersSpent } from '../../redis/line.ts';
import type { LineReply } from '../../redis/line-reply.ts';

type Door<Script> = Script extends (line: Line, input: infer Input) => Promise<LineReply>
  ? (input: Input) => Promise<LineReply>
  : never;

export interface LineDoors {
  readonly generation: () => number;
  readonly refresh: () => Promise<number>;
  readonly join: Door<typeof joinLine>;
  readonly read: Door<typeof readStandings>;
  readonly present: Door<typeof markPresent>;
  readonly ask: Door<typeof askAgain>;
  readonly changeLane: Door<typeof changeLane>;
  readonly snooze: Door<typeof snoozePlace>;
  readonly wake: Door<typeof wakePlace>;
  readonly leave: Door<typeof leaveLine>;
  readonly restore: Door<typeof restorePlaces>;
  readonly settle: Door<typeof settleAdmissions>;
  readonly settleReserve: Door<typeof settleReserve>;
}

/** Other gateways spend the same block: after a few reservations in vain the crowd is told to come back. */
const RESERVATIONS_MAX = 5;

export function lineDoors(line: Line, db: Kysely<Database>): LineDoors {
  const join: LineDoors['join'] = async (input) => {
    for (let reserved = 0; ; reserved += 1) {
      try {
        return await joinLine(line, input);
      } catch (error) {
        if (!(error instanceof NumbersSpent)) throw error;
        if (reserved === RESERVATIONS_MAX)
          throw new LineBusy('numbers spent again and again', { cause: error });
        await reserveNumbers(line, db, input.saleId);
      }
    }
  };
  return {
    generation: () => line.generation(),
    refresh: () => line.refresh(),
    join,
    read: (input) => readStandings(line, input),
    present: (input) => markPresent(line, input),
    ask: (input) => askAgain(line, input),
    changeLane: (input) => changeLane(line, input),
    snooze: (input) => snoozePlace(line, input),
    wake: (input) => wakePlace(line, input),
    leave: (input) => leaveLine(line, input),
    restore: (input) => restorePlaces(line, input),
    settle: (input) => settleAdmissions(line, input),
    settleReserve: (input) => settleReserve(line, input),
  };
}
