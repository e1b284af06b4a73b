/**
 * A raffle (RAF-2, RAF-4): when registration ends the draw gives every registration a number, and when the sale opens the
 * first `winners` are asked and the others wait on the list.
 *
 * In this order, each step safe to repeat and to die in: freeze → root and key by the draw's own steps → numbers → winners'
 * turns, with their mails → mails to the others → the line hears all of it → its lobby ends → PostgreSQL says open. Until
 * that last step everybody is told that they are registered, so nobody sees half a draw.
 */

import { liveAdmissions } from '../../db/admissions.ts';
import { askNext, mailNotDrawn } from '../../db/list-turns.ts';
import {
  freezeRegistrations,
  numberRegistrations,
  registrationsBetween,
  undrawnRegistrations,
} from '../../db/raffle-draw.ts';
import { waitingAfter } from '../../db/reserve-list.ts';
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { lobbyKey } from '../../redis/keys.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { settleReserve } from '../../redis/line/settle-reserve.ts';
import { tell } from '../admission/tell.ts';
import type { Deps } from '../deps.ts';
import { type DrawDeps, fixDraw } from './fix-draw.ts';

export type RaffleDeps = DrawDeps & Pick<Deps, 'redis' | 'line'>;

/** Numbers written in one statement: some 100 ms. */
const NUMBERS_AT_ONCE = 5_000;

/** False while the beacon is awaited. */
export async function drawRaffle(deps: DrawDeps, saleId: string): Promise<boolean> {
  const { db, log } = deps;
  const size = await freezeRegistrations(db, saleId);
  const draw = await fixDraw(deps, saleId, {
    size,
    leavesBetween: (from, to) => registrationsBetween(db, saleId, from, to),
  });
  if (!draw) return false;
  for (;;) {
    const undrawn = await undrawnRegistrations(db, saleId, NUMBERS_AT_ONCE);
    if (undrawn.length === 0) break;
    const drawn = undrawn.map(({ entryId, index }) => ({ entryId, number: draw.numberOf(index) }));
    await numberRegistrations(db, saleId, drawn);
    log.info({ saleId, count: drawn.length }, 'registrations drawn');
  }
  return true;
}

/** Everything that comes before the raffle's lobby ends; false: not yet. */
export async function giveTurns(deps: RaffleDeps, saleId: string): Promise<boolean> {
  const { db, line } = deps;
  if (!(await drawRaffle(deps, saleId))) return false;
  while ((await askNext(db, saleId, { isOpening: true })).length > 0);
  await mailNotDrawn(db, saleId);
  for (let after = 0; ; ) {
    const entries = await waitingAfter(db, saleId, after, SCRIPT_ENTRIES_MAX);
    if (entries.length > 0) await settleReserve(line, { saleId, entries });
    after = entries.at(-1)?.number ?? after;
    if (entries.length < SCRIPT_ENTRIES_MAX) break;
  }
  await tell(deps, saleId, await liveAdmissions(db, saleId));
  await clearLobby(deps, saleId);
  return true;
}

/** Whoever still stands there has left, or had a turn that is over: the line did not hear of it in time. */
async function clearLobby({ redis, line }: RaffleDeps, saleId: string): Promise<void> {
  for (;;) {
    const strays = await redis.zrange(lobbyKey(saleId), 0, SCRIPT_ENTRIES_MAX - 1);
    if (strays.length === 0) return;
    const exits = strays.map((entryId) => ({ entryId, number: Number.MAX_SAFE_INTEGER }));
    await leaveLine(line, { saleId, exits });
  }
}
