/**
 * Product reads: GET /api/sales/SLUG of a real API process, which answers from the projection in Redis, beside a server
 * that reads PostgreSQL for each. Both over a whole catalogue and of the one sale that everybody looks at; and, at the full
 * size, by ten thousand readers who all have a connection and a question at once. In turns, in the same run.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import { openDatabase } from '../../db/open.ts';
import { liveProcesses } from '../../db/registry.ts';
import type { Database } from '../../db/schema.ts';
import { createLog } from '../../runtime/log.ts';
import type { BenchResult, BenchTools } from '../harness.ts';
import { startPrivateUsher } from '../private-usher.ts';
import { processorMs } from '../processor-time.ts';
import { makeSale } from '../sales.ts';
import { endServer, startBare } from '../servers.ts';
import type { ReadersReport, ReadersTask } from './readers.ts';

const PRODUCTS = 1_000;
const READERS = 64;
const CROWD = 10_000;
const SECONDS = 4;
const CROWD_SECONDS = 8;
const WARM_UP_SECONDS = 2;
const OPENS_LATER_MS = 6 * 3_600_000;

const sides = ['direct', 'api'] as const;
type Side = (typeof sides)[number];
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export async function run({ rounds, size, say }: BenchTools): Promise<BenchResult> {
  const products = size ?? PRODUCTS;
  const crowd = size === null ? CROWD : size * 2;
  const usher = await startPrivateUsher(['api', 'queue-worker']);
  const db = openDatabase(usher.databaseUrl, createLog('bench', 'warn'), { connectionsMax: 4 });
  const direct = await startBare(here('direct.ts'), [usher.databaseUrl]);
  try {
    const paths = await makeProducts(db, products);
    const api = (await liveProcesses(db, 'api'))[0];
    if (!api?.url) throw new Error('the api has not announced itself');
    const bases: Record<Side, string> = { direct: `http://127.0.0.1:${direct.port}`, api: api.url };
    const pids: Record<Side, number> = {
      direct: direct.process.pid ?? 0,
      api: usher.pids.get(api.name) ?? 0,
    };
    const kinds = {
      catalogue: { paths, readers: READERS, seconds: SECONDS },
      hot: { paths: paths.slice(0, 1), readers: READERS, seconds: SECONDS },
      crowd: { paths: paths.slice(0, 20), readers: crowd, seconds: CROWD_SECONDS },
    };
    for (const side of sides) await go({ base: bases[side], ...kinds.catalogue, seconds: WARM_UP_SECONDS });

    const found = new Map<string, number[]>();
    const keep = (what: string, value: number) => found.set(what, [...(found.get(what) ?? []), value]);
    const strange = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      for (const [kind, task] of Object.entries(kinds)) {
        for (const side of sides) {
          const before = processorMs(pids[side]);
          const { perSecond, p50Ms, p99Ms, statuses } = await go({ base: bases[side], ...task });
          const answers = statuses[200] ?? 0;
          keep(`${side} ${kind}|requests/s`, perSecond);
          keep(`${side} ${kind} p50|ms`, p50Ms);
          keep(`${side} ${kind} p99|ms`, p99Ms);
          keep(
            `${side} ${kind} works|µs/request`,
            ((processorMs(pids[side]) - before) * 1_000) / Math.max(1, answers),
          );
          const others = Object.entries(statuses).filter(([status]) => status !== '200');
          for (const [status, count] of others) strange.add(`${side} ${kind}: ${count} × ${status}`);
          if (answers === 0) throw new Error(`${side} answered ${JSON.stringify(statuses)}`);
          say(`${side} ${kind} ${Math.round(perSecond)}/s, p99 ${Math.round(p99Ms)} ms`);
        }
      }
    }
    return {
      name: 'read',
      measures: [...found].map(([name, values]) => {
        const [what = '', unit = ''] = name.split('|');
        return { what, unit, rounds: values };
      }),
      ratios: Object.keys(kinds).map((kind) => ({ of: `api ${kind}`, to: `direct ${kind}`, atLeast: 1 })),
      notes: [
        `${products} sales of three tiers; catalogue: all of them by ${READERS} readers, hot: one of them, ${SECONDS} s a side and round`,
        `crowd: ${crowd} readers, a connection and a question each, 20 sales, ${CROWD_SECONDS} s`,
        'one API process, and one that reads PostgreSQL each time, with as many connections to it',
        `other answers than 200: ${strange.size === 0 ? 'none' : [...strange].join(', ')}`,
      ],
    };
  } finally {
    await endServer(direct.process);
    await db.destroy();
    await usher.stop();
  }
}

async function go(task: ReadersTask): Promise<ReadersReport> {
  const child = fork(here('readers.ts'));
  child.send(task);
  const [report] = (await once(child, 'message')) as [ReadersReport];
  return report;
}

/** They open much later, so that nothing but reading goes on. */
async function makeProducts(db: Kysely<Database>, count: number): Promise<string[]> {
  const slugs = Array.from({ length: count }, (_, n) => `product-${n + 1}`);
  const opensAt = new Date(Date.now() + OPENS_LATER_MS);
  const description = 'Thrown in two halves and joined by hand. '.repeat(12);
  for (const slug of slugs) await makeSale(db, slug, { mode: 'shelf', opensAt, description });
  return slugs.map((slug) => `/api/sales/${slug}`);
}
