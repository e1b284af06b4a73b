/**
 * The writer: for each sale one process at a time decides every change of stock (WRT-1).
 *
 * This process takes leases that have run out, shares the sales with its siblings by whoever comes first, and keeps a
 * SaleWriter for each lease it holds. Killed, stopped or cut off, it loses them three seconds later on PostgreSQL's clock,
 * and the next one takes over; what it had not committed is still in the stream or in the table.
 */
import { openPool } from '../../db/open.ts';
import type { Decide } from '../../db/writer.ts';
import { claimLeases, type Lease, lookForWork, releaseLeases, renewLeases } from '../../db/writer-lease.ts';
import { openWriterPool } from '../../db/writer-pool.ts';
import { BATCH_COMMANDS_MAX } from '../../domain/limits.ts';
import { decideBatch } from '../../domain/writer/decide.ts';
import { commandsKey } from '../../redis/keys.ts';
import { openBlockingRedis } from '../../redis/open.ts';
import { systemChance } from '../../runtime/chance.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';
import { startIntake } from './intake.ts';
import { openRedisClock } from './redis-clock.ts';
import { SaleWriter } from './sale-writer.ts';
import type { WriterDeps } from './writer-deps.ts';
import { openWriterMetrics } from './writer-metrics.ts';

/** A lease lasts three seconds: with this the next writer is at work well within eight. */
const CLAIM_MS = 500;
/** How long a paid order waits for its confirm, at most. */
const LOOK_MS = 150;
const RENEW_MS = 1_000;
/** At a time, so that two processes that start together share the sales. */
const SALES_CLAIMED_MAX = 20;

export interface SaleWriterStatus {
  readonly epoch: number;
  /** Reserves that stand in the stream. */
  readonly backlog: number;
  /** Orders granted, over the last second. */
  readonly reservationsPerSecond: number;
}

export interface RunningWriter extends Running {
  /** By sale, of those that this process writes. */
  status(): Readonly<Record<string, SaleWriterStatus>>;
}

interface StartDeps
  extends Pick<Deps, 'name' | 'databaseUrl' | 'redis' | 'redisUrl' | 'line' | 'log' | 'metrics'> {
  /** Of a batch; one to BATCH_COMMANDS_MAX, which it is where nothing is said. */
  readonly commandsMax?: number;
}

export function startWriter(deps: StartDeps, decide: Decide = decideBatch): RunningWriter {
  const { log, redis, commandsMax = BATCH_COMMANDS_MAX } = deps;
  const holder = `${deps.name}:${systemChance.id().slice(-8)}`;
  const pool = openWriterPool(deps.databaseUrl, log);
  // Apart from the batches' connections, so that a slow batch keeps nobody from renewing the others' leases.
  const control = openPool(deps.databaseUrl, log, { connectionsMax: 2 });
  const writers = new Map<string, SaleWriter>();
  const running = new Set<Promise<void>>();
  const redisClock = openRedisClock(redis);
  const numbers = openWriterMetrics(deps.metrics, () => writers.values());
  const parts: WriterDeps = { redis, line: deps.line, log, pool, decide, redisClock, numbers, commandsMax };

  const write = async (lease: Lease): Promise<void> => {
    const writer = new SaleWriter(parts, lease);
    writers.get(lease.saleId)?.stop(); // Its epoch is gone: this process had slept through its own lease.
    writers.set(lease.saleId, writer);
    log.info({ saleId: lease.saleId, epoch: lease.epoch }, 'writes');
    const end = await writer.run();
    if (writers.get(lease.saleId) === writer) writers.delete(lease.saleId);
    log.info({ saleId: lease.saleId, epoch: lease.epoch, end }, 'writes no more');
  };
  const start = (lease: Lease): void => {
    const run = write(lease).finally(() => running.delete(run));
    running.add(run);
  };

  const claim = async () => {
    for (const lease of await claimLeases(control, holder, SALES_CLAIMED_MAX)) start(lease);
  };
  const look = async () => {
    if (writers.size === 0) return;
    for (const need of await lookForWork(control, [...writers.keys()])) {
      const writer = writers.get(need.saleId);
      if (need.hasWork) writer?.sweep();
      else if (need.isIdle) writer?.stop();
      if (need.isIdle && !need.hasWork) await releaseLeases(control, holder, [need.saleId]);
    }
  };
  const renew = async () => {
    const idle = [...writers.values()].filter((writer) => !writer.isBusy).map(({ lease }) => lease.saleId);
    if (idle.length > 0) await renewLeases(control, holder, idle);
  };
  const listen = async () => {
    if (redis.status !== 'ready') return; // Away, or not there yet; whoever needs it says so.
    await redisClock.set();
    for (const writer of writers.values()) {
      writer.sample(await redis.xlen(commandsKey(writer.lease.saleId)));
    }
  };

  const rounds = [
    repeat('writer: claiming leases', CLAIM_MS, claim, log),
    repeat('writer: looking for work', LOOK_MS, look, log),
    repeat('writer: renewing leases', RENEW_MS, renew, log),
    repeat('writer: listening to Redis', RENEW_MS, listen, log),
  ];
  const blocking = openBlockingRedis(deps.redisUrl, log);
  const intake = startIntake(blocking, () => writers.values(), log);

  return {
    status: () => Object.fromEntries([...writers].map(([saleId, writer]) => [saleId, writer.status()])),
    async stop() {
      await Promise.all([...rounds.map((round) => round.stop()), intake.stop()]);
      const saleIds = [...writers.keys()];
      for (const writer of writers.values()) writer.stop();
      await Promise.all(running);
      await releaseLeases(control, holder, saleIds).catch((err: unknown) => {
        log.warn({ err }, 'leases were not released; they run out');
      });
      await Promise.all([pool.end(), control.end()]);
    },
  };
}
