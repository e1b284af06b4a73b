/**
 * What a launcher that was killed with -9 left behind. On Linux its children end by themselves a moment later;
 * elsewhere they stay. Either way the next start waits for them, and insists. A number that belongs to another
 * process by now is left alone.
 */
import { keepFile, readKept } from './keep-file.ts';
import { birthOf } from './pids.ts';

type Recorded = { name: string; pid: number; birth: string };

const patienceMs = 10_000;

/** The list of children, kept on disk as they come and go. */
export function recordChildren(file: string) {
  const children = new Map<string, Recorded>();
  return {
    started(name: string, pid: number) {
      children.set(name, { name, pid, birth: birthOf(pid) });
      keepFile(file, [...children.values()]);
    },
  };
}

export async function endLeftovers(file: string, say: (line: string) => void): Promise<void> {
  const left = (readKept<Recorded[]>(file) ?? []).filter(isThere);
  if (left.length === 0) return;
  say(`An earlier start was killed; ending what it left: ${left.map((child) => child.name).join(', ')} …`);
  for (const child of left) tell(child, child.name === 'postgres' ? 'SIGINT' : 'SIGTERM');
  for (const insistAt = performance.now() + patienceMs; left.some(isThere); ) {
    if (performance.now() > insistAt) for (const child of left) tell(child, 'SIGKILL');
    await new Promise((done) => setTimeout(done, 50));
  }
}

const isThere = ({ pid, birth }: Recorded) => birth !== '' && birthOf(pid) === birth;

function tell(child: Recorded, signal: NodeJS.Signals) {
  if (isThere(child)) process.kill(child.pid, signal);
}
