/** What the autopilot does, for who watches by graphs (PAC-17): the operator's rate, the one in force, and each change. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { PaceChange } from '../../domain/autopilot.ts';

export interface PaceMetrics {
  /** The rates of all open sales that the autopilot steers; those left out are forgotten. */
  rates(sales: readonly { readonly saleId: string; readonly operator: number; readonly now: number }[]): void;
  changed(change: {
    readonly why: PaceChange['why'] | 'off';
    readonly was: number;
    readonly is: number;
  }): void;
}

export function openPaceMetrics(registry: Registry): PaceMetrics {
  const registers = [registry];
  const operator = new Gauge({
    name: 'usher_pace_operator_rate',
    help: 'Admissions a minute that the operator set, by sale',
    labelNames: ['sale'],
    registers,
  });
  const now = new Gauge({
    name: 'usher_pace_rate',
    help: 'Admissions a minute in force, by sale: the operator’s, or less by the autopilot',
    labelNames: ['sale'],
    registers,
  });
  const changes = new Counter({
    name: 'usher_autopilot_changes_total',
    help: 'Changes of a rate by this process’ autopilot, by reason and direction',
    labelNames: ['why', 'direction'],
    registers,
  });
  return {
    rates(sales) {
      // A sale that is over must not show its last rate for ever.
      for (const gauge of [operator, now]) gauge.reset();
      for (const sale of sales) {
        operator.set({ sale: sale.saleId }, sale.operator);
        now.set({ sale: sale.saleId }, sale.now);
      }
    },
    changed: ({ why, was, is }) => changes.inc({ why, direction: is < was ? 'slower' : 'faster' }),
  };
}
