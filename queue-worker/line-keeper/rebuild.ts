/**
 * Rebuilds the lines after Redis lost its memory, or some of it (LIN-5, LIN-7).
 *
 * In this order, because each step makes the next one safe: the next generation in PostgreSQL, bound to the Redis that
 * answers now → the generation in every line, before any other script may run there → what PostgreSQL knows (who was
 * admitted, who left) → gateways put their connected visitors back → calling goes on. What Redis' file kept, stays.
 * One process at a time, by a lease; dying half-way, the next one begins another generation and does it all again.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { latestAdmissionsAfter } from '../../db/admissions.ts';
import { exitsAfter } from '../../db/line-exits.ts';
import {
  advanceGeneration,
  type GenerationRow,
  gatewaysToResume,
  leaseRebuild,
  setGenerationState,
} from '../../db/line-generation.ts';
import { numberEndOf } from '../../db/line-numbers.ts';
import type { LiveSale } from '../../db/live-sales.ts';
import { listAfter, waitingAfter } from '../../db/reserve-list.ts';
import { PROCESS_SILENT_MS_MAX, SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { linePhaseOf, lobbyModeOf } from '../../domain/line-phase.ts';
import { beginGeneration, type LineStatus, setStatus } from '../../redis/line/begin-generation.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { restorePlaces } from '../../redis/line/restore-places.ts';
import { tellAdmissions } from '../../redis/line/settle-admissions.ts';
import { settleReserve } from '../../redis/line/settle-reserve.ts';
import { loadLineScripts } from '../../redis/line-scripts.ts';
import { notify } from '../../redis/notices.ts';
import { rewriteFile } from '../../redis/rewrite-file.ts';
import type { Deps } from '../deps.ts';

/** A rebuild that stands still this long is taken over. */
const REBUILD_LEASE_MS = 10_000;
/** Gateways look for a new generation once a second; one that is stuck must not hold the others up for ever. */
const RESUME_MS_MAX = 5_000;
const RESUME_LOOK_MS = 100;

type RebuildDeps = Pick<Deps, 'db' | 'redis' | 'line' | 'log' | 'name'>;

/** `found`: the Redis that answers, and the generation that was there when it was looked at. */
export async function rebuildLines(
  deps: RebuildDeps,
  sales: readonly LiveSale[],
  found: { readonly runId: string; readonly seen: GenerationRow },
): Promise<void> {
  const { db, redis, line, log, name } = deps;
  if (!(await leaseRebuild(db, name, REBUILD_LEASE_MS))) return;
  const generation = await advanceGeneration(db, name, found);
  if (generation === null) {
    await leaseRebuild(db, name, 0); // Somebody was faster: whoever is next must not wait for us.
    return;
  }
  await line.refresh();
  log.warn({ generation, sales: sales.length }, 'rebuilding the line');

  for (const sale of sales) await begin(deps, sale);
  await loadLineScripts(redis);
  await rewriteFile(redis, log);
  for (const sale of sales) await retell(deps, sale.id);
  for (const sale of sales) await retellList(deps, sale);
  await enter(deps, sales, generation, 'resuming');
  for (const sale of sales) await retellRegistrations(deps, sale);
  await untilResumed(deps, generation);
  await enter(deps, sales, generation, 'ready');
  await leaseRebuild(db, name, 0);
  log.info({ generation }, 'the line is rebuilt');
}

async function begin({ db, line }: RebuildDeps, sale: LiveSale): Promise<void> {
  await beginGeneration(line, {
    saleId: sale.id,
    status: 'rebuilding',
    phase: linePhaseOf(sale),
    numberEnd: await numberEndOf(db, sale.id),
    lobby: lobbyModeOf(sale),
    floorMax: sale.floorMax,
    admitPerMinute: sale.admitPerMinute,
    priorityShare: sale.priorityShare,
  });
}

/** Tells the line what PostgreSQL knows: every visitor's last admission, then who left. */
async function retell({ db, line, name }: RebuildDeps, saleId: string): Promise<void> {
  for (let after = ''; ; ) {
    const facts = await latestAdmissionsAfter(db, saleId, after, SCRIPT_ENTRIES_MAX);
    if (facts.length > 0) await tellAdmissions(line, { saleId, facts });
    await leaseRebuild(db, name, REBUILD_LEASE_MS);
    after = facts.at(-1)?.entryId ?? '';
    if (facts.length < SCRIPT_ENTRIES_MAX) break;
  }
  for (let after = ''; ; ) {
    const exits = await exitsAfter(db, saleId, after, SCRIPT_ENTRIES_MAX);
    if (exits.length > 0) await leaveLine(line, { saleId, exits });
    await leaseRebuild(db, name, REBUILD_LEASE_MS);
    after = exits.at(-1)?.entryId ?? '';
    if (exits.length < SCRIPT_ENTRIES_MAX) break;
  }
}

/** Those on reserve lists, where PostgreSQL has them: nobody stays connected for days to bring a receipt. */
async function retellList({ db, line, name }: RebuildDeps, sale: LiveSale): Promise<void> {
  if (isBeforeOpening(sale)) return;
  for (let after = 0; ; ) {
    const entries = await waitingAfter(db, sale.id, after, SCRIPT_ENTRIES_MAX);
    if (entries.length > 0) await settleReserve(line, { saleId: sale.id, entries });
    await leaseRebuild(db, name, REBUILD_LEASE_MS);
    after = entries.at(-1)?.number ?? after;
    if (entries.length < SCRIPT_ENTRIES_MAX) break;
  }
}

/** And the registrations of raffles that have not opened. Whoever is already drawn stands there too until it opens. */
async function retellRegistrations({ db, line, name }: RebuildDeps, sale: LiveSale): Promise<void> {
  if (sale.mode !== 'raffle' || !isBeforeOpening(sale)) return;
  for (let after = ''; ; ) {
    const entries = await listAfter(db, sale.id, after, SCRIPT_ENTRIES_MAX);
    const places = entries.flatMap(({ entryId, lobbyIndex }) =>
      lobbyIndex === null ? [] : [{ entryId, number: lobbyIndex, lobby: true }],
    );
    if (places.length > 0) await restorePlaces(line, { saleId: sale.id, places });
    await leaseRebuild(db, name, REBUILD_LEASE_MS);
    after = entries.at(-1)?.entryId ?? '';
    if (entries.length < SCRIPT_ENTRIES_MAX) break;
  }
}

const isBeforeOpening = ({ state }: LiveSale): boolean => state === 'draft' || state === 'lobby';

async function enter(
  { db, redis, line }: RebuildDeps,
  sales: readonly LiveSale[],
  generation: number,
  status: Exclude<LineStatus, 'rebuilding'>,
): Promise<void> {
  await setGenerationState(db, generation, status);
  for (const { id: saleId } of sales) {
    await setStatus(line, { saleId, status });
    await notify(redis, saleId, { type: 'generation' });
  }
}

async function untilResumed({ db, log, name }: RebuildDeps, generation: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < RESUME_MS_MAX; waitedMs += RESUME_LOOK_MS) {
    if ((await gatewaysToResume(db, generation, PROCESS_SILENT_MS_MAX)).length === 0) return;
    await leaseRebuild(db, name, REBUILD_LEASE_MS);
    await wait(RESUME_LOOK_MS);
  }
  const missing = await gatewaysToResume(db, generation, PROCESS_SILENT_MS_MAX);
  log.warn({ generation, missing }, 'calling goes on without these gateways');
}
