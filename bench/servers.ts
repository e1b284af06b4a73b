/**
 * The two sides of a comparison at the edge, each a process of its own that tells its memory when asked: a gateway with
 * its line in a durable Redis and PostgreSQL, and something bare that does as little as can be.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../scripts/launch/ports.ts';
import type { PrivateUsher } from './private-usher.ts';

export interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

export interface Memory {
  /** Resident, in bytes. */
  readonly rss: number;
  /** Heap and buffers, in bytes. */
  readonly inUse: number;
}

/**
 * For memory: both sides have a young generation of the same fixed size. Left alone V8 lets it grow to a hundred megabytes
 * while a crowd comes, and back again at some time, which would drown what a visitor costs.
 */
const youngGeneration = ['--min-semi-space-size=16', '--max-semi-space-size=16'];
const measured = [
  '--expose-gc',
  ...youngGeneration,
  '--import',
  fileURLToPath(new URL('memory-on-request.ts', import.meta.url)),
];

/** Of memory, or of time: then V8 does as it does where nobody measures. */
export type Measured = 'memory' | 'time';
const flagsFor = (what: Measured): string[] => (what === 'memory' ? measured : []);

/** `program` says its port on the first line. */
export async function startBare(
  program: string,
  args: readonly string[],
  what: Measured = 'memory',
): Promise<Server> {
  const child = fork(program, args, { execArgv: flagsFor(what), silent: true });
  if (!child.stdout) throw new Error('a forked process has a stdout');
  child.stderr?.pipe(process.stderr);
  const [port] = await once(createInterface(child.stdout), 'line');
  return { process: child, port: Number(port) };
}

export async function startGateway(
  usher: PrivateUsher,
  name = 'gateway-bench',
  what: Measured = 'memory',
): Promise<Server> {
  const port = await freePort();
  const env = {
    ...process.env,
    ...{ PROCESS_NAME: name, LOG_LEVEL: 'warn', PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` },
    ...{ DATABASE_URL: usher.databaseUrl, REDIS_URL: usher.redisUrl, USHER_KEYS: usher.usherKeys },
  };
  const main = fileURLToPath(new URL('../gateway/main.ts', import.meta.url));
  const child = fork(main, {
    execArgv: [...flagsFor(what), ...profiled],
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
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

/** `BENCH_PROFILE=folder` leaves a processor profile of each gateway there, to find where the time goes. */
const profileFolder = process.env.BENCH_PROFILE;
const profiled = profileFolder ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : [];

export async function endServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // Places are kept by others, and a drain would only take time; but a profile is written at a proper end alone.
  child.kill(profileFolder ? 'SIGTERM' : 'SIGKILL');
  await ended;
}

/** After collecting garbage. */
export async function memoryOf(child: ChildProcess): Promise<Memory> {
  child.send('memory');
  const [said] = await once(child, 'message');
  return said as Memory;
}
