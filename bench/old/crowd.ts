/** A crowd, as a process of its own: gets ready, says so, goes when told, and reports. It ends when its parent lets go. */
import { openLoop } from './open-loop.ts';
import { readers } from './readers.ts';
import { shoppers } from './shoppers.ts';
import type { FromCrowd, Report, Task, ToCrowd } from './task.ts';

const say = (message: FromCrowd) => process.send?.(message);
let go: (() => Promise<Report>) | null = null;

async function hear(told: ToCrowd): Promise<void> {
  if (told.type === 'prepare') {
    const beganAtMs = performance.now();
    go = await prepare(told.task);
    say({ type: 'ready', tookSeconds: (performance.now() - beganAtMs) / 1_000 });
  } else if (go) say({ type: 'done', report: await go() });
}

function prepare(task: Task): Promise<() => Promise<Report>> {
  if (task.kind === 'openLoop') return openLoop(task);
  return task.kind === 'readers' ? readers(task) : shoppers(task);
}

process.on('message', (told: ToCrowd) => {
  hear(told).catch((fault: unknown) => say({ type: 'failed', why: String(fault) }));
});
process.on('disconnect', () => process.exit(0));
