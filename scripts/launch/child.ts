/**
 * A child process of the launcher: its output goes to a file, and it ends when the launcher ends. On Linux the
 * kernel sees to that even when the launcher is killed with -9 (setpriv, of util-linux); elsewhere the next
 * start ends what was left behind (leftovers.ts). Children have a process group of their own, so that Ctrl-C
 * reaches the launcher alone, which then stops them in order.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';

/** Whom the child runs as; nothing = the same as this process. */
export type RunAs = { uid?: number; gid?: number };

export type ChildOptions = {
  command: string;
  args: readonly string[];
  logFile: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  runAs?: RunAs;
  /** Sent by the kernel when this process is gone. */
  orphanSignal?: 'TERM' | 'INT' | 'KILL';
  /** Written to the child's standard input, which is then closed: the place for a secret. */
  input?: string;
};

export type Child = {
  pid: number;
  /** Settles once, with a word on how it ended. */
  ended: Promise<string>;
  hasEnded(): boolean;
  send(signal: NodeJS.Signals): void;
};

export async function startChild(options: ChildOptions): Promise<Child> {
  const { command, args, logFile, env = process.env, cwd = '/', runAs = {}, input } = options;
  const log = openSync(logFile, 'a', 0o600);
  const [bin, argv] = bound(options.orphanSignal ?? 'TERM', command, args);
  const child = spawn(bin, argv, {
    ...runAs,
    cwd,
    env,
    detached: true,
    stdio: [input ? 'pipe' : 'ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ? `by ${signal}` : `with code ${code}`));
  });
  await started(child, command);
  child.stdin?.on('error', () => {}); // It ended before it read: `ended` says so.
  child.stdin?.end(input);
  return {
    pid: child.pid ?? 0,
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    send: (signal) => void child.kill(signal),
  };
}

/** Asks with `signal`, and insists after `patienceMs`. */
export async function endChild(child: Child, signal: NodeJS.Signals, patienceMs = 10_000): Promise<void> {
  if (child.hasEnded()) return;
  child.send(signal);
  const insist = setTimeout(() => child.send('SIGKILL'), patienceMs);
  await child.ended;
  clearTimeout(insist);
}

/** The end of a child's log, for the word on why it did not start. */
export function lastLines(logFile: string, most = 25): string {
  if (!existsSync(logFile)) return '';
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-most).join('\n');
}

function started(child: ChildProcess, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (fault) => reject(new Error(`cannot run ${command}: ${fault.message}`)));
  });
}

let hasSetpriv: boolean | undefined;

function bound(signal: string, command: string, args: readonly string[]): [string, readonly string[]] {
  hasSetpriv ??= runs('setpriv', ['--pdeathsig', 'TERM', 'true']);
  return hasSetpriv ? ['setpriv', ['--pdeathsig', signal, command, ...args]] : [command, args];
}

export function runs(command: string, args: readonly string[], runAs: RunAs = {}): boolean {
  try {
    execFileSync(command, args, { ...runAs, stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false; // Absent, not allowed or failing: for the asker all the same.
  }
}
