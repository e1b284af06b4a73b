/** What paying needs from the outside world; API and queue-worker build it, tests may fake any part. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Chance } from '../runtime/chance.ts';
import type { Log } from '../runtime/log.ts';
import type { Providers } from './provider.ts';

export interface PaymentDeps {
  readonly db: Kysely<Database>;
  readonly providers: Providers;
  /** Where buyers come back to; without a slash at its end. */
  readonly publicUrl: string;
  readonly log: Log;
  /** The system's where it is left out. */
  readonly chance?: Chance;
}
