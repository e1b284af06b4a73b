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
import type { Database } from './schema.ts';

const INT8_OID = 20;

export interface DatabaseOptions {
  readonly connectionsMax?: number;
  /** A statement that takes longer fails: a slow PostgreSQL must not hang requests. */
  readonly statementMsMax?: number;
  readonly idleInTransactionMsMax?: number;
}

export function openPool(url: string, log: Log, options: DatabaseOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
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
