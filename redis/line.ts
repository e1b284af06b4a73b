/**
 * One process' view of the line: the connection, and the generation of Redis' memory that this process believes in.
 *
 * Redis forgets: it may be restarted, cut back or emptied, and hand numbers out twice. So every script names the generation
 * it believes in and is refused by another one (LIN-5). Scripts are run by digest only. A restarted Redis has lost them
 * (it keeps no scripts in its file since version 7), so a command that ioredis or the kernel delivers late cannot do
 * anything before somebody has compared the server's run_id with PostgreSQL's and loaded the scripts again.
 *
 * Whatever is wrong, the caller hears `LineBusy`: nothing was changed, try again shortly.
 */

import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { readGeneration } from '../db/line-generation.ts';
import type { Database } from '../db/schema.ts';
import type { Log } from '../runtime/log.ts';
import { loadLineScripts } from './line-scripts.ts';
import { runIdOf } from './run-id.ts';

/** The line cannot be touched at the moment; nothing was changed. */
export class LineBusy extends Error {
  override readonly name = 'LineBusy';
  readonly retryAfterMs: number;

  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.retryAfterMs = 1_000;
  }
}

/** The reserved block of numbers is spent: reserve another one (redis/line/reserve-numbers.ts), then again. */
export class NumbersSpent extends Error {
  override readonly name = 'NumbersSpent';
}

export interface Line {
  readonly redis: Redis;
  /** 0 until PostgreSQL has said which one it is. */
  generation(): number;
  /** Asks PostgreSQL again; at most a few times a second, however many ask. */
  refresh(): Promise<number>;
  /** After NOSCRIPT: loads the scripts if this Redis is the one PostgreSQL knows; false where it is another one. */
  reload(): Promise<boolean>;
}

export interface LineDeps {
  readonly redis: Redis;
  readonly db: Kysely<Database>;
  readonly log: Log;
}

export function openLine({ redis, db, log }: LineDeps): Line {
  let generation = 0;
  let asking: Promise<number> | null = null;

  const ask = async (): Promise<number> => {
    const row = await readGeneration(db);
    if (row.generation !== generation) {
      log.info({ generation: row.generation, before: generation }, 'generation of the line');
    }
    generation = row.generation;
    return generation;
  };
  const refresh = (): Promise<number> => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
  const reload = async (): Promise<boolean> => {
    const [runId, row] = await Promise.all([runIdOf(redis), readGeneration(db)]);
    if (row.run_id !== runId || row.state === 'rebuilding') return false;
    await loadLineScripts(redis);
    return true;
  };
  return { redis, generation: () => generation, refresh, reload };
}
