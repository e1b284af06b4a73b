/**
 * A process of ours as the supervisor sees it: `node FOLDER/main.ts`, ready when /readyz on its private port
 * says so.
 */
import path from 'node:path';
import { type Child, endChild, lastLines, startChild } from './child.ts';
import { checkout, turnLog, type UsherFolder } from './folder.ts';
import type { ProcessPlan } from './processes.ts';
import type { Unit } from './supervise.ts';

const readyTimeMs = 45_000;
/** What Node made of our code: loading it again takes two thirds of the time. Node itself looks whether it still holds. */
const compiled = path.join(checkout, 'node_modules/.cache/usher-compiled');

export function unitOfProcess({ name, folder, env, privateUrl }: ProcessPlan, usher: UsherFolder): Unit {
  const logFile = usher.logOf(name);
  turnLog(logFile);
  return {
    name,
    stopSignal: 'SIGTERM',
    stopTimeMs: 10_500, // It drains within 10 s.
    async start(onChild) {
      const main = path.join(checkout, folder, 'main.ts');
      const child = await startChild({
        command: process.execPath,
        args: [main],
        cwd: checkout,
        env: { NODE_COMPILE_CACHE: compiled, ...env },
        logFile,
      });
      onChild(child);
      try {
        await ready(child, privateUrl);
      } catch (fault) {
        await endChild(child, 'SIGTERM');
        throw new Error(`${name} ${(fault as Error).message}; the end of ${logFile}:\n${lastLines(logFile)}`);
      }
    },
  };
}

async function ready(child: Child, privateUrl: string) {
  let said = 'nothing yet';
  for (const giveUpAt = performance.now() + readyTimeMs; performance.now() < giveUpAt; ) {
    if (child.hasEnded()) throw new Error(`ended ${await child.ended}`);
    try {
      const response = await fetch(`${privateUrl}/readyz`, { signal: AbortSignal.timeout(2_000) });
      said = await response.text();
      if (response.ok) return;
    } catch (fault) {
      said = String(fault); // It does not listen yet, or was too slow this once.
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`is not ready after ${readyTimeMs / 1000} s (${said})`);
}
