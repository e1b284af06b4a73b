/** Brings a program of the system's package manager, where that needs no question: apt as root or by `sudo -n`, or brew. */
import { spawnSync } from 'node:child_process';
import { runs } from './child.ts';

/** Package names by manager. */
export type Tool = { program: string; apt: string; brew: string };

export const redisTool: Tool = { program: 'Redis', apt: 'redis-server', brew: 'redis' };
export const chromiumTool: Tool = { program: 'Chromium', apt: 'chromium', brew: '--cask chromium' };

/** Installs it and says so; throws with the one command to type where it cannot. */
export function installTool({ program, apt, brew }: Tool, say: (line: string) => void): void {
  const isRoot = process.getuid?.() === 0;
  if (runs('apt-get', ['--version'])) {
    const asRoot = isRoot ? [] : ['sudo', '-n'];
    const byHand = `${isRoot ? '' : 'sudo '}apt-get install -y ${apt}`;
    if (!isRoot && !runs('sudo', ['-n', 'true'])) throw missing(program, byHand);
    say(`Installing ${program} (${byHand}) …`);
    const install = [...asRoot, 'apt-get', 'install', '-y', '--no-install-recommends', apt];
    if (run(install) || (run([...asRoot, 'apt-get', 'update']) && run(install))) return;
    throw missing(program, byHand);
  }
  if (runs('brew', ['--version'])) {
    say(`Installing ${program} (brew install ${brew}) …`);
    if (run(['brew', 'install', ...brew.split(' ')])) return;
    throw missing(program, `brew install ${brew}`);
  }
  throw missing(program, `your package manager's install of ${apt}`);
}

const missing = (program: string, command: string) =>
  new Error(
    `${program} is not installed, and could not be by itself. Type this, then try again:\n\n  ${command}\n`,
  );

function run([command = '', ...args]: string[]): boolean {
  // No questions, no service started behind our back: the Redis here is a private one.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  return spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}
