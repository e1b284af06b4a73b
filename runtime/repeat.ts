/**
 * Does something again and again, one at a time, until it is told to stop. A fault is logged once and again when it
 * changes, and never ends the loop: stores come and go, and the next round finds out.
 */
import type { Log } from './log.ts';

export interface Repeating {
  /** Runs the next round at once instead of waiting for it. */
  wake(): void;
  /** Waits for the round in hand. */
  stop(): Promise<void>;
}

export function repeat(
  what: string,
  everyMs: number,
  round: () => Promise<void>,
  log: Pick<Log, 'warn' | 'info'>,
): Repeating {
  let isStopped = false;
  let lastFault = '';
  let wakeUp: () => void = () => {};

  const run = async (): Promise<void> => {
    while (!isStopped) {
      const pause = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      try {
        await round();
        if (lastFault !== '') log.info({ what }, 'works again');
        lastFault = '';
      } catch (error) {
        const fault = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        if (fault !== lastFault) log.warn({ what, err: error }, 'round failed');
        lastFault = fault;
      }
      if (!isStopped) await pause;
    }
  };
  const running = run();
  return {
    wake: () => wakeUp(),
    stop: async () => {
      isStopped = true;
      wakeUp();
      await running;
    },
  };
}
