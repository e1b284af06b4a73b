/**
 * Visitors who want one unit each, all at once: from the beginning until it has ended for everybody, paid or told why not.
 * Where there is a line they have joined it before the clock starts, and order when they are called and hold the pass;
 * otherwise all of them order at once.
 */
import { randomBytes } from 'node:crypto';
import { buy, type Market, openOrigins } from './buyer.ts';
import { Queuer } from './queuer.ts';
import { bump, curveOf, newTally, type Step, steps, type Times, timesOf } from './tally.ts';
import type { Prepare } from './task.ts';

export interface ShoppersTask {
  readonly kind: 'shoppers';
  readonly base: string;
  readonly slug: string;
  readonly tierId: string;
  readonly visitors: number;
  readonly hasLine: boolean;
  /** HTTP connections to each server. */
  readonly connections: number;
  /** Nobody is waited for any longer. */
  readonly endsWithinMs: number;
}

export interface ShoppersReport {
  readonly kind: 'shoppers';
  readonly ends: Record<string, number>;
  readonly later: Record<string, number>;
  readonly ordered: number;
  readonly paid: number;
  /** Until the last order was granted or refused, granted, paid; until it had ended for everybody. 0 where none was. */
  readonly answeredSeconds: number;
  readonly orderedSeconds: number;
  readonly paidSeconds: number;
  readonly endedSeconds: number;
  readonly times: Record<Step, Times>;
  readonly paidCurve: [number, number][];
}

/** Sockets that are being opened at once. */
const CONNECTING_MAX = 250;
/** One loopback address has 28,000 ports, and finding a free one takes the longer the fewer there are. */
const VISITORS_PER_ADDRESS = 5_000;
const JOINED_WITHIN_MS = 60_000;

export const newSecret = (): string => randomBytes(32).toString('base64url');

export const shoppers: Prepare<ShoppersTask> = async (task) => {
  const tally = newTally();
  const origins = openOrigins(task.connections);
  /** Resolves when everybody has an end, or at the end of patience. */
  const ended = Promise.withResolvers<void>();
  let beganAtMs = 0;
  let open = task.visitors;
  let endedAtMs = 0;
  const market = (): Market => ({
    ...{ base: task.base, slug: task.slug, tierId: task.tierId, tally },
    ...{ connectionsTo: origins.to, waitsAt: origins.waits },
    ...{ beganAtMs, endsAtMs: beganAtMs + task.endsWithinMs },
  });
  const end = (as: string) => {
    bump(tally.ends, as);
    endedAtMs = performance.now() - beganAtMs;
    open -= 1;
    if (open === 0) ended.resolve();
  };
  const shop = async (id: number, shown: Record<string, string>) => end(await buy(market(), id, shown));
  const line = task.hasLine ? await joinLine(task, tally, { market, shop, end }) : null;
  const secrets = line ? [] : Array.from({ length: task.visitors }, newSecret);

  return async () => {
    beganAtMs = performance.now();
    line?.open();
    for (const [id, secret] of secrets.entries())
      void shop(id, { 'usher-secret': secret }).catch(ended.reject);
    const tooLate = setTimeout(() => ended.resolve(), task.endsWithinMs + 1_000);
    await ended.promise;
    clearTimeout(tooLate);
    if (open > 0) tally.ends.unfinished = (tally.ends.unfinished ?? 0) + open;
    line?.close();
    origins.close();
    const last = (atMs: readonly number[]) => atMs.reduce((most, ms) => Math.max(most, ms), 0) / 1_000;
    return {
      kind: 'shoppers',
      ...{ ends: tally.ends, later: tally.later },
      ...{ ordered: tally.orderedAtMs.length, paid: tally.paidAtMs.length },
      answeredSeconds: last(tally.answeredAtMs),
      orderedSeconds: last(tally.orderedAtMs),
      paidSeconds: last(tally.paidAtMs),
      endedSeconds: endedAtMs / 1_000,
      times: Object.fromEntries(steps.map((step) => [step, timesOf(tally.tookMs[step])])) as Record<
        Step,
        Times
      >,
      paidCurve: curveOf(tally.paidAtMs),
    };
  };
};

interface Shopping {
  readonly market: () => Market;
  readonly shop: (id: number, shown: Record<string, string>) => Promise<void>;
  readonly end: (as: string) => void;
}

/** Resolves when everybody has a place. Calls that come before the clock has started would be a bug of the bench. */
async function joinLine(
  task: ShoppersTask,
  tally: ReturnType<typeof newTally>,
  { market, shop, end }: Shopping,
) {
  const port = Number(new URL(task.base).port);
  const queuers: Queuer[] = [];
  let isOpen = false;
  const join = (id: number) =>
    new Promise<void>((joined, refused) => {
      const joiningAtMs = performance.now();
      let calledAtMs = 0;
      let isOver = false;
      const from = `127.0.0.${2 + Math.floor(id / VISITORS_PER_ADDRESS)}`;
      const queuer = new Queuer(
        { port, from, path: `/ws/line?sale=${task.slug}` },
        {
          onJoined: () => {
            tally.tookMs.join.push(performance.now() - joiningAtMs);
            joined();
          },
          onCalled: () => {
            if (!isOpen) return refused(new Error('called before the opening'));
            calledAtMs = performance.now();
            tally.tookMs.call.push(calledAtMs - market().beganAtMs);
          },
          onPass: (pass, secret) => {
            tally.tookMs.claim.push(performance.now() - calledAtMs);
            void shop(id, { 'usher-pass': pass, 'usher-secret': secret }).then(
              () => queuer.end(),
              (fault: unknown) => {
                console.error(fault);
                end('the crowd has a bug');
              },
            );
          },
          onOver: (as) => {
            if (isOver) return;
            isOver = true;
            queuer.end();
            if (!isOpen) refused(new Error(`told ${as} before the opening`));
            else end(as);
          },
          onLater: (why) => bump(tally.later, why),
        },
      );
      queuers.push(queuer);
      queuer.connect();
    });
  let next = 0;
  const comeOneByOne = async () => {
    while (next < task.visitors) await join(next++);
  };
  const lanes = Array.from({ length: CONNECTING_MAX }, comeOneByOne);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('not everybody has a place')), JOINED_WITHIN_MS);
  });
  await Promise.race([Promise.all(lanes), tooLate]);
  clearTimeout(timer);
  return {
    open: () => {
      isOpen = true;
    },
    close: () => {
      for (const queuer of queuers) queuer.end();
    },
  };
}
