/** Starts a crowd's process and speaks with it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromCrowd, ReportOf, Task, ToCrowd } from './task.ts';

export interface SentCrowd<T extends Task> {
  readonly pid: number;
  /** What came before: joining a line, say. */
  readonly preparedSeconds: number;
  go(): Promise<ReportOf<T>>;
  end(): Promise<void>;
}

/** Resolves when the crowd is ready to go. */
export async function sendCrowd<T extends Task>(task: T): Promise<SentCrowd<T>> {
  const child = fork(fileURLToPath(new URL('crowd.ts', import.meta.url)), {
    execArgv: ['--max-old-space-size=2048'],
    serialization: 'advanced', // JSON has no word for a time that nobody measured.
  });
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  const ask = async (told: ToCrowd): Promise<FromCrowd> => {
    const answered = Promise.withResolvers<FromCrowd>();
    const onExit = () => answered.reject(new Error('the crowd ended'));
    child.once('message', answered.resolve);
    child.once('exit', onExit);
    child.send(told);
    const said = await answered.promise.finally(() => child.off('exit', onExit));
    if (said.type === 'failed') throw new Error(`the crowd: ${said.why}`);
    return said;
  };
  try {
    const ready = await ask({ type: 'prepare', task });
    return {
      pid: child.pid ?? 0,
      preparedSeconds: ready.type === 'ready' ? ready.tookSeconds : 0,
      go: async () => {
        const done = await ask({ type: 'go' });
        if (done.type !== 'done') throw new Error('the crowd reports when it is done');
        return done.report as ReportOf<T>;
      },
      end,
    };
  } catch (fault) {
    await end();
    throw fault;
  }
}
