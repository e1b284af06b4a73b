/**
 * The slow lane: what somebody in it is told, and the way out (ACC-10, ACC-12). PostgreSQL says whether a check is
 * cleared and the line is told afterwards; whoever finds it cleared tells the line again.
 */
import type { Kysely } from 'kysely';
import { checksOf, clearCheck, noteSuspect } from '../../db/line-checks.ts';
import type { Database } from '../../db/schema.ts';
import type { LineCheck } from '../../domain/protocol.ts';
import type { Standing } from '../../domain/standing.ts';
import type { Hall } from '../line/hall.ts';
import type { Reading } from '../line/hall-batches.ts';
import type { Measures } from '../measures.ts';
import type { Access } from './access.ts';

export interface SlowLaneDeps {
  readonly db: Kysely<Database>;
  readonly access: Access;
  readonly measures: Measures;
}

/** What the solution of a check is bound to. */
export const checkPurpose = (saleId: string, entryId: string): string => `check|${saleId}|${entryId}`;

export interface Checked extends Reading {
  /** Null for who is not, or no longer, in the slow lane. */
  readonly check: LineCheck | null;
}

/** A reading with the check that goes with it. A crowd that polls asks isSlow first and spares the promise. */
export async function withCheck(deps: SlowLaneDeps, hall: Hall, reading: Reading): Promise<Checked> {
  if (!isSlow(reading.standing)) return { ...reading, check: null };
  const { entryId } = reading.standing;
  const saleId = hall.sale.id;
  const known = (await checksOf(deps.db, saleId, [entryId])).get(entryId);
  const { isCleared, reason } = known ?? (await noteSuspect(deps.db, saleId, entryId, 'pattern'));
  if (isCleared) return { ...(await leaveSlowLane(hall, entryId)), check: null };
  const challenge = await deps.access.proofs.challenge(checkPurpose(saleId, entryId), deps.access.work());
  return { ...reading, check: { reason, challenge } };
}

export const isSlow = ({ lane, state }: Standing): boolean =>
  lane === 'slow' && (state === 'waiting' || state === 'lobby');

/** Out of the slow lane, number kept: whoever waited their turn out is called next. */
export async function clear(
  deps: SlowLaneDeps,
  hall: Hall,
  entryId: string,
  by: 'work' | 'email' | 'staff',
): Promise<Reading> {
  if (await clearCheck(deps.db, hall.sale.id, entryId, by)) deps.measures.cleared(by);
  const entry = hall.entries.get(entryId);
  if (entry) entry.check = null;
  return await leaveSlowLane(hall, entryId);
}

const leaveSlowLane = (hall: Hall, entryId: string): Promise<Reading> =>
  hall.ask.lane.add({ entryId, lane: 'ordinary' });
