/**
 * An Usher of its own for a trial: the real launcher, in a data folder and on a port of its own, so that what is killed is
 * started again as it would be for anybody. The folder goes away with it, unless the trial wants to look into it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from '../../scripts/launch/folder.ts';
import { freePort } from '../../scripts/launch/ports.ts';
import { type RunFile, readRunFile } from '../../scripts/launch/run-file.ts';

const READY_MS_MAX = 120_000;
const STOPPED_MS_MAX = 40_000;

export interface PrivateLaunch {
  readonly folder: string;
  readonly env: Record<string, string>;
  /** As run.json says at this moment: a process that was started again has another pid. */
  run(): RunFile;
  pidOf(name: string): number;
  stop(): Promise<void>;
}

/** `settings` are environment variables for the launcher and its processes. */
export async function launchPrivately(settings: Record<string, string> = {}): Promise<PrivateLaunch> {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-trial-'));
  chmodSync(folder, 0o755); // PostgreSQL does not run as root: its own uid must get in.
  const env = {
    ...process.env,
    PORT: String(await freePort()),
    USHER_FOLDER: folder,
    USHER_DEMO: 'off',
    ...settings,
  } as Record<string, string>;
  const logFile = path.join(folder, 'launcher.log');
  const log = openSync(logFile, 'a');
  const launcher = spawn(process.execPath, [path.join(checkout, 'scripts/launch/main.ts')], {
    cwd: checkout,
    env,
    stdio: ['ignore', log, log],
  });
  const launch: PrivateLaunch = {
    folder,
    env,
    run: () => runOf(folder),
    pidOf: (name) => {
      const found = runOf(folder).processes.find((process) => process.name === name);
      if (!found) throw new Error(`${name} does not run`);
      return found.pid;
    },
    stop: () => stopped(launcher),
  };
  for (
    const giveUpAt = Date.now() + READY_MS_MAX;
    !readRunFile(path.join(folder, 'run.json'));
    await sleep(100)
  ) {
    if (launcher.exitCode !== null || Date.now() > giveUpAt) {
      await launch.stop();
      throw new Error(`Usher did not start:\n${readFileSync(logFile, 'utf8')}`);
    }
  }
  return launch;
}

export const removeFolder = ({ folder }: PrivateLaunch): void =>
  rmSync(folder, { recursive: true, force: true });

function runOf(folder: string): RunFile {
  const run = readRunFile(path.join(folder, 'run.json'));
  if (run === null) throw new Error('Usher does not run any more');
  return run;
}

async function stopped(launcher: ChildProcess): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => launcher.once('exit', () => resolve()));
  launcher.kill('SIGTERM');
  const insist = setTimeout(() => launcher.kill('SIGKILL'), STOPPED_MS_MAX);
  await ended;
  clearTimeout(insist);
}
