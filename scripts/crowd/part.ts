/**
 * One process of the crowd: brings its visitors to the line at their pace, and tells the parent what it counted. It ends
 * when all of its visitors have an end, when it is told to stop, or when the parent is gone.
 */
import { Agent } from 'undici';
import { drawBehaviour, type Shares } from './behaviour.ts';
import { openCheckSolver } from './check-solver.ts';
import { openGate } from './gate.ts';
import { openRecord } from './record.ts';
import { newTally, type Tally } from './tally.ts';
import { Visitor } from './visitor.ts';
import type { CrowdSale, Origin, World } from './world.ts';

/** What the parent hands to a part. */
export interface PartTask {
  readonly crowd: string;
  readonly part: number;
  /** The first visitor's id; the others follow. */
  readonly firstId: number;
  readonly visitors: number;
  readonly ratePerSecond: number;
  readonly shares: Shares;
  readonly base: string;
  readonly sale: CrowdSale;
  readonly provider: string;
  readonly recordFolder: string;
  /** `undefined` = the system's choice. */
  readonly localAddresses: readonly (string | undefined)[];
}

/** `conclude`: the raffle is over for those on its list. */
export type ToPart =
  | { readonly type: 'start'; readonly task: PartTask }
  | { readonly type: 'stop' | 'conclude' };
export type FromPart = { readonly type: 'tally' | 'end'; readonly tally: Tally };

const TALLY_EVERY_MS = 500;
/** Sockets that are being opened at once. */
const CONNECTING_MAX = 250;
/** HTTP connections over all addresses: those who shop at once wait for a free one, as in a browser. */
const CONNECTIONS_MAX = 256;
const ARRIVALS_EVERY_MS = 20;
const RECEIPTS_TO_STOP_MS = 2_000;

export interface RunningPart {
  stop(): void;
  conclude(): void;
  readonly ended: Promise<void>;
}

export function runPart(task: PartTask, say: (message: FromPart) => void): RunningPart {
  const tally = newTally();
  const stop = new AbortController();
  const record = openRecord(task.recordFolder, {
    what: 'crowd',
    crowd: task.crowd,
    part: task.part,
    sale: task.sale.slug,
    saleId: task.sale.id,
    url: task.base,
    startedAt: new Date().toISOString(),
  });
  const origins = task.localAddresses.map((address): Origin => {
    const connections = Math.ceil(CONNECTIONS_MAX / task.localAddresses.length);
    const from = { ...(address !== undefined && { localAddress: address }) };
    return { localAddress: address, agent: new Agent({ connections, ...from }), waitAgent: new Agent(from) };
  });
  const { crowd, base, sale, provider } = task;
  const world: World = {
    ...{ crowd, base, sale, provider, tally, record, origins },
    connecting: openGate(CONNECTING_MAX),
    solver: openCheckSolver(),
    stop: stop.signal,
  };
  const visitors = Array.from({ length: task.visitors }, (_, i) => {
    const origin = origins[i % origins.length];
    if (origin === undefined) throw new Error('a part comes from somewhere');
    return new Visitor(world, origin, task.firstId + i, drawBehaviour(task.shares, Math.random));
  });
  const telling = setInterval(() => say({ type: 'tally', tally }), TALLY_EVERY_MS);
  const arriving = arrive(visitors, task.ratePerSecond);

  const ended = Promise.all(visitors.map((visitor) => visitor.ended)).then(async () => {
    clearInterval(telling);
    clearInterval(arriving);
    await record.close();
    say({ type: 'end', tally });
    await Promise.all(origins.flatMap(({ agent, waitAgent }) => [agent.destroy(), waitAgent.destroy()]));
  });
  return {
    ended,
    conclude: () => {
      for (const visitor of visitors) visitor.conclude();
    },
    stop: () => {
      stop.abort();
      // Those who are shopping say themselves what they were doing; the others are ended here.
      setTimeout(() => {
        for (const visitor of visitors) visitor.end(visitor.unfinished);
      }, RECEIPTS_TO_STOP_MS);
    },
  };
}

/** Evenly in small steps: a timer for each of thousands would fire in bunches anyway. */
function arrive(visitors: readonly Visitor[], ratePerSecond: number): NodeJS.Timeout {
  const startedAt = performance.now();
  let next = 0;
  const timer = setInterval(() => {
    const due = Math.min(visitors.length, ((performance.now() - startedAt) / 1_000) * ratePerSecond);
    for (; next < due; next++) visitors[next]?.arrive();
    if (next >= visitors.length) clearInterval(timer);
  }, ARRIVALS_EVERY_MS);
  return timer;
}

if (import.meta.main && process.send) {
  const say = (message: FromPart) => process.send?.(message);
  let part: RunningPart | undefined;
  process.on('message', (message: ToPart) => {
    if (message.type === 'start') {
      part = runPart(message.task, say);
      void part.ended.then(() => process.disconnect?.());
    } else if (message.type === 'stop') part?.stop();
    else part?.conclude();
  });
  process.on('disconnect', () => process.exit(0));
  process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the parent decides.
}
