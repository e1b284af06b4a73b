/**
 * PostgreSQL's data folder. It is made beside its place and renamed when whole, so that a folder in its place
 * is a whole one; what a killed start left half-made is thrown away, and a folder that is not a database is
 * set aside, never deleted.
 */
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lastLines, type RunAs, runs, startChild } from './child.ts';
import { commandOf, isAlive } from './pids.ts';

type Options = {
  folder: string;
  binaries: string;
  runAs: RunAs;
  password: string;
  durable: boolean;
  logFile: string;
  say: (line: string) => void;
};

export async function preparePostgresFolder(options: Options): Promise<void> {
  const { folder, binaries, runAs, say } = options;
  if (existsSync(folder) && !isWhole(folder)) {
    const aside = `${folder}.broken-${Date.now()}`;
    say(`${folder} is not a whole database (an earlier start was cut off?): set aside as ${aside}`);
    renameSync(folder, aside);
  }
  if (!existsSync(folder)) await make(options);
  refuseOtherVersion(folder, binaries);
  await clearLock(folder, say);
  if (runAs.uid !== undefined && !runs('/bin/sh', ['-c', 'cd "$0"', folder], runAs)) {
    throw new Error(
      `${folder} cannot be entered by uid ${runAs.uid}, as whom PostgreSQL runs: put the checkout elsewhere`,
    );
  }
}

const isWhole = (folder: string) =>
  ['PG_VERSION', 'global/pg_control', 'base/1'].every((part) => existsSync(path.join(folder, part)));

async function make({ folder, binaries, runAs, password, durable, logFile, say }: Options) {
  const half = `${folder}.making`;
  if (existsSync(half)) say('an earlier start was cut off while it made the database: making it anew');
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const owned of [half, passwordFile]) {
    if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(owned, runAs.uid, runAs.gid);
  }
  const access = ['-U', 'usher', '--pwfile', passwordFile, '-A', 'scram-sha-256'];
  const text = ['-E', 'UTF8', '--locale=C.UTF-8', ...(durable ? [] : ['--no-sync'])];
  // Bound to this process: told to stop meanwhile, nothing goes on behind its back.
  const initdb = await startChild({
    command: path.join(binaries, 'initdb'),
    args: ['-D', half, ...access, ...text],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    ...{ logFile, runAs, orphanSignal: 'KILL' },
  });
  const how = await initdb.ended;
  rmSync(passwordFile, { force: true });
  if (how !== 'with code 0') throw new Error(`initdb ended ${how}:\n${lastLines(logFile)}`);
  renameSync(half, folder);
}

function refuseOtherVersion(folder: string, binaries: string) {
  const made = readFileSync(path.join(folder, 'PG_VERSION'), 'utf8').trim();
  const said = execFileSync(path.join(binaries, 'postgres'), ['--version'], { encoding: 'utf8', cwd: '/' });
  const ours = /(\d+)\./.exec(said)?.[1];
  if (ours !== undefined && ours !== made) {
    throw new Error(
      `${folder} was made by PostgreSQL ${made}, and here is ${ours}: \`npm run reset\` forgets it`,
    );
  }
}

/**
 * postmaster.pid names the server that holds the folder. After a crash its number may belong to another
 * program by now, and PostgreSQL would refuse to start; a server of ours that outlived its launcher is asked
 * to end.
 */
async function clearLock(folder: string, say: (line: string) => void) {
  const lock = path.join(folder, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (isAlive(pid) && commandOf(pid).includes(folder)) {
    say(`an earlier PostgreSQL (process ${pid}) still holds the data: ending it`);
    process.kill(pid, 'SIGINT');
    for (let tries = 0; isAlive(pid) && tries < 200; tries += 1)
      await new Promise((done) => setTimeout(done, 50));
    if (isAlive(pid)) throw new Error(`PostgreSQL (process ${pid}) does not end: end it by hand`);
  }
  rmSync(lock, { force: true });
}
