/**
 * What a line goes through, each step with the code that does it in Usher and timed by the wall: joins, positions, calls
 * with their record in PostgreSQL, exits, a Redis that forgets everything, and the way back by receipts.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { readPace } from '../../db/pace.ts';
import { callWaiting, spreadCalls } from '../../queue-worker/admission/call-waiting.ts';
import { lineKeys, metaKey } from '../../redis/keys.ts';
import { readReceipt, signReceipt } from '../../tokens/receipt.ts';
import { median, quantile } from '../harness.ts';
import { workBetween, workSoFar } from '../redis-work.ts';
import { insertBare } from './bare-insert.ts';
import type { BenchLine } from './bench-line.ts';
import type { Crowd } from './crowd.ts';
import { longestStallMs, noteStalls } from './stalls.ts';

const POSITIONS = 100;
const READINGS = 300;
const CALLS = 1_000;
const CALL_ROUNDS = 5;
/** More than a lull of credit: a full thousand may be called again. */
const CREDIT_MS = 1_600;
const RESTORED_AT_ONCE = 5_000;
const PARTS = 20;

export interface SizeResult {
  readonly size: number;
  /** Wall time, µs an entry. */
  readonly joinMicros: number;
  readonly positionMicros: number;
  readonly leaveMicros: number;
  readonly resumeMicros: number;
  /** The first thousand of a line, until it is recorded and everybody told: script, INSERT, script, notice. */
  readonly call1000Ms: number;
  readonly call1000FastestMs: number;
  /** From then on until each call has its row. */
  readonly spread1000Ms: number;
  /** Processor time of Redis of it, which does not depend on who else uses the machine. */
  readonly call1000RedisMs: number;
  /** The same number of rows into a bare table: the part that is PostgreSQL's. */
  readonly bareInsertMs: number;
  readonly rebuildMs: number;
  readonly bytesPerVisitor: number;
  readonly longestStallMs: number;
  /** µs an entry while the line grew: [entries in line, µs]. */
  readonly growth: readonly (readonly [number, number])[];
}

export async function goThrough(it: BenchLine, crowd: Crowd): Promise<SizeResult> {
  await noteStalls(it.redis);
  const before = await usedMemory(it);
  const growth: [number, number][] = [];
  let joinMs = 0;
  const part = Math.ceil(crowd.count / PARTS);
  for (let from = 0; from < crowd.count; from += part) {
    const count = Math.min(part, crowd.count - from);
    const ms = await crowd.join(it, from, count);
    joinMs += ms;
    growth.push([from + count, (ms * 1_000) / count]);
  }
  const bytesPerVisitor = ((await usedMemory(it)) - before) / crowd.count;
  const positionMicros = await positions(it, crowd);
  const call1000 = await calls(it);
  const { micros: leaveMicros, left } = await exits(it, crowd);
  const stallMs = await longestStallMs(it.redis);
  const { rebuildMs, resumeMicros } = await forgetAndResume(it, crowd, left);
  return {
    size: crowd.count,
    joinMicros: (joinMs * 1_000) / crowd.count,
    ...{ positionMicros, leaveMicros, resumeMicros, rebuildMs, bytesPerVisitor, growth },
    ...{ call1000Ms: call1000.ms, call1000FastestMs: call1000.fastestMs },
    ...{ spread1000Ms: call1000.spreadMs, call1000RedisMs: call1000.redisMs },
    bareInsertMs: call1000.bareMs,
    longestStallMs: Math.max(stallMs, await longestStallMs(it.redis)),
  };
}

/** In hundreds, all over the line; the median hundred. */
async function positions({ hall, sale }: BenchLine, crowd: Crowd): Promise<number> {
  const took: number[] = [];
  for (let reading = 0; reading < READINGS; reading += 1) {
    const entryIds = Array.from({ length: POSITIONS }, () => crowd.id(anyOf(crowd)));
    const startedAt = performance.now();
    const { standings } = await hall.doors.read({ saleId: sale.id, entryIds });
    took.push(((performance.now() - startedAt) * 1_000) / POSITIONS);
    if (standings.some(({ state, ahead }) => state !== 'waiting' || ahead === null))
      throw new Error('somebody in line has no position');
  }
  return median(took);
}

/** A thousand at a time, several times, in turns with the bare rows; the medians. Everybody in front is here. */
async function calls(
  it: BenchLine,
): Promise<{ ms: number; fastestMs: number; spreadMs: number; redisMs: number; bareMs: number }> {
  const { hall, redis, sale } = it;
  const [, lineKey = ''] = lineKeys(sale.id);
  const took: number[] = [];
  const worked: number[] = [];
  const spread: number[] = [];
  const called: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < CALL_ROUNDS; round += 1) {
    await wait(CREDIT_MS);
    const front = await redis.zrange(lineKey, 0, CALLS - 1);
    for (let from = 0; from < front.length; from += 500)
      await hall.doors.present({ saleId: sale.id, entryIds: front.slice(from, from + 500) });
    // Room for exactly a thousand more: the credit of a rate would grow while the tick runs.
    await redis.hset(metaKey(sale.id), 'floor_max', (round + 1) * CALLS);
    const pace = await readPace(it.db, sale.id);
    const before = await workSoFar(redis);
    const startedAt = performance.now();
    called.push((await callWaiting(it, sale.id, pace)).calledCount);
    const calledAt = performance.now();
    await spreadCalls(it, sale.id);
    took.push(calledAt - startedAt);
    spread.push(performance.now() - calledAt);
    worked.push(workBetween(before, await workSoFar(redis)).processorMs);
    bare.push(await insertBare(it, CALLS));
  }
  if (called.some((count) => count !== CALLS)) throw new Error(`a tick called ${called.join()}`);
  return {
    ms: median(took),
    fastestMs: Math.min(...took),
    spreadMs: median(spread),
    redisMs: median(worked),
    bareMs: median(bare),
  };
}

/** One in a hundred leaves, from anywhere, in the gateway's batches. */
async function exits(
  { hall, sale }: BenchLine,
  crowd: Crowd,
): Promise<{ micros: number; left: Set<number> }> {
  const left = new Set<number>();
  while (left.size < Math.ceil(crowd.count / 100)) left.add(anyOf(crowd));
  const entryIds = [...left].map((at) => ({ entryId: crowd.id(at), number: crowd.number(at) }));
  const startedAt = performance.now();
  await Promise.all(entryIds.map((exit) => hall.ask.leave.add(exit)));
  const micros = ((performance.now() - startedAt) * 1_000) / left.size;
  const again = await hall.doors.read({
    saleId: sale.id,
    entryIds: entryIds.slice(0, 500).map((it) => it.entryId),
  });
  if (again.standings.some(({ state }) => state === 'waiting'))
    throw new Error('somebody who left is in line');
  return { micros, left };
}

/** Redis is emptied; everybody comes back with their receipt, and must stand exactly where they stood. */
async function forgetAndResume(it: BenchLine, crowd: Crowd, left: ReadonlySet<number>) {
  const { redis, ring, hall, sale } = it;
  const [, lineKey = ''] = lineKeys(sale.id);
  const waiting = await redis.zcard(lineKey);
  const first = await redis.zrange(lineKey, 0, 499, 'WITHSCORES');
  await redis.flushall();
  await noteStalls(redis); // The emptying is ours, and takes its time.
  const flushedAt = performance.now();
  await it.rebuild();
  const rebuildMs = performance.now() - flushedAt;

  let resumeMs = 0;
  for (let from = 0; from < crowd.count; from += RESTORED_AT_ONCE) {
    const count = Math.min(RESTORED_AT_ONCE, crowd.count - from);
    const texts = Array.from({ length: count }, (_, at) => signReceipt(ring, crowd.receipt(it, from + at)));
    const startedAt = performance.now();
    await Promise.all(texts.map((text) => hall.ask.restore.add(readReceipt(ring, text))));
    resumeMs += performance.now() - startedAt;
  }
  if ((await redis.zcard(lineKey)) !== waiting) throw new Error('somebody is missing after the way back');
  if ((await redis.zrange(lineKey, 0, 499, 'WITHSCORES')).join() !== first.join())
    throw new Error('the front of the line is another one after the way back');
  for (const at of [...left].slice(0, 100))
    if (await redis.zscore(lineKey, crowd.id(at))) throw new Error('somebody who left is back');
  return { rebuildMs, resumeMicros: (resumeMs * 1_000) / crowd.count };
}

async function usedMemory({ redis }: BenchLine): Promise<number> {
  const readings: number[] = [];
  for (let at = 0; at < 5; at += 1) {
    const info = await redis.info('memory');
    readings.push(Number(/^used_memory:(\d+)/m.exec(info)?.[1]));
    await wait(50);
  }
  return quantile(
    readings.sort((a, b) => a - b),
    0,
  ); // Buffers come and go; what stays is the line.
}

const anyOf = (crowd: Crowd): number => Math.floor(Math.random() * crowd.count);
