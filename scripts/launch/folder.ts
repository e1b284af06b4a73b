/**
 * Everything that `npm start` keeps on this machine, and where. One folder a checkout (`USHER_FOLDER`, else
 * .usher); `npm run reset` forgets it whole. PostgreSQL's data alone may stand elsewhere: as root it runs
 * under another uid, which must be able to enter, and a checkout below /root cannot be entered.
 */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runs } from './child.ts';
import { outsideFolder, unprivileged } from './postgres-binaries.ts';

export const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export type UsherFolder = {
  root: string;
  postgres: string;
  redis: string;
  /** The sandbox bank's book. */
  sandbox: string;
  /** Held by the launcher that runs. */
  lock: string;
  /** Addresses and processes, for scripts; there while all of it is ready. */
  run: string;
  /** Keys and passwords, made once. */
  keys: string;
  /** Every child process that was started, for the start after a kill -9. */
  children: string;
  logOf(name: string): string;
};

export function openFolder(root = process.env.USHER_FOLDER || path.join(checkout, '.usher')): UsherFolder {
  const absolute = path.resolve(root);
  mkdirSync(path.join(absolute, 'logs'), { recursive: true });
  chmodSync(absolute, 0o711); // To be passed through, not to be listed.
  chmodSync(path.join(absolute, 'logs'), 0o700);
  return {
    root: absolute,
    postgres: path.join(postgresHome(absolute), 'postgres'),
    redis: path.join(absolute, 'redis'),
    sandbox: path.join(absolute, 'sandbox'),
    lock: path.join(absolute, 'launcher.lock'),
    run: path.join(absolute, 'run.json'),
    keys: path.join(absolute, 'keys.json'),
    children: path.join(absolute, 'children.json'),
    logOf: (name) => path.join(absolute, 'logs', `${name}.log`),
  };
}

/** The last run's log stays beside the new one. */
export function turnLog(logFile: string): void {
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
}

function postgresHome(root: string): string {
  const runAs = unprivileged();
  if (runAs.uid === undefined || runs('/bin/sh', ['-c', 'cd "$0"', root], runAs)) return root;
  const home = path.join(outsideFolder, createHash('sha256').update(root).digest('hex').slice(0, 16));
  mkdirSync(home, { recursive: true, mode: 0o711 });
  return home;
}
