/**
 * Joins per second, and memory of a waiting visitor: a gateway with its line in a durable Redis and
 * PostgreSQL, beside a bare `ws` server that answers as many messages of the same size. Same client
 * process, in turns, a fresh server each round.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { BenchResult, BenchTools } from '../harness.ts';
import { type PrivateUsher, startPrivateUsher } from '../private-usher.ts';
import { processorMs } from '../processor-time.ts';
import { makeSale, openBenchDatabase, untilOpen } from '../sales.ts';
import { endServer, memoryOf, type Server, startBare, startGateway } from '../servers.ts';

/** Twice this many sockets stay below 20,000 file descriptors a process. */
const VISITORS = 5_000;
/** Until the code is compiled. */
const WARM_UP = 1_000;
/** Enough that a server never waits for the client, few enough that nobody times out. */
const IN_FLIGHT = 200;
/** Long enough for frames, readings and heartbeats to have happened. */
const SETTLE_MS = 3_000;

const sides = ['bare ws', 'gateway'] as const;
type Side = (typeof sides)[number];

interface Round {
  readonly perSecond: number;
  readonly rss: number;
  readonly inUse: number;
  readonly processorMicros: number;
}

export async function run({ rounds, size, say }: BenchTools): Promise<BenchResult> {
  const usher = await startPrivateUsher(['queue-worker']);
  try {
    const slugs = await makeSales(usher, rounds);
    const answers = await probe(usher, slugs.shift() ?? '');
    const all: Record<Side, Round[]> = { 'bare ws': [], gateway: [] };
    for (const slug of slugs) {
      for (const side of sides) {
        const server =
          side === 'gateway'
            ? await startGateway(usher)
            : await startBare(file('bare.ts'), [JSON.stringify(answers)]);
        all[side].push(await measure(server, `/ws/line?sale=${slug}`, answers.length, size ?? VISITORS));
      }
      say(sides.map((side) => `${side} ${Math.round(all[side].at(-1)?.perSecond ?? 0)} joins/s`).join('  '));
    }
    return resultOf(all, answers, size ?? VISITORS);
  } finally {
    await usher.stop();
  }
}

/** One a round and one to probe: open, with a floor so small that everybody waits. */
async function makeSales(usher: PrivateUsher, rounds: number): Promise<string[]> {
  const db = openBenchDatabase(usher.databaseUrl);
  const slugs = Array.from({ length: rounds + 1 }, (_, round) => `join-${round}`);
  for (const slug of slugs) await makeSale(db, slug, { floorMax: 1, admitPerMinute: 1, claimSeconds: 3_600 });
  await untilOpen(db);
  await db.destroy();
  return slugs;
}

/** What a join is answered with: the messages whose sizes the bare server repeats. */
async function probe(usher: PrivateUsher, slug: string): Promise<string[]> {
  const { process: gateway, port } = await startGateway(usher);
  for (let attempt = 0; ; attempt += 1) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/line?sale=${slug}`, ['usher.v1']);
    const heard: string[] = [];
    socket.on('message', (data) => heard.push(String(data)));
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'join', secretHash: 'x'.repeat(43) }));
    await wait(500);
    socket.terminate();
    const answers = heard.filter((text) => /^\{"type":"(place|sale)"/.test(text)).slice(0, 2);
    if (answers.length === 2) {
      await endServer(gateway);
      return answers;
    }
    if (attempt === 20) throw new Error(`the gateway answers a join with ${heard.join()}`);
  }
}

/** The rate of a first crowd; memory by a second one of the same size, because the first one pays for warm code. */
async function measure(server: Server, path: string, answers: number, visitors: number): Promise<Round> {
  await endServer((await crowd(server.port, path, WARM_UP, answers)).process);
  await wait(500);
  const spentMs = processorMs(server.process.pid ?? 0);
  const timed = await crowd(server.port, path, visitors, answers);
  const processorMicros = ((processorMs(server.process.pid ?? 0) - spentMs) * 1_000) / visitors;
  await wait(SETTLE_MS);
  const before = await memoryOf(server.process);
  const more = await crowd(server.port, path, visitors, answers);
  await wait(SETTLE_MS);
  const after = await memoryOf(server.process);
  await Promise.all([timed.process, more.process, server.process].map(endServer));
  return {
    perSecond: (visitors * 1_000) / timed.ms,
    rss: (after.rss - before.rss) / visitors,
    inUse: (after.inUse - before.inUse) / visitors,
    processorMicros,
  };
}

async function crowd(port: number, path: string, count: number, answers: number) {
  const process_ = fork(file('clients.ts'), { execArgv: ['--max-old-space-size=2048'] });
  process_.send({ port, path, count, inFlight: IN_FLIGHT, answers });
  const [{ ms }] = (await once(process_, 'message')) as [{ ms: number }];
  return { process: process_, ms };
}

function resultOf(all: Record<Side, Round[]>, answers: readonly string[], visitors: number): BenchResult {
  const of = (what: string, unit: string, value: (round: Round) => number) =>
    sides.map((side) => ({ what: `${side} ${what}`, unit, rounds: all[side].map(value) }));
  return {
    name: 'join',
    measures: [
      ...of('joins', 'joins/s', ({ perSecond }) => perSecond),
      ...of('memory', 'bytes a visitor (resident)', ({ rss }) => rss),
      ...of('in use', 'bytes a visitor (heap and buffers)', ({ inUse }) => inUse),
      ...of('processor', 'µs a join', ({ processorMicros }) => processorMicros),
    ],
    ratios: [
      { of: 'gateway joins', to: 'bare ws joins', atLeast: 0.7 },
      { of: 'gateway memory', to: 'bare ws memory', atMost: 1.5 },
      { of: 'gateway in use', to: 'bare ws in use', atMost: 1.5 },
    ],
    notes: [
      `${visitors} visitors a round, ${IN_FLIGHT} at a time, one client process; a fresh server each round, warmed by ${WARM_UP}`,
      `a join is answered with ${answers.length} messages of ${answers.map(({ length }) => length).join(' and ')} bytes`,
      'the gateway keeps the line in a durable Redis: each join is looked up, numbered and signed a receipt',
      'memory of a second crowd of the same size, after collecting garbage, everybody connected, a frame each second',
    ],
  };
}

function file(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
