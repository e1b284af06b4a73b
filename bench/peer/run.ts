/**
 * Who admits? Beside Usher, which calls, the polling design that waiting rooms on Redis share: the visitor's own poll
 * tries to get in, and only the one in front succeeds; and a kinder kind of it, where every free place is taken by
 * whoever stands within. Same Redis, same number of visitors, in turns: first everybody waits, then there is room for
 * all.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { BenchResult, BenchTools } from '../harness.ts';
import { median } from '../harness.ts';
import { startPrivateUsher } from '../private-usher.ts';
import { type RedisWork, workBetween, workSoFar } from '../redis-work.ts';
import { openBenchDatabase } from '../sales.ts';
import { POLL_MS, startPolling } from './polling.ts';
import { openWaitingRoom } from './waiting-room.ts';

const VISITORS = 5_000;
const WAITING_MS = 30_000;
const SMALL_WAITING_MS = 10_000;
/** Room for all: until everybody is in, and no longer than this. */
const ADMITTING_MS_MAX = 30_000;
const LOOK_MS = 250;

const sides = ['front poll', 'any poll', 'Usher'] as const;
type Side = (typeof sides)[number];

interface Room {
  setCapacity(capacity: number): void | Promise<void>;
  takeAdmissions(): number[] | Promise<number[]>;
  stop(): Promise<void>;
}
interface Round {
  readonly admissionsPerSecond: number;
  /** A visitor and minute, while everybody waits. */
  readonly commands: number;
  readonly scripts: number;
  readonly redisMillis: number;
  /** [seconds since there is room, how many are in]. */
  readonly curve: readonly (readonly [number, number])[];
}

export async function run({ rounds, size, say }: BenchTools): Promise<BenchResult> {
  const visitors = size ?? VISITORS;
  const waitingMs = size === null ? WAITING_MS : SMALL_WAITING_MS;
  const usher = await startPrivateUsher(['queue-worker']);
  const db = openBenchDatabase(usher.databaseUrl);
  const redis = new Redis(usher.redisUrl);
  try {
    const all: Record<Side, Round[]> = { 'front poll': [], 'any poll': [], Usher: [] };
    for (let round = 0; round < rounds; round += 1) {
      const open: Record<Side, () => Promise<Room>> = {
        'front poll': () => startPolling(usher.redisUrl, visitors, 'front'),
        'any poll': () => startPolling(usher.redisUrl, visitors, 'any'),
        Usher: () => openWaitingRoom(usher, db, `peer-${round}`, visitors),
      };
      for (const side of sides) {
        const room = await open[side]();
        try {
          all[side].push(await measure(redis, room, visitors, waitingMs));
        } finally {
          await room.stop();
        }
        const { admissionsPerSecond, commands } = all[side].at(-1) as Round;
        say(`${side}: ${admissionsPerSecond.toFixed(1)} admissions/s, ${commands.toFixed(0)} commands`);
      }
    }
    return resultOf(all, visitors);
  } finally {
    redis.disconnect();
    await db.destroy();
    await usher.stop();
  }
}

async function measure(redis: Redis, room: Room, visitors: number, waitingMs: number): Promise<Round> {
  const before = await workSoFar(redis);
  await wait(waitingMs);
  const spent = workBetween(before, await workSoFar(redis));
  const each = (of: keyof RedisWork) => spent[of] / visitors / (waitingMs / 60_000);

  await room.takeAdmissions();
  const startedAt = performance.now();
  await room.setCapacity(visitors);
  const curve: [number, number][] = [[0, 0]];
  let inside = 0;
  let seconds = 0;
  while (inside < visitors - 1 && seconds * 1_000 < ADMITTING_MS_MAX) {
    await wait(LOOK_MS);
    inside += (await room.takeAdmissions()).length;
    seconds = (performance.now() - startedAt) / 1_000;
    curve.push([seconds, inside]);
  }
  return {
    admissionsPerSecond: inside / seconds,
    commands: each('commands'),
    scripts: each('scripts'),
    redisMillis: each('processorMs'),
    curve,
  };
}

function resultOf(all: Record<Side, readonly Round[]>, visitors: number): BenchResult {
  const of = (what: string, unit: string, value: (round: Round) => number) =>
    sides.map((side) => ({ what: `${side} ${what}`, unit, rounds: all[side].map(value) }));
  const measures = [
    ...of('admissions', 'admissions/s', ({ admissionsPerSecond }) => admissionsPerSecond),
    ...of('commands', 'Redis commands a visitor and minute', ({ commands }) => commands),
    ...of('scripts', 'scripts a visitor and minute', ({ scripts }) => scripts),
    ...of('Redis', 'ms of its processor a visitor and minute', ({ redisMillis }) => redisMillis),
  ];
  return {
    name: 'peer',
    measures,
    ratios: [
      { of: 'Usher admissions', to: 'front poll admissions', atLeast: 1 },
      { of: 'Usher admissions', to: 'any poll admissions' },
      { of: 'Usher commands', to: 'front poll commands', atMost: 1 },
      { of: 'Usher Redis', to: 'front poll Redis' },
    ],
    plots: [
      {
        kind: 'lines',
        name: 'admissions',
        title: `${visitors.toLocaleString('en')} wait, and there is room for all`,
        x: 'seconds since there is room',
        y: 'visitors inside',
        series: sides.map((side) => ({ label: side, points: all[side].at(-1)?.curve ?? [] })),
      },
      {
        kind: 'bars',
        name: 'commands',
        title: 'Redis commands a visitor and minute, while everybody waits',
        unit: 'commands',
        bars: sides.map((side) => ({
          label: side,
          value: median(all[side].map(({ commands }) => commands)),
        })),
      },
    ],
    notes: [
      `${visitors} visitors; the polling ones ask every ${POLL_MS / 1_000} s, spread by a tenth each way, straight to Redis: they are spared HTTP, cookies and PostgreSQL`,
      'Usher is whole: sockets at a gateway, calls by a queue-worker, and a visitor counts as in with the pass, after PostgreSQL has committed it; its commands include those of the queue-worker, BullMQ and the heartbeat of the processes',
      'commands are counted by Redis, those inside scripts included; a position is three seconds old at most where visitors poll, and pushed each second at Usher',
      'the front poll is the common design: a free place goes to the one in front, when that one polls; the any poll is kinder than those we know',
    ],
  };
}
