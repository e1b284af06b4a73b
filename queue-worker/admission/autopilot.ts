/**
 * The autopilot at work (PAC-6…9): looks at what the checkout and the writer take, and moves a sale's rate by
 * domain/autopilot.ts. Every queue-worker looks; a change happens once, because it names the state it goes by, and is in
 * the journal with its reason or has not happened.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type AutopilotSale, autopilotSales, changePace } from '../../db/pace-state.ts';
import { liveProcesses } from '../../db/registry.ts';
import {
  CHECKOUT_MS,
  nextPace,
  type PaceChange,
  type ShopHealth,
  WRITER_MS,
} from '../../domain/autopilot.ts';
import { commandsKey } from '../../redis/keys.ts';
import { notify } from '../../redis/notices.ts';
import type { Deps } from '../deps.ts';
import type { PaceMetrics } from './pace-metrics.ts';

type AutopilotDeps = Pick<Deps, 'db' | 'redis' | 'log'>;

/** Once for each open sale. */
export async function steerPace(deps: AutopilotDeps, metrics?: PaceMetrics): Promise<void> {
  const { db, redis, log } = deps;
  const sales = await autopilotSales(db);
  const rates = new Map(sales.map((sale) => [sale.saleId, rateOf(sale)]));
  const latencies = sales.length === 0 ? [] : latenciesOf(await liveProcesses(db, 'api'));
  for (const sale of sales) {
    const health = { latencies, writerBehindMs: await writerBehindMs(redis, sale) };
    const change = sale.isOn ? nextPace(sale.state, sale.admitPerMinute, health) : switchedOff;
    if (!change) continue;
    const reason = reasonOf(change);
    if (!(await changePace(db, sale, { ...change, reason }))) continue;
    const is = change.ratePerMinute ?? sale.admitPerMinute;
    metrics?.changed({ why: change.why, was: rateOf(sale), is });
    rates.set(sale.saleId, is);
    log.info({ saleId: sale.saleId, ratePerMinute: change.ratePerMinute, reason }, 'the autopilot acts');
    await notify(redis, sale.saleId, { type: 'sale' });
  }
  metrics?.rates(
    sales.map(({ saleId, admitPerMinute }) => ({
      ...{ saleId, operator: admitPerMinute, now: rates.get(saleId) ?? admitPerMinute },
    })),
  );
}

/** In force before anything is changed: never above the operator's. */
const rateOf = ({ admitPerMinute, state }: AutopilotSale): number =>
  Math.min(admitPerMinute, state?.ratePerMinute ?? admitPerMinute);

const switchedOff = { ratePerMinute: null, why: 'off', ms: 0 } as const;

const toldLatencies = z.array(
  z.object({ what: z.enum(['join', 'claim', 'reserve', 'pay']), p95: z.number(), count: z.number() }),
);

/** What each API told the registry; judged one by one, because one slow API is a slow shop to a part of its visitors. */
const latenciesOf = (processes: readonly { detail: Record<string, unknown> }[]): ShopHealth['latencies'] =>
  processes.flatMap(({ detail }) => toldLatencies.safeParse(detail.latency).data ?? []);

/** Of both ways to the writer the longer wait, each on its store's clock. Null while Redis is away. */
async function writerBehindMs(redis: Redis, { saleId, commandMsAgo }: AutopilotSale): Promise<number | null> {
  if (redis.status !== 'ready') return null;
  const [oldest, [seconds, micros]] = await Promise.all([
    redis.xrange(commandsKey(saleId), '-', '+', 'COUNT', 1),
    redis.time(),
  ]);
  const takenAtMs = Number(oldest[0]?.[0].split('-')[0] ?? Number.POSITIVE_INFINITY);
  const nowMs = Number(seconds) * 1_000 + Number(micros) / 1_000;
  return Math.max(0, commandMsAgo, nowMs - takenAtMs);
}

function reasonOf({ why, ms }: Omit<PaceChange, 'why'> & { why: PaceChange['why'] | 'off' }): string {
  const took = Math.round(ms);
  switch (why) {
    case 'writer':
      return `the writer is ${took} ms behind, over ${WRITER_MS.slow}`;
    case 'calm':
      return 'checkout and writer are well again';
    case 'off':
      return 'the autopilot was switched off';
    default:
      return `${why} takes ${took} ms at p95, over ${CHECKOUT_MS[why].slow}`;
  }
}
