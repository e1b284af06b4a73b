/** How long reserve and pay take in this process: for the registry (the dashboard reads it there) and for Prometheus. */
import { Histogram, type Registry } from 'prom-client';
import { LatencyWindow } from '../domain/latency.ts';
import type { OpsLatency } from '../domain/ops-snapshot.ts';
import { secondsBuckets } from '../runtime/metrics.ts';

/**
 * Short, because the autopilot goes by it: what it hears must have happened after it slowed down (SLOW_AGAIN_MS holds two
 * of these windows).
 */
const WINDOW_MS = 10_000;
const timed = ['reserve', 'pay'] as const;
export type Timed = (typeof timed)[number];

export interface Latencies {
  took(what: Timed, ms: number): void;
  /** Without what did not happen lately. */
  lately(): OpsLatency[];
}

/** Durations must not jump with the wall clock. */
export const monotonicMs = (): number => performance.now();

export function openLatencies(registry: Registry): Latencies {
  const windows = { reserve: new LatencyWindow(WINDOW_MS), pay: new LatencyWindow(WINDOW_MS) };
  const histogram = new Histogram({
    name: 'usher_api_seconds',
    help: 'Answers of the API to reserve and pay, refusals included',
    labelNames: ['what'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  return {
    took(what, ms) {
      windows[what].add(ms, monotonicMs());
      histogram.observe({ what }, ms / 1_000);
    },
    lately() {
      const nowMs = monotonicMs();
      return timed.flatMap((what) => {
        const latency = windows[what].lately(nowMs);
        return latency ? [{ what, ...latency }] : [];
      });
    },
  };
}
