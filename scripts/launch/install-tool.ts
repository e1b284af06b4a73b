/**
 * Brings a program of the system's package manager, where that needs no question: apt as root or by `sudo -n`,
 * or brew.
 */
import { spawnSync } from 'node:child_process';
import { runs } from './child.ts';
import { findChromium, findRedis } from './find-program.ts';

type Tool = { program: string; find: () => string | undefined; apt: string; brew: string };

export const redisTool: Tool = { program: 'Redis', find: findRedis, apt: 'redis-server', brew: 'redis' };
export const chromiumTool: Tool = {
  program: 'Chromium',
  find: findChromium,
  apt: 'chromium',
  brew: '--cask chromium',
};

/** Where the program is; installed first, with a word, when it is not there. */
export function needTool(tool: Tool, say: (line: string) => void): string {
  const there = tool.find();
  if (there !== undefined) return there;
  installTool(tool, say);
  const installed = tool.find();
  if (installed === undefined) throw new Error(`${tool.program} was installed and still cannot be run`);
  return installed;
}

/** Installs it and says so; throws with the one command to type where it cannot. */
function installTool({ program, apt, brew }: Tool, say: (line: string) => void): void {
  const isRoot = process.getuid?.() === 0;
  if (runs('apt-get', ['--version'])) {
    const asRoot = isRoot ? [] : ['sudo', '-n'];
    const byHand = `${isRoot ? '' : 'sudo '}apt-get install -y ${apt}`;
    if (!isRoot && !runs('sudo', ['-n', 'true'])) throw missing(program, byHand);
    say(`Installing ${program} (${byHand}) …`);
    const install = [...asRoot, 'apt-get', 'install', '-y', ...aptFlags, apt];
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

/** Another apt may be at work: wait for its lock. */
const aptFlags = ['--no-install-recommends', '-o', 'DPkg::Lock::Timeout=180'];

const missing = (program: string, command: string) =>
  new Error(
    `${program} is not installed, and could not be by itself. Type this, then try again:\n\n  ${command}\n`,
  );

function run([command = '', ...args]: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}
