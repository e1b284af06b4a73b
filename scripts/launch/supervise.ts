/**
 * Keeps one child running. The first start must succeed, or the whole start fails; one that ends later is
 * started again, on the same port and data, at once and then after longer and longer waits.
 */
import { backoffMs } from '../../runtime/backoff.ts';
import { systemChance } from '../../runtime/chance.ts';
import { type Child, endChild } from './child.ts';

export type Unit = {
  name: string;
  stopSignal: NodeJS.Signals;
  /** How long it may take to end before it is killed. */
  stopTimeMs: number;
  /** Settles when it can be used. Tells of the child as soon as there is one. */
  start(onChild: (child: Child) => void): Promise<unknown>;
};

export type Supervised = {
  name: string;
  /** Rejects when the first start did not succeed. */
  started: Promise<unknown>;
  pid(): number;
  stop(): Promise<void>;
};

type Events = {
  say(line: string): void;
  /** After every start of a child, the first and the later ones. */
  onChild(name: string, pid: number): void;
};

const restarts = { firstMs: 200, mostMs: 5_000 };
/** Who ran as long as this is thought well again. */
const calmMs = 10_000;

export function supervise(unit: Unit, events: Events): Supervised {
  let child: Child | undefined;
  const stopping = new AbortController();
  const start = () =>
    unit.start((started) => {
      child = started;
      events.onChild(unit.name, started.pid);
      if (stopping.signal.aborted) started.send(unit.stopSignal);
    });

  const started = start();
  const watching = started.then(watch, () => {}); // Whoever awaits `started` hears of the fault.

  async function watch() {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      const since = performance.now();
      const how = await child?.ended;
      if (stopping.signal.aborted) return;
      if (performance.now() - since > calmMs) attempt = 0;
      events.say(`${unit.name} ended ${how}: starting it again`);
      await pause(backoffMs(attempt, restarts, systemChance), stopping.signal);
      if (stopping.signal.aborted) return;
      // What went wrong stands in its log; the child has ended, so the next round tries again.
      await start().catch((fault: Error) => events.say(`${unit.name} did not start again: ${fault.message}`));
    }
  }

  return {
    name: unit.name,
    started,
    pid: () => child?.pid ?? 0,
    async stop() {
      stopping.abort();
      if (child === undefined) return; // Told of it, should it still come, and bound to this process.
      await endChild(child, unit.stopSignal, unit.stopTimeMs);
      await watching;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
