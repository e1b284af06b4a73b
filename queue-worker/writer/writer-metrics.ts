/** The writer's numbers: how large its batches are, how long they take, what it answers. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Decision } from '../../domain/writer/decision.ts';
import { secondsBuckets } from '../../runtime/metrics.ts';

export interface WriterMetrics {
  batch(decision: Decision, tookMs: number): void;
  /** Told `busy`, because they had waited too long to be decided. */
  stale(count: number): void;
  /** A command that no batch could hold. */
  poison(kind: 'reserve' | 'row' | 'due'): void;
}

export function openWriterMetrics(
  registry: Registry,
  writers: () => Iterable<{ readonly backlog: number }>,
): WriterMetrics {
  const registers = [registry];
  const commands = new Histogram({
    name: 'usher_writer_batch_commands',
    help: 'Commands decided in one transaction',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 400, 600],
    registers,
  });
  const seconds = new Histogram({
    name: 'usher_writer_batch_seconds',
    help: 'From BEGIN to the answer of COMMIT',
    buckets: secondsBuckets,
    registers,
  });
  const reservations = new Counter({
    name: 'usher_writer_reservations_total',
    help: 'Answers to reserves, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const poisoned = new Counter({
    name: 'usher_writer_poison_total',
    help: 'Commands that were set aside because they failed alone',
    labelNames: ['kind'],
    registers,
  });
  new Gauge({
    name: 'usher_writer_backlog',
    help: 'Reserves that stand in the streams of the sales written here',
    registers,
    collect() {
      this.set([...writers()].reduce((sum, { backlog }) => sum + backlog, 0));
    },
  });
  return {
    batch({ replies, rowResults, newOrders }, tookMs) {
      commands.observe(replies.length + rowResults.length);
      seconds.observe(tookMs / 1_000);
      if (newOrders.length > 0) reservations.inc({ outcome: 'granted' }, newOrders.length);
      const refused = replies.length - newOrders.length;
      if (refused > 0) reservations.inc({ outcome: 'refused' }, refused);
    },
    stale: (count) => reservations.inc({ outcome: 'busy' }, count),
    poison: (kind) => poisoned.inc({ kind }),
  };
}
