/**
 * The keeper of the line: sees to it that Redis' memory is the one PostgreSQL believes in (LIN-5), and that every live
 * sale has a line with today's settings. It looks twice a second; every queue-worker has one, and a lease lets one rebuild.
 */

import { type GenerationRow, readGeneration } from '../../db/line-generation.ts';
import { numberEndOf } from '../../db/line-numbers.ts';
import { type LiveSale, liveSales } from '../../db/live-sales.ts';
import { linePhaseOf, lobbyModeOf } from '../../domain/line-phase.ts';
import { metaKey } from '../../redis/keys.ts';
import { beginGeneration } from '../../redis/line/begin-generation.ts';
import { configureLine } from '../../redis/line/configure-line.ts';
import { runIdOf } from '../../redis/run-id.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';
import { rebuildLines } from './rebuild.ts';

const LOOK_MS = 500;

type KeeperDeps = Pick<Deps, 'db' | 'redis' | 'line' | 'log' | 'name'>;

export function startLineKeeper(deps: KeeperDeps): Running {
  return repeat('line keeper', LOOK_MS, () => keepLines(deps), deps.log);
}

/** One look: rebuilds where memory was lost, begins the lines of new sales, brings settings in step. */
export async function keepLines(deps: KeeperDeps): Promise<void> {
  const { db, redis, line } = deps;
  const [runId, row] = await Promise.all([runIdOf(redis), readGeneration(db)]);
  await line.refresh();
  const sales = await liveSales(db);
  const found = { runId, seen: row };
  if (row.run_id !== runId || row.state !== 'ready') return await rebuildLines(deps, sales, found);

  const strange = await strangeLines(deps, sales, row);
  for (const sale of strange.unknown) await beginLine(deps, sale);
  if (strange.lost) return await rebuildLines(deps, sales, found);
  for (const sale of sales) {
    await configureLine(line, { ...settingsOf(sale), phase: linePhaseOf(sale) });
  }
}

/** Sales whose line Redis does not know: new ones, and whether one is among them that had visitors. */
async function strangeLines(
  { db, redis }: KeeperDeps,
  sales: readonly LiveSale[],
  row: GenerationRow,
): Promise<{ unknown: LiveSale[]; lost: boolean }> {
  const unknown: LiveSale[] = [];
  for (const sale of sales) {
    const generation = await redis.hget(metaKey(sale.id), 'generation');
    if (Number(generation) === row.generation && generation !== null) continue;
    // Numbers were reserved, so somebody may have a place that this Redis has forgotten.
    if ((await numberEndOf(db, sale.id)) > 0) return { unknown: [], lost: true };
    unknown.push(sale);
  }
  return { unknown, lost: false };
}

async function beginLine({ line }: KeeperDeps, sale: LiveSale): Promise<void> {
  const phase = linePhaseOf(sale);
  await beginGeneration(line, { ...settingsOf(sale), status: 'ready', phase, numberEnd: 0 });
}

const settingsOf = (sale: LiveSale) => ({
  saleId: sale.id,
  lobby: lobbyModeOf(sale),
  floorMax: sale.floorMax,
  admitPerMinute: sale.admitPerMinute,
  priorityShare: sale.priorityShare,
});
