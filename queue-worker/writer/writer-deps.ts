/** What the parts of the writer share; start.ts builds it. */
import type pg from 'pg';
import type { Decide } from '../../db/writer.ts';
import type { Deps } from '../deps.ts';
import type { RedisClock } from './redis-clock.ts';
import type { WriterMetrics } from './writer-metrics.ts';

export interface WriterDeps extends Pick<Deps, 'redis' | 'line' | 'log'> {
  /** The writer's own connections. */
  readonly pool: pg.Pool;
  readonly decide: Decide;
  readonly redisClock: RedisClock;
  readonly numbers: WriterMetrics;
  /** Of a batch: reserves, rows and due orders each. */
  readonly commandsMax: number;
}
