/**
 * Ending a process: the first SIGTERM or SIGINT closes its parts one after another, a second one ends it at
 * once, and after ten seconds it ends whatever still hangs. A fault that nobody caught is logged and ends the
 * process: its state cannot be trusted, and its supervisor starts a fresh one. Dying half-way is safe: every
 * part survives kill -9.
 */
import type { Log } from './log.ts';

export type ClosingStep = readonly [name: string, close: () => unknown];

/** Contract: SIGTERM drains within 10 s. A little less, so that the process says so itself. */
export const drainTimeMs = 9_500;

/** Call it once, in main.ts, last. The steps run in their order: edge first, stores last. */
export function closeWhenTold(log: Log, steps: readonly ClosingStep[]): void {
  let isClosing = false;

  async function close(signal: string) {
    if (isClosing) {
      log.warn({ signal }, 'told twice: ending at once');
      process.exit(1);
    }
    isClosing = true;
    log.info({ signal }, 'closing');
    setTimeout(() => {
      log.error('still closing after its time: ending');
      process.exit(1);
    }, drainTimeMs).unref();
    for (const [name, closeStep] of steps) {
      try {
        await closeStep();
      } catch (fault) {
        log.error({ err: fault, step: name }, 'could not close');
      }
    }
    log.info('closed');
    process.exit(0);
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void close(signal));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (fault: unknown) => {
      log.fatal({ err: fault, event }, 'a fault that nobody caught');
      process.exit(1);
    });
  }
}
