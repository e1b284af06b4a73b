/**
 * Joins per second, and memory of a waiting visitor: a gateway with its line in a durable Redis and
 * PostgreSQL, beside a bare `ws` server that answers as many messages of the same size. Same client
 * process, in turns, a fresh server each round.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { openDatabase } from '../../db/open.ts';
import { createSale } from '../../db/sales.ts';
import { settingsOf } from '../../domain/sale-defaults.ts';
import { systemChance } from '../../runtime/chance.ts';
import { createLog } from '../../runtime/log.ts';
import { freePort } from '../../scripts/launch/ports.ts';
import type { BenchResult, BenchTools } from '../harness.ts';
import { type PrivateUsher, startPrivateUsher } from '../private-usher.ts';
import { processorMs } from '../processor-time.ts';

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

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}
interface Round {
  readonly perSecond: number;
  readonly rss: number;
  readonly inUse: number;
  readonly processorMicros: number;
}

export async function run({ rounds, say }: BenchTools): Promise<BenchResult> {
  const usher = await startPrivateUsher(['queue-worker']);
  try {
    const slugs = await makeSales(usher, rounds);
    const answers = await probe(usher, slugs.shift() ?? '');
    const all: Record<Side, Round[]> = { 'bare ws': [], gateway: [] };
    for (const slug of slugs) {
      for (const side of sides) {
        const server = side === 'gateway' ? await startGateway(usher) : await startBare(answers);
        all[side].push(await measure(server, `/ws/line?sale=${slug}`, answers.length));
      }
      say(sides.map((side) => `${side} ${Math.round(all[side].at(-1)?.perSecond ?? 0)} joins/s`).join('  '));
    }
    return resultOf(all, answers);
  } finally {
    await usher.stop();
  }
}

/** One a round and one to probe: open, with a floor so small that everybody waits. */
async function makeSales(usher: PrivateUsher, rounds: number): Promise<string[]> {
  const db = openDatabase(usher.databaseUrl, createLog('bench', 'warn'), { connectionsMax: 2 });
  const slugs = Array.from({ length: rounds + 1 }, (_, round) => `join-${round}`);
  for (const slug of slugs) {
    const tiers = ['Standing', 'Balcony', 'Box'].map((name) => ({
      name,
      price: { amount: 12_000, currency: 'KRW' },
      capacity: 1_000,
    }));
    const pace = { floorMax: 1, admitPerMinute: 1, claimSeconds: 3_600 };
    const wish = settingsOf({ slug, title: 'Bench', tiers, opensAt: new Date(), ...pace });
    const by = { actor: 'bench', chance: systemChance };
    await db.transaction().execute((trx) => createSale(trx, wish, by));
  }
  while ((await db.selectFrom('sale').select('id').where('state', '!=', 'open').execute()).length > 0)
    await wait(100);
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
      await end(gateway);
      return answers;
    }
    if (attempt === 20) throw new Error(`the gateway answers a join with ${heard.join()}`);
  }
}

/** The rate of a first crowd; memory by a second one of the same size, because the first one pays for warm code. */
async function measure(server: Server, path: string, answers: number): Promise<Round> {
  await end((await crowd(server.port, path, WARM_UP, answers)).process);
  await wait(500);
  const spentMs = processorMs(server.process.pid ?? 0);
  const timed = await crowd(server.port, path, VISITORS, answers);
  const processorMicros = ((processorMs(server.process.pid ?? 0) - spentMs) * 1_000) / VISITORS;
  await wait(SETTLE_MS);
  const before = await memoryOf(server.process);
  const more = await crowd(server.port, path, VISITORS, answers);
  await wait(SETTLE_MS);
  const after = await memoryOf(server.process);
  await Promise.all([timed.process, more.process, server.process].map(end));
  return {
    perSecond: (VISITORS * 1_000) / timed.ms,
    rss: (after.rss - before.rss) / VISITORS,
    inUse: (after.inUse - before.inUse) / VISITORS,
    processorMicros,
  };
}

async function crowd(port: number, path: string, count: number, answers: number) {
  const process_ = fork(file('clients.ts'), { execArgv: ['--max-old-space-size=2048'] });
  process_.send({ port, path, count, inFlight: IN_FLIGHT, answers });
  const [{ ms }] = (await once(process_, 'message')) as [{ ms: number }];
  return { process: process_, ms };
}

async function memoryOf(child: ChildProcess): Promise<{ rss: number; inUse: number }> {
  child.send('memory');
  const [said] = await once(child, 'message');
  return said;
}

/**
 * Both sides have a young generation of the same fixed size: left alone V8 lets it grow to a hundred megabytes while
 * a crowd comes, and back again at some time, which would drown what a visitor costs.
 */
const youngGeneration = ['--min-semi-space-size=16', '--max-semi-space-size=16'];
const measured = ['--expose-gc', ...youngGeneration, '--import', file('memory-on-request.ts')];

async function startBare(answers: readonly string[]): Promise<Server> {
  const child = fork(file('bare.ts'), [JSON.stringify(answers)], { execArgv: measured, silent: true });
  if (!child.stdout) throw new Error('a forked process has a stdout');
  const [port] = await once(createInterface(child.stdout), 'line');
  return { process: child, port: Number(port) };
}

async function startGateway(usher: PrivateUsher): Promise<Server> {
  const port = await freePort();
  const env = {
    ...process.env,
    ...{
      PROCESS_NAME: 'gateway-bench',
      LOG_LEVEL: 'warn',
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    },
    ...{ DATABASE_URL: usher.databaseUrl, REDIS_URL: usher.redisUrl, USHER_KEYS: usher.usherKeys },
  };
  const main = fileURLToPath(new URL('../../gateway/main.ts', import.meta.url));
  const child = fork(main, { execArgv: measured, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  for (;;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/nothing`).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    await wait(100);
  }
  await wait(1_500); // Its first ticks: the generation of the line, the sales.
  return { process: child, port };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL'); // Places are kept by others; a drain would only take time.
  await ended;
}

function resultOf(all: Record<Side, Round[]>, answers: readonly string[]): BenchResult {
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
      `${VISITORS} visitors a round, ${IN_FLIGHT} at a time, one client process; a fresh server each round, warmed by ${WARM_UP}`,
      `a join is answered with ${answers.length} messages of ${answers.map(({ length }) => length).join(' and ')} bytes`,
      'the gateway keeps the line in a durable Redis: each join is looked up, numbered and signed a receipt',
      'memory of a second crowd of the same size, after collecting garbage, everybody connected, a frame each second',
    ],
  };
}

function file(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
