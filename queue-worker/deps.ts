/** What the parts of the queue-worker need from the outside world. main.ts builds it; tests may fake any part. */
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import type { Registry } from 'prom-client';
import type { Database } from '../db/schema.ts';
import type { Line } from '../redis/line.ts';
import type { Clock } from '../runtime/clock.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import type { Log } from '../runtime/log.ts';

export interface Deps {
  /** PROCESS_NAME: holds leases, and names itself in the log. */
  readonly name: string;
  readonly db: Kysely<Database>;
  readonly databaseUrl: string;
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly bullmqRedisUrl: string;
  readonly line: Line;
  readonly log: Log;
  readonly clock: Clock;
  readonly ring: KeyRing;
  readonly metrics: Registry;
}

/** A part that runs until it is told to stop. */
export interface Running {
  stop(): Promise<void>;
}
