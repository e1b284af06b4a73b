/**
 * Usher as a person starts it, in a data folder of the test's own on any free port. Everything that was started is
 * ended with the test file, whatever happened in between.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll } from 'vitest';
import { endLeftovers } from '../scripts/launch/leftovers.ts';
import { isAlive } from '../scripts/launch/pids.ts';
import { type RunFile, readRunFile } from '../scripts/launch/run-file.ts';
import { newScratchFolder } from './scratch.ts';

export type Launch = {
  child: ChildProcess;
  /** Everything it said so far. */
  said(): string;
  /** Settles when it is ready; rejects with what it said when it ends before. */
  ready: Promise<RunFile>;
  /** Settles when it has ended, with its exit code. */
  ended: Promise<number | null>;
};

export function usherHome() {
  const folder = newScratchFolder();
  const launches: Launch[] = [];
  const runFile = path.join(folder, 'run.json');

  afterAll(async () => {
    for (const { child } of launches) child.kill('SIGTERM');
    await Promise.all(launches.map(({ ended }) => ended));
    // A test that failed half-way may have left what the launcher would have ended.
    const launcher = readRunFile(runFile)?.pid;
    if (launcher !== undefined && isAlive(launcher)) process.kill(launcher, 'SIGKILL');
    await endLeftovers(path.join(folder, 'children.json'), () => {});
    // What just ended may still leave a file behind.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  return {
    folder,
    runFile,
    run: () => readRunFile(runFile),
    /** `npm start`; what is missing on a bare machine is the business of scripts/bootstrap.test.ts. */
    start(env: NodeJS.ProcessEnv = {}): Launch {
      const launch = begin({ USHER_FOLDER: folder, PORT: '0', ...env }, runFile);
      launches.push(launch);
      return launch;
    },
  };
}

/** What this machine's .env or shell says about Usher must not reach the tests. */
const ownSettings =
  /^(DATABASE_URL|REDIS_URL|BULLMQ_REDIS_URL|PUBLIC_URL|USHER_|SMTP_URL|PAYMENT_|GATEWAYS|APIS)/;

function begin(env: NodeJS.ProcessEnv, runFile: string): Launch {
  const inherited = Object.entries(process.env).filter(([name]) => !ownSettings.test(name));
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text;
      child.emit('said');
    });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const ready = (async () => {
    while (!output.includes('Usher is ready')) {
      const isOver = await Promise.race([once(child, 'said').then(() => false), ended.then(() => true)]);
      if (isOver) throw new Error(`it ended before it was ready:\n${output}`);
    }
    const run = readRunFile(runFile);
    if (run === null) throw new Error('it is ready, and there is no run.json');
    return run;
  })();
  ready.catch(() => {}); // A test that wants it to fail waits for `ended`.
  return { child, said: () => output, ready, ended };
}
