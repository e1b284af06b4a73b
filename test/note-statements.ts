/** PostgreSQL with a note of every statement that is sent to it, in order: for comparing the work of two requests. */
import { Kysely, PostgresDialect } from 'kysely';
import { openPool } from '../db/open.ts';
import type { Database } from '../db/schema.ts';
import { testLog } from './stores.ts';

export function noteStatements(databaseUrl: string) {
  let sent: string[] = [];
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: openPool(databaseUrl, testLog) }),
    log: ({ level, query }) => void (level === 'query' && sent.push(query.sql)),
  });
  return {
    db,
    /** What `act` sent, with `begin` and `commit`; nothing else may ask meanwhile. */
    async during(act: () => Promise<unknown>): Promise<readonly string[]> {
      sent = [];
      await act();
      return sent;
    },
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}
