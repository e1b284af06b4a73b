/**
 * Admission on BullMQ: a job scheduler for each open sale wakes a tick each second. Any queue-worker may
 * run it.
 *
 * A watchdog outside BullMQ looks when each line was last ticked, by Redis' clock. Where a scheduler has
 * stopped (it happens: a stalled job, an obliterated queue, a Redis that was away) it arms it again and
 * ticks once itself; a tick more is harmless. It also reconciles the line with PostgreSQL.
 */
import { Queue, Worker } from 'bullmq';
import { liveSales } from '../../db/live-sales.ts';
import { TICK_MS } from '../../domain/limits.ts';
import { BULLMQ_PREFIX, metaKey } from '../../redis/keys.ts';
import { LineBusy } from '../../redis/line.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';
import { steerPace } from './autopilot.ts';
import { giveBack, retellGivenBack } from './give-back.ts';
import { openPaceMetrics } from './pace-metrics.ts';
import { reconcile } from './reconcile.ts';
import { tick } from './tick.ts';

const QUEUE = 'admission';
/** Ticks of as many sales at once. */
const CONCURRENCY = 8;
const WATCH_MS = 1_000;
/** Between two looks of the autopilot: as often as the processes tell what they measured, or nearly. */
const AUTOPILOT_MS = 3_000;
/** A line that was not ticked for this long has lost its scheduler, or nearly. */
const SILENT_TICK_MS = 3 * TICK_MS;
/** Rounds of the watchdog between two reconciliations. */
const RECONCILE_ROUNDS = 5;
/** Finished jobs are of no use: a few stay for the curious. */
const KEPT_JOBS = { removeOnComplete: 10, removeOnFail: 100 };

type StartDeps = Pick<Deps, 'db' | 'redis' | 'line' | 'log' | 'bullmqRedisUrl' | 'metrics'>;

export function startAdmission(deps: StartDeps): Running {
  const { log, bullmqRedisUrl: url } = deps;
  const queue = new Queue(QUEUE, {
    prefix: BULLMQ_PREFIX,
    connection: { url, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
  });
  const worker = new Worker<{ saleId: string }>(QUEUE, (job) => tickQuietly(deps, job.data.saleId), {
    prefix: BULLMQ_PREFIX,
    connection: { url, maxRetriesPerRequest: null },
    concurrency: CONCURRENCY,
    // A worker that was stopped for longer than this has its job run again by another one; a second tick is harmless.
    lockDuration: 5_000,
    stalledInterval: 5_000,
  });
  queue.on('error', (err) => log.debug({ err }, 'admission queue'));
  worker.on('error', (err) => log.debug({ err }, 'admission worker'));
  worker.on('failed', (job, err) => log.warn({ err, saleId: job?.data.saleId }, 'tick failed'));

  const paceMetrics = openPaceMetrics(deps.metrics);
  const watchdog = openWatchdog(deps, queue);
  const watching = repeat('admission watchdog', WATCH_MS, watchdog, log);
  const steering = repeat('autopilot', AUTOPILOT_MS, () => steerPace(deps, paceMetrics), log);
  return {
    stop: async () => {
      await Promise.all([watching.stop(), steering.stop()]);
      await worker.close();
      await queue.close();
    },
  };
}

/** A line that is being rebuilt, or a Redis that is away, is no fault of the tick: the next one finds out. */
async function tickQuietly(deps: StartDeps, saleId: string): Promise<number> {
  try {
    return await tick(deps, saleId);
  } catch (error) {
    if (error instanceof LineBusy) return 0;
    throw error;
  }
}

function openWatchdog(deps: StartDeps, queue: Queue): () => Promise<void> {
  const { db, redis, log } = deps;
  const armed = new Set<string>();
  let round = 0;

  const arm = (saleId: string) =>
    queue.upsertJobScheduler(saleId, { every: TICK_MS }, { name: 'tick', data: { saleId }, opts: KEPT_JOBS });

  return async () => {
    round += 1;
    const sales = (await liveSales(db)).filter((sale) => sale.mode === 'line');
    const open = sales.filter((sale) => sale.state === 'open');
    for (const { id } of open) {
      const [seconds = 0] = await redis.time();
      const tickedAt = Number((await redis.hget(metaKey(id), 'ticked_at')) ?? 0);
      const isSilent = seconds * 1_000 - tickedAt > SILENT_TICK_MS;
      if (!isSilent && armed.has(id)) continue;
      if (armed.has(id)) log.warn({ saleId: id }, 'no tick for a while: arming its scheduler again');
      await arm(id);
      armed.add(id);
      if (isSilent) await tickQuietly(deps, id);
    }
    // Paused or sold out, nobody is called, but who was called before may still let the call go by.
    for (const { id, state } of sales)
      if (state === 'paused' || state === 'soldOut') await tickQuietly(deps, id);
    for (const id of armed) {
      if (open.some((sale) => sale.id === id)) continue;
      await queue.removeJobScheduler(id);
      armed.delete(id);
    }
    for (const { id } of sales) await giveBack(deps, id);
    if (round % RECONCILE_ROUNDS !== 0) return;
    for (const { id } of sales) {
      await reconcile(deps, id);
      await retellGivenBack(deps, id);
    }
  };
}
