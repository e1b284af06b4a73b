/**
 * Ten thousand visitors join a line and read where they stand, over HTTP: 20,000 requests to one gateway with its line in
 * a durable Redis, beside a bare Hono server that answers the same client as many bytes. In turns, a fresh sale each round.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import type { SaleRecord } from '../../db/sales.ts';
import type { Database } from '../../db/schema.ts';
import type { BenchResult, BenchTools } from '../harness.ts';
import { startPrivateUsher } from '../private-usher.ts';
import { processorMs } from '../processor-time.ts';
import { closeSale, makeSale, openBenchDatabase, untilOpen } from '../sales.ts';
import { endServer, type Server, startBare, startGateway } from '../servers.ts';
import { type Crowd, comeAndAsk, newVisitors } from './crowd.ts';

/** A round takes some seconds, and others use the machine too: the median of many says what that of few does not. */
export const ROUNDS = 15;
const VISITORS = 10_000;
const WARM_UP = 2_000;
/** Visitors at a time: enough that a server never waits for the client, as in the other benches over HTTP. */
const CONNECTIONS = 256;
/** Until gateway and queue-worker know of a sale that was opened, and forget one that was closed. */
const SETTLE_MS = 1_200;

const sides = ['bare', 'gateway'] as const;
type Side = (typeof sides)[number];
interface Round extends Crowd {
  readonly processorMicros: number;
  readonly redisMicros: number;
  readonly othersMicros: number;
  readonly clientMicros: number;
}

export async function run({ rounds, size, say }: BenchTools): Promise<BenchResult> {
  const usher = await startPrivateUsher(['queue-worker']);
  const db = openBenchDatabase(usher.databaseUrl);
  const visitors = size ?? VISITORS;
  const servers: Server[] = [];
  try {
    const warmUp = await openSale(db, 'warm-up');
    const gateway = await startGateway(usher, 'gateway-bench', 'time');
    servers.push(gateway);
    const bare = await startBare(
      fileURLToPath(new URL('bare.ts', import.meta.url)),
      await answersOf(gateway, warmUp.slug),
      'time',
    );
    servers.push(bare);
    const by: Record<Side, Server> = { bare, gateway };
    const pids = ['redis', 'postgres', 'queue-worker-1'].map((name) => usher.pids.get(name) ?? 0);
    for (const side of sides) await measure(by[side], pids, warmUp.slug, WARM_UP);
    await closeSale(db, warmUp.id);
    const all: Record<Side, Round[]> = { bare: [], gateway: [] };
    for (let round = 0; round < rounds; round += 1) {
      const { id, slug } = await openSale(db, `join10k-${round}`);
      for (const side of sides) all[side].push(await measure(by[side], pids, slug, visitors));
      // Ten thousand who wait in a sale of before are looked after each second: that is no part of this round.
      await closeSale(db, id);
      say(sides.map((side) => `${side} ${all[side].at(-1)?.seconds.toFixed(2)} s`).join('  '));
    }
    return resultOf(all, visitors);
  } finally {
    for (const { process: child } of servers) await endServer(child);
    await db.destroy();
    await usher.stop();
  }
}

/** With a floor so small that everybody waits. */
async function openSale(db: Kysely<Database>, slug: string): Promise<SaleRecord> {
  const sale = await makeSale(db, slug, { floorMax: 1, admitPerMinute: 1, claimSeconds: 3_600 });
  await untilOpen(db);
  await wait(SETTLE_MS);
  return sale;
}

/** What a join and a status are answered with: the sizes that the bare server repeats. */
async function answersOf({ port }: Server, slug: string): Promise<string[]> {
  const address = `http://127.0.0.1:${port}/api/sales/${slug}/line`;
  const [visitor] = newVisitors(1);
  if (!visitor) throw new Error('one was asked for');
  const headers = { 'content-type': 'application/json' };
  const joined = await (await fetch(address, { method: 'POST', headers, body: visitor.body })).text();
  const { place } = JSON.parse(joined) as { place?: { receipt: string } };
  if (!place) throw new Error(`a join is answered ${joined}`);
  const shown = { 'usher-receipt': place.receipt, 'usher-secret': visitor.secret };
  return [joined, await (await fetch(address, { headers: shown })).text()];
}

async function measure(
  server: Server,
  storePids: readonly number[],
  slug: string,
  count: number,
): Promise<Round> {
  const visitors = newVisitors(count);
  const pids = [server.process.pid ?? 0, ...storePids];
  const before = pids.map(processorMs);
  const clientBefore = process.cpuUsage();
  const crowd = await comeAndAsk(
    `http://127.0.0.1:${server.port}`,
    `/api/sales/${slug}/line`,
    visitors,
    CONNECTIONS,
  );
  const client = process.cpuUsage(clientBefore);
  const clientMicros = (client.user + client.system) / (2 * count);
  const [processorMicros = 0, redisMicros = 0, postgresMicros = 0, workerMicros = 0] = pids.map(
    (pid, at) => ((processorMs(pid) - (before[at] ?? 0)) * 1_000) / (2 * count),
  );
  const othersMicros = postgresMicros + workerMicros;
  return { ...crowd, processorMicros, redisMicros, othersMicros, clientMicros };
}

function resultOf(all: Record<Side, Round[]>, visitors: number): BenchResult {
  const of = (what: string, unit: string, value: (round: Round) => number) =>
    sides.map((side) => ({ what: `${side} ${what}`, unit, rounds: all[side].map(value) }));
  const measures = [
    ...of('time', 's for all', ({ seconds }) => seconds),
    ...of('join p50', 'ms', ({ joinP50Ms }) => joinP50Ms),
    ...of('join p99', 'ms', ({ joinP99Ms }) => joinP99Ms),
    ...of('status p50', 'ms', ({ statusP50Ms }) => statusP50Ms),
    ...of('status p99', 'ms', ({ statusP99Ms }) => statusP99Ms),
    ...of('processor', 'µs a request', ({ processorMicros }) => processorMicros),
    ...of('beside: Redis', 'µs a request', ({ redisMicros }) => redisMicros),
    ...of('beside: PostgreSQL and queue-worker', 'µs a request', ({ othersMicros }) => othersMicros),
    ...of('beside: client', 'µs a request', ({ clientMicros }) => clientMicros),
  ];
  return {
    name: 'join10k',
    measures,
    ratios: [{ of: 'gateway time', to: 'bare time', atMost: 1.5 }],
    targets: [
      { of: 'gateway time', atMost: 2.84 },
      { of: 'gateway status p99', atMost: 7.5 },
    ],
    plots: [
      {
        kind: 'bars',
        name: 'time',
        title: `${visitors.toLocaleString('en')} visitors join and read their status over HTTP`,
        unit: 's',
        bars: sides.map((side) => ({ label: side, value: middle(all[side].map(({ seconds }) => seconds)) })),
      },
    ],
    notes: [
      `${visitors} joins and as many status readings a round, ${CONNECTIONS} at a time, one client process that shares the cores`,
      'each join is looked up, numbered in a durable Redis and signed a receipt; each status verifies receipt and secret',
      'the absolute targets are the best published result, of a Go service on another machine with one process: 2.84 s, p99 7.5 ms',
    ],
  };
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
