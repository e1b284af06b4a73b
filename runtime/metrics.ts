/**
 * The numbers a process shows on its private port. Whoever counts makes its own metric with `registers:
 * [registry]`.
 */
import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * One registry a process: its name is a label on everything, beside Node's own memory and event loop figures.
 */
export function createRegistry(processName: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process: processName });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Seconds, from a fast reply to the three seconds after which nothing may hang. */
export const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];
