/** Being told to stop: SIGTERM, SIGINT, SIGHUP, the end of the process that started this one, or a key. */
import { constants } from 'node:os';

/**
 * A Ctrl-C arrives up to three times: from the terminal, from npm and from the bootstrap. Only a later one is
 * a second one.
 */
const sameSignalMs = 1_000;

export function whenTold(onSecond: () => void) {
  const stopping = new AbortController();
  let exitCode = 0;
  let firstAt = 0;

  function tell(why: NodeJS.Signals | 'key' | 'parent') {
    if (!stopping.signal.aborted) {
      firstAt = performance.now();
      exitCode = why === 'SIGHUP' ? 128 + constants.signals.SIGHUP : 0;
      stopping.abort(why);
    } else if (performance.now() - firstAt > sameSignalMs) onSecond();
  }

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => tell(signal));
  process.on('disconnect', () => tell('parent'));
  return { signal: stopping.signal, tell, exitCode: () => exitCode };
}
