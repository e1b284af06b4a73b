/** What the gateway counts: for Prometheus on the private port, and the few figures the dashboard shows. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { LatencyWindow } from '../domain/latency.ts';
import type { OpsLatency } from '../domain/ops-snapshot.ts';
import type { RefusalCode } from '../domain/refusals.ts';
import { secondsBuckets } from '../runtime/metrics.ts';

export interface Measures {
  joined(ms: number): void;
  claimed(ms: number): void;
  refused(code: RefusalCode): void;
  badMessage(): void;
  /** Somebody was asked for a check, and was cleared by one. */
  suspected(reason: string): void;
  cleared(by: string): void;
  frame(sockets: number, bytes: number): void;
  proxied(status: number): void;
  /** Joins and claims, in milliseconds, without what did not happen lately. */
  latencies(): OpsLatency[];
}

export interface Gauges {
  readonly sockets: () => number;
  readonly lateMs: () => number;
}

export function openMeasures(registry: Registry, gauges: Gauges): Measures {
  const registers = [registry];
  const seconds = (name: string, help: string) =>
    new Histogram({ name, help, buckets: secondsBuckets, registers });
  const joins = seconds('usher_join_seconds', 'From the join message to the place');
  const claims = seconds('usher_claim_seconds', 'From the claim to the committed pass');
  const refused = new Counter({
    name: 'usher_line_refused_total',
    help: 'Refusals told to visitors in line',
    labelNames: ['code'],
    registers,
  });
  const bad = new Counter({
    name: 'usher_bad_messages_total',
    help: 'Messages not of the protocol',
    registers,
  });
  const suspects = new Counter({
    name: 'usher_suspects_total',
    help: 'New places that were asked for a check',
    labelNames: ['reason'],
    registers,
  });
  const cleared = new Counter({
    name: 'usher_suspects_cleared_total',
    help: 'Checks that were passed: false alarms',
    labelNames: ['by'],
    registers,
  });
  const frames = new Counter({
    name: 'usher_frames_total',
    help: 'Shared frames written to sockets',
    registers,
  });
  const bytes = new Counter({ name: 'usher_frame_bytes_total', help: 'Bytes of shared frames', registers });
  const proxied = new Counter({
    name: 'usher_proxied_total',
    help: 'Requests answered for other processes',
    labelNames: ['status'],
    registers,
  });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('usher_sockets', 'Open sockets of visitors', gauges.sockets);
  gauge('usher_late_ms', 'How late the event loop turns', gauges.lateMs);

  const windows = { join: new LatencyWindow(), claim: new LatencyWindow() };
  return {
    joined: (ms) => {
      joins.observe(ms / 1_000);
      windows.join.add(ms, performance.now());
    },
    claimed: (ms) => {
      claims.observe(ms / 1_000);
      windows.claim.add(ms, performance.now());
    },
    refused: (code) => refused.inc({ code }),
    badMessage: () => bad.inc(),
    suspected: (reason) => suspects.inc({ reason }),
    cleared: (by) => cleared.inc({ by }),
    frame: (sockets, size) => {
      frames.inc(sockets);
      bytes.inc(size);
    },
    proxied: (status) => proxied.inc({ status: String(status) }),
    latencies: () =>
      (['join', 'claim'] as const).flatMap((what) => {
        const latency = windows[what].lately(performance.now());
        return latency ? [{ what, ...latency }] : [];
      }),
  };
}
