/**
 * Sixty thousand visitors wait, each with a WebSocket, over several gateway processes, while the line moves on each
 * second; beside them the same crowd at as many processes of bare `ws` that broadcast a frame each second. Measured:
 * how old a position is among the first thousand, frames delivered, processor time of a frame, memory of a visitor.
 *
 * A process has 20,000 file descriptors, so servers and crowds come in fours; each crowd has a loopback address of its
 * own. All of them share the machine with Redis, PostgreSQL and a queue-worker that calls ten visitors a second.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { BenchTools } from '../harness.ts';
import { type PrivateUsher, startPrivateUsher } from '../private-usher.ts';
import { processorMs } from '../processor-time.ts';
import { closeSale, makeSale, openBenchDatabase, untilOpen } from '../sales.ts';
import { endServer, memoryOf, type Server, startBare, startGateway } from '../servers.ts';
import { answersOf } from './answers.ts';
import type { CrowdTask, FromCrowd, ToCrowd } from './protocol.ts';
import { type Round, resultOf, type Side, sides } from './result.ts';
import { watchLine } from './truth.ts';

const VISITORS = 60_000;
/** Well below 20,000 file descriptors. */
const VISITORS_PER_PROCESS = 15_000;
/** Read message by message: those called meanwhile, and the first thousand behind them. */
const READ = 3_000;
const NEAR_MAX = 1_000;
const WARM_UP = 500;
const WARM_UP_SALE = 'warm-up';
const IN_FLIGHT = 150;
/** Sale and line of a round; ten are called each second. */
const PACE = { floorMax: 2_000, admitPerMinute: 600, claimSeconds: 3_600, units: 300_000 };
/** After the last join: heartbeats, first readings, positions told again. */
const SETTLE_MS = 5_000;
const WINDOW_MS = 30_000;
const SMALL_WINDOW_MS = 10_000;

interface Crowd {
  ask(told: ToCrowd): Promise<FromCrowd>;
  end(): Promise<void>;
}
interface Plan {
  readonly visitors: number;
  readonly processes: number;
  readonly windowMs: number;
}

export async function run({ rounds, size, say }: BenchTools) {
  const visitors = size ?? VISITORS;
  const processes = Math.max(2, Math.ceil(visitors / VISITORS_PER_PROCESS));
  const plan = { visitors, processes, windowMs: size === null ? WINDOW_MS : SMALL_WINDOW_MS };
  const usher = await startPrivateUsher(['queue-worker']);
  const db = openBenchDatabase(usher.databaseUrl);
  try {
    const answers = await answersOf(usher, db);
    await makeSale(db, WARM_UP_SALE, { floorMax: 1, admitPerMinute: 1 });
    const all: Record<Side, Round[]> = { 'bare ws': [], gateway: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const side of sides) {
        const servers = await startAll(processes, (name) =>
          side === 'gateway'
            ? startGateway(usher, name)
            : startBare(fileURLToPath(new URL('bare.ts', import.meta.url)), [JSON.stringify(answers)]),
        );
        try {
          const done = await measure(usher, db, servers, `waiting-${round}-${side.replace(' ', '-')}`, plan);
          all[side].push(done);
          say(`${side}: ${wordsOf(done)}`);
        } finally {
          await Promise.all(servers.map(({ process: child }) => endServer(child)));
        }
      }
    }
    return resultOf(all, plan);
  } finally {
    await db.destroy();
    await usher.stop();
  }
}

async function startAll(count: number, start: (name: string) => Promise<Server>): Promise<Server[]> {
  return await Promise.all(Array.from({ length: count }, (_, at) => start(`gateway-bench-${at + 1}`)));
}

/** The bare side has a sale as well: the queue-worker has the same to look after, and nobody to call. */
async function measure(
  usher: PrivateUsher,
  db: Kysely<Database>,
  servers: readonly Server[],
  slug: string,
  { visitors, windowMs }: Plan,
): Promise<Round> {
  const { id: saleId } = await makeSale(db, slug, PACE);
  await untilOpen(db);
  const share = (count: number) => Math.ceil(count / servers.length);
  const crowds: Crowd[] = [];
  const begin = (of: string) => servers.map((server, at) => startCrowd(server, `/ws/line?sale=${of}`, at));
  try {
    // In another line: who is gone when their turn comes moves the line on as well.
    const warmUp = begin(WARM_UP_SALE);
    await everybody(warmUp, { type: 'open', count: share(WARM_UP), isNear: false });
    await Promise.all(warmUp.map((crowd) => crowd.end()));
    await wait(SETTLE_MS);
    const empty = await memory(servers);

    crowds.push(...begin(slug));
    const startedAt = performance.now();
    const near = Math.min(READ, Math.ceil(visitors / 2));
    await everybody(crowds, { type: 'open', count: share(near), isNear: true });
    await everybody(crowds, { type: 'open', count: share(visitors - near), isNear: false });
    const joinSeconds = (performance.now() - startedAt) / 1_000;
    await wait(SETTLE_MS);

    const truth = watchLine(usher.redisUrl, saleId);
    const spent = spentBy(servers);
    await everybody(crowds, { type: 'count' });
    const countedFrom = performance.now();
    await wait(windowMs);
    const counted = await everybody(crowds, { type: 'stop' });
    const seconds = (performance.now() - countedFrom) / 1_000;
    const processor = spentBy(servers) - spent;
    const steps = await truth.stop();
    // What moved in the last moment could not be heard of within the window.
    const complete = steps.filter(({ atMs }) => atMs < Date.now() - 2_500);
    const aged = await everybody(crowds, { type: 'ages', steps: complete, nearMax: NEAR_MAX });

    const full = await memory(servers);
    const sum = (of: (said: FromCrowd) => number) => counted.reduce((total, said) => total + of(said), 0);
    const farFrames = sum((said) => (said.type === 'counted' ? said.farFrames : 0));
    const frames = farFrames + sum((said) => (said.type === 'counted' ? said.nearFrames : 0));
    return {
      joinSeconds,
      framesPerSecond: farFrames / seconds,
      megabytesPerSecond: sum((said) => (said.type === 'counted' ? said.bytes : 0)) / seconds / 1e6,
      processorMicrosPerFrame: (processor * 1_000) / frames,
      lost: sum((said) => (said.type === 'counted' ? said.lost : 0)),
      rss: (full.rss - empty.rss) / visitors,
      inUse: (full.inUse - empty.inUse) / visitors,
      steps: complete.length,
      ages: aged.flatMap((said) => (said.type === 'ages' ? said.ages : [])).sort((a, b) => a - b),
    };
  } finally {
    await Promise.all(crowds.map((crowd) => crowd.end()));
    await closeSale(db, saleId);
  }
}

function startCrowd({ port }: Server, path: string, at: number): Crowd {
  const task: CrowdTask = { port, path, from: `127.0.${at + 1}`, inFlight: IN_FLIGHT };
  const program = fileURLToPath(new URL('crowd.ts', import.meta.url));
  const child = fork(program, [JSON.stringify(task)], { execArgv: ['--max-old-space-size=2048'] });
  return {
    ask: async (told) => {
      child.send(told);
      const [said] = await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(() => Promise.reject(new Error('a part of the crowd ended'))),
      ]);
      return said as FromCrowd;
    },
    end: () => endServer(child),
  };
}

const everybody = (crowds: readonly Crowd[], told: ToCrowd): Promise<FromCrowd[]> =>
  Promise.all(crowds.map((crowd) => crowd.ask(told)));

async function memory(servers: readonly Server[]): Promise<{ rss: number; inUse: number }> {
  const all = await Promise.all(servers.map(({ process: child }) => memoryOf(child)));
  return {
    rss: all.reduce((total, { rss }) => total + rss, 0),
    inUse: all.reduce((total, { inUse }) => total + inUse, 0),
  };
}

const spentBy = (servers: readonly Server[]): number =>
  servers.reduce((total, { process: child }) => total + processorMs(child.pid ?? 0), 0);

function wordsOf(round: Round): string {
  const { joinSeconds, framesPerSecond, processorMicrosPerFrame, inUse, ages, lost } = round;
  const p99 = ages[Math.floor(ages.length * 0.99)];
  return [
    `joined in ${joinSeconds.toFixed(0)} s`,
    `${Math.round(framesPerSecond)} frames/s at ${processorMicrosPerFrame.toFixed(1)} µs`,
    `${Math.round(inUse)} bytes a visitor`,
    ...(p99 === undefined ? [] : [`age p99 ${p99} ms of ${ages.length}`]),
    ...(lost > 0 ? [`${lost} sockets lost`] : []),
  ].join(', ');
}
