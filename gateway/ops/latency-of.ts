/** How long things take, from what the processes told the registry: of several, the slowest is shown. */
import { z } from 'zod';
import type { LiveProcess } from '../../db/registry.ts';
import { worstOf } from '../../domain/latency.ts';
import type { OpsLatency } from '../../domain/ops-snapshot.ts';

const told = z.array(
  z.object({
    what: z.enum(['join', 'claim', 'reserve', 'pay']),
    p50: z.number(),
    p95: z.number(),
    p99: z.number(),
    count: z.number(),
  }),
);

export function latencyOf(processes: readonly Pick<LiveProcess, 'detail'>[]): OpsLatency[] {
  const all = processes.flatMap(({ detail }) => told.safeParse(detail.latency).data ?? []);
  const happened = all.filter(({ count }) => count > 0);
  return [...Map.groupBy(happened, ({ what }) => what)].map(([what, some]) => ({ what, ...worstOf(some) }));
}
