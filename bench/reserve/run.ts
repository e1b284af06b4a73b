/**
 * Reservations through real HTTP: POST /api/sales/SLUG/orders against a real API process, its writer, durable PostgreSQL
 * and Redis, straight and through the gateway; beside a bare Hono POST with the same request and an answer of the same
 * size. All in the same run, in turns, with the same client.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '../../db/open.ts';
import { liveProcesses } from '../../db/registry.ts';
import type { Database } from '../../db/schema.ts';
import { createLog } from '../../runtime/log.ts';
import { type BenchResult, type BenchTools, median } from '../harness.ts';
import { type PrivateUsher, startPrivateUsher } from '../private-usher.ts';
import { processorMs } from '../processor-time.ts';
import { untilWritten } from '../sales.ts';
import { type Hammered, hammer, type Shot } from './hammer.ts';
import { makeBenchSale } from './sale.ts';

const CONNECTIONS = 64;
const SECONDS = 4;
const WARM_UP_SECONDS = 3;
const VISITORS = 2_000;

const sides = ['bare', 'api', 'gateway'] as const;
type Side = (typeof sides)[number];

export async function run({ rounds, say }: BenchTools): Promise<BenchResult> {
  const usher = await startPrivateUsher(['api', 'queue-worker', 'gateway']);
  const db = openDatabase(usher.databaseUrl, createLog('bench', 'warn'), { connectionsMax: 2 });
  try {
    const { saleId, next } = await makeBenchSale(db, usher.usherKeys, VISITORS);
    await untilWritten(db, saleId);
    const apiUrl = (await liveProcesses(db, 'api'))[0]?.url;
    if (!apiUrl) throw new Error('the api has not announced itself');
    const bare = await startBare(await oneAnswer(apiUrl, next()));
    try {
      const urls = { bare: bare.url, api: apiUrl, gateway: usher.publicUrl };
      const result = await measure(urls, next, usher, { rounds, say });
      return { ...result, notes: [...result.notes, await batchNote(db)] };
    } finally {
      bare.stop();
    }
  } finally {
    await db.destroy();
    await usher.stop();
  }
}

async function measure(
  urls: Record<Side, string>,
  next: () => Shot,
  usher: PrivateUsher,
  { rounds, say }: Pick<BenchTools, 'rounds' | 'say'>,
): Promise<BenchResult> {
  const go = (side: Side, seconds: number) => hammer(urls[side], { connections: CONNECTIONS, seconds, next });
  for (const side of sides) await go(side, WARM_UP_SECONDS);
  const runs: Record<Side, Hammered[]> = { bare: [], api: [], gateway: [] };
  const spent = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const side of sides) {
      const before = spentBy(usher);
      const ran = await go(side, SECONDS);
      const strange = Object.keys(ran.statuses).filter((status) => status !== '201');
      if (strange.length > 0) throw new Error(`${side} answered ${JSON.stringify(ran.statuses)}`);
      runs[side].push(ran);
      if (side === 'bare') continue;
      const orders = ran.statuses[201] ?? 1;
      for (const [name, ms] of spentBy(usher)) {
        if ((name === 'gateway-1') !== (side === 'gateway')) continue;
        spent.set(name, [...(spent.get(name) ?? []), ((ms - (before.get(name) ?? 0)) * 1_000) / orders]);
      }
    }
    say(sides.map((side) => `${side} ${Math.round(runs[side].at(-1)?.perSecond ?? 0)}/s`).join('  '));
  }
  const measures = sides.flatMap((side) => [
    { what: side, unit: 'requests/s', rounds: runs[side].map((ran) => ran.perSecond) },
    { what: `${side} p50`, unit: 'ms', rounds: runs[side].map((ran) => ran.p50Ms) },
    { what: `${side} p99`, unit: 'ms', rounds: runs[side].map((ran) => ran.p99Ms) },
  ]);
  const where = [...spent].map(([name, micros]) => ({
    what: `${name} works`,
    unit: 'µs/order',
    rounds: micros,
  }));
  return {
    name: 'reserve',
    measures: [...measures, ...where],
    ratios: [
      { of: 'api', to: 'bare', atLeast: 0.3 },
      { of: 'gateway', to: 'bare' },
    ],
    notes: [
      `${CONNECTIONS} connections, ${SECONDS} s a side and round, ${VISITORS} passes, one unit an order, all durable`,
      `processor time an order, straight to the api (the gateway's: through it): ${[...spent]
        .map(([name, micros]) => `${name} ${Math.round(median(micros))} µs`)
        .join(', ')}`,
    ],
  };
}

/** Processor time so far, by process; the client is this one. */
function spentBy({ pids }: PrivateUsher): Map<string, number> {
  const { user, system } = process.cpuUsage();
  const servers = [...pids].map(([name, pid]) => [name, processorMs(pid)] as const);
  return new Map([...servers, ['client', (user + system) / 1_000]]);
}

/** The writer writes one time for all of a batch. */
async function batchNote(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ orders: number }>`
    select round(count(*)::numeric / count(distinct at), 1)::float8 as orders from ledger where kind = 'reserve'`.execute(
    db,
  );
  return `the writer decided ${rows[0]?.orders} orders a batch`;
}

async function oneAnswer(url: string, { path, headers, body }: Shot): Promise<string> {
  for (const giveUpAt = Date.now() + 15_000; ; ) {
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body });
    const text = await response.text();
    if (response.status === 201) return text;
    if (Date.now() > giveUpAt) throw new Error(`an order is answered ${response.status} ${text}`);
  }
}

async function startBare(answer: string) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./bare.ts', import.meta.url)), answer], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}
