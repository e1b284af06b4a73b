/** Sends a crowd to a private Usher by the real command, and says how it ended. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { checkout } from '../../scripts/launch/folder.ts';
import type { PrivateLaunch } from './private-launch.ts';

export interface SentCrowd {
  /** The exit code: 0 when everybody had an end that has a name. */
  readonly ended: Promise<number>;
  readonly logFile: string;
}

export function sendCrowd({ env, folder }: PrivateLaunch, slug: string, args: readonly string[]): SentCrowd {
  const logFile = path.join(folder, `crowd-${slug}.log`);
  const log = openSync(logFile, 'a');
  const command = path.join(checkout, 'scripts/crowd.ts');
  const child = spawn(process.execPath, [command, '--sale', slug, ...args], {
    env,
    stdio: ['ignore', log, log],
  });
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  return { ended, logFile };
}
