/**
 * The writer's own connections to PostgreSQL.
 *
 * Statements are pipelined: a batch's reads, and its writes with COMMIT, each go out together and are
 * answered together, which leaves two round trips to a batch. A transaction that stands still for two
 * seconds is ended by PostgreSQL, so that a stopped writer holds no lock (WRT-2); a statement that is not
 * answered at all ends its connection, so that a cut cable hangs nobody.
 */
import pg from 'pg';
import { IDLE_IN_TRANSACTION_MS } from '../domain/limits.ts';
import type { Log } from '../runtime/log.ts';
import { BY_INDEX } from './open.ts';

const STATEMENT_MS_MAX = 5_000;
/** A little more than the server's own bound: it answers first where it can. */
const ANSWER_MS_MAX = 6_000;
/** As many sales commit at once; more would wait for the same disk. */
const CONNECTIONS_MAX = 4;

/** The caller ends it. */
export function openWriterPool(url: string, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    pipeline: true,
    options: BY_INDEX,
    application_name: 'usher-writer',
    connectionTimeoutMillis: 3_000,
    statement_timeout: STATEMENT_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    types: {
      getTypeParser: (oid, format) =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
    },
  });
  // Lost connections end what was asked on them, and that is reported there; unheard, the event would end the process.
  const lost = (err: Error) => log.debug({ err: { message: err.message } }, 'writer connection lost');
  pool.on('error', lost);
  pool.on('connect', (connection) => connection.on('error', lost));
  return pool;
}

/**
 * Waits for statements that were sent together (and lets through what is no promise). Rejects with the
 * first failure in the order of sending: what comes after it only fails because of it.
 */
export async function inOrder<const Sent extends readonly unknown[]>(
  sent: Sent,
): Promise<{ -readonly [K in keyof Sent]: Awaited<Sent[K]> }> {
  const settled = await Promise.allSettled(sent);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined)) as never;
}
