/**
 * Calls as many of those who wait as there is room for, at the pace: a script takes them from the line, one row records
 * them, a script and a notice tell them. A round touches at most 500; the next one is taken while this one is recorded, and
 * recorded after it: nobody is called before those in front of them, wherever this dies.
 */
import { latestAdmissions, recordCalls } from '../../db/admissions.ts';
import { recordBatch, spreadBatches } from '../../db/call-batches.ts';
import type { SalePace } from '../../db/pace.ts';
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { targetOf } from '../../domain/autopilot.ts';
import type { CallBatch } from '../../domain/call-batch.ts';
import { type HeldBack, heldBackBy } from '../../domain/held-back.ts';
import { callsPerMinute } from '../../domain/no-show.ts';
import { proposeCalls } from '../../domain/pacing.ts';
import { type Called, callNext } from '../../redis/line/call-next.ts';
import { confirmCalls } from '../../redis/line/confirm-calls.ts';
import { notify } from '../../redis/notices.ts';
import { newId } from '../../runtime/chance.ts';
import type { Deps } from '../deps.ts';
import { tell } from './tell.ts';

export type AdmissionDeps = Pick<Deps, 'db' | 'redis' | 'line' | 'log'>;

/** Rounds of one tick: each touches at most 500 entries, so a tick passes over fifty thousand closed tabs. */
const ROUNDS_MAX = 100;

/** Answers how many were called, and what stood in the way of more. */
export async function callWaiting(
  deps: AdmissionDeps,
  saleId: string,
  pace: SalePace,
): Promise<{ calledCount: number; heldBack: HeldBack | null }> {
  // The operator's rate, or the autopilot's below it; and more while some of those called do not come (PAC-4).
  const ratePerMinute = callsPerMinute(targetOf(pace), pace.shows);
  // Whoever stands in `calling` is driven on all the same.
  let wantMax = pace.isShut ? 0 : proposeCalls(pace);
  let drives = true;
  let calledCount = 0;
  let heldBack: HeldBack | null = null;
  let isFailing = false;
  let recorded: Promise<unknown> = Promise.resolve();
  const tickId = newId('tick');
  const underWay: Promise<void>[] = [];
  try {
    for (let round = 0; round < ROUNDS_MAX && !isFailing; round += 1) {
      const called = await callNext(deps.line, { saleId, wantMax, ratePerMinute, tickId, drives });
      const recording = recorded.then(() => record(deps, saleId, called));
      recorded = recording;
      const told = recording.then((calls) => tellCalls(deps, saleId, calls));
      underWay.push(told);
      told.catch(() => {
        isFailing = true;
      });
      if (called.isFresh) drives = false;
      else await told;
      calledCount += called.calling.length;
      heldBack = pace.isShut ? null : heldBackBy(called.bound, pace);
      wantMax = Math.max(0, wantMax - called.calling.length);
      if (!called.more) break;
    }
  } finally {
    await Promise.allSettled(underWay); // A tick leaves nothing running, also where it fails.
  }
  await Promise.all(underWay);
  return { calledCount, heldBack };
}

/** One batch; or, of those whom another tick marked and may have recorded, what stands for each. */
type Recorded = { readonly batch: CallBatch } | { readonly facts: readonly AdmissionFact[] };

async function record(
  { db }: AdmissionDeps,
  saleId: string,
  { calling, isFresh }: Called,
): Promise<Recorded> {
  if (calling.length === 0) return { facts: [] };
  const batch = isFresh ? await recordBatch(db, saleId, calling) : null;
  return batch ? { batch } : { facts: await recordCalls(db, saleId, calling) };
}

async function tellCalls(deps: AdmissionDeps, saleId: string, recorded: Recorded): Promise<void> {
  if ('facts' in recorded) return await tell(deps, saleId, recorded.facts);
  const { batch } = recorded;
  await confirmCalls(deps.line, { saleId, batch });
  const entryIds = batch.calls.map(({ entryId }) => entryId);
  await notify(deps.redis, saleId, { type: 'standings', entryIds });
}

/** Gives each call of a batch its row (ADM-17), and tells what stands where one ran into another turn. */
export async function spreadCalls(deps: AdmissionDeps, saleId: string): Promise<void> {
  const others = await spreadBatches(deps.db, saleId);
  if (others.length > 0) await tell(deps, saleId, await latestAdmissions(deps.db, saleId, others));
}
