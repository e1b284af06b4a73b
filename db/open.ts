/**
 * Opens PostgreSQL.
 *
 * pg reports a dropped idle connection as an 'error' event on the pool, and an unheard 'error' event ends the process;
 * the pool replaces the connection by itself, so hearing it is all that is asked of us. bigint comes as a number: ids are
 * text, and no count or amount here comes near 2^53.
 */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '../runtime/log.ts';
import { PreparingClient } from './preparing-client.ts';
import type { Database } from './schema.ts';

const INT8_OID = 20;

/**
 * Every statement that serves somebody finds its rows by an index. Left to guess, PostgreSQL reads a table that was small
 * when the plan was made from end to end, foreign keys' own look-ups included, and keeps that plan while a sale fills it: a
 * twentieth of the speed, seen on a fresh database. What this makes dear by its count is not worth compiling either.
 */
export const BY_INDEX = '-c enable_seqscan=off -c jit=off';

export interface DatabaseOptions {
  /** Of a process that serves: plans go by index, and statements that come again are prepared. Not for reports. */
  readonly isServing?: boolean;
  readonly connectionsMax?: number;
  /** A statement that takes longer fails: a slow PostgreSQL must not hang requests. */
  readonly statementMsMax?: number;
  readonly idleInTransactionMsMax?: number;
}

export function openPool(url: string, log: Log, options: DatabaseOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    ...(options.isServing && { options: BY_INDEX, Client: PreparingClient }),
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: 3_000,
    statement_timeout: options.statementMsMax ?? 5_000,
    idle_in_transaction_session_timeout: options.idleInTransactionMsMax ?? 5_000,
    keepAlive: true,
    types: {
      getTypeParser: (oid, format) => (oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  pool.on('error', (err) => log.warn({ err: { message: err.message } }, 'idle database connection lost'));
  return pool;
}

/** The caller destroys it. */
export function openDatabase(url: string, log: Log, options: DatabaseOptions = {}): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: openPool(url, log, options) }) });
}
