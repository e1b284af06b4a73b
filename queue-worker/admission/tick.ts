/**
 * One tick of admission for one sale: who let a call go by goes back to the front, and the next visitors are called.
 *
 * Woken, not driven (ADM-2): running twice, late or not at all for a while lets nobody in twice and nobody out of order.
 * Calling is crash-safe (ADM-1): the script marks entries `calling` → one INSERT → the line hears `called` → a notice.
 * Whatever stops in between stands in `calling`, and the next tick drives it on.
 */
import { missCalls, recordCalls } from '../../db/admissions.ts';
import { keepPace, readPace, type SalePace } from '../../db/pace.ts';
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { targetOf } from '../../domain/autopilot.ts';
import { type HeldBack, heldBackBy } from '../../domain/held-back.ts';
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { callsPerMinute } from '../../domain/no-show.ts';
import { proposeCalls } from '../../domain/pacing.ts';
import { callNext } from '../../redis/line/call-next.ts';
import { tellAdmissions } from '../../redis/line/settle-admissions.ts';
import { notify } from '../../redis/notices.ts';
import type { Deps } from '../deps.ts';

export type AdmissionDeps = Pick<Deps, 'db' | 'redis' | 'line' | 'log'>;

/** Rounds of one tick: each touches at most 500 entries, so a tick passes over fifty thousand closed tabs. */
const ROUNDS_MAX = 100;

/** Answers how many stand called because of this tick. */
export async function tick(deps: AdmissionDeps, saleId: string): Promise<number> {
  await tell(deps, saleId, await missCalls(deps.db, saleId));
  const pace = await readPace(deps.db, saleId);
  const { calledCount, heldBack } = await call(deps, saleId, pace);
  await keepPace(deps.db, saleId, pace, heldBack);
  return calledCount;
}

/** As many as there is room for, at the pace; answers how many, and what stood in the way of more. */
async function call(deps: AdmissionDeps, saleId: string, pace: SalePace) {
  // The operator's rate, or the autopilot's below it; and more while some of those called do not come (PAC-4).
  const ratePerMinute = callsPerMinute(targetOf(pace), pace.shows);
  // Whoever stands in `calling` is driven on all the same.
  let wantMax = pace.isShut ? 0 : proposeCalls(pace);
  let calledCount = 0;
  let heldBack: HeldBack | null = null;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const { calling, more, bound } = await callNext(deps.line, { saleId, wantMax, ratePerMinute });
    await tell(deps, saleId, await recordCalls(deps.db, saleId, calling));
    calledCount += calling.length;
    heldBack = pace.isShut ? null : heldBackBy(bound, pace);
    wantMax = Math.max(0, wantMax - calling.length);
    if (!more) break;
  }
  return { calledCount, heldBack };
}

/** PostgreSQL has decided; now the line and the gateways hear it. */
export async function tell(
  { redis, line }: Pick<Deps, 'redis' | 'line'>,
  saleId: string,
  facts: readonly AdmissionFact[],
): Promise<void> {
  for (let from = 0; from < facts.length; from += SCRIPT_ENTRIES_MAX) {
    const some = facts.slice(from, from + SCRIPT_ENTRIES_MAX);
    await tellAdmissions(line, { saleId, facts: some });
    await notify(redis, saleId, { type: 'standings', entryIds: some.map(({ entryId }) => entryId) });
  }
}
