/**
 * Brings a database to the newest schema: the .sql files of db/migrations/ in the order of their numbers, each in the
 * migrator's own transaction. Two processes at once are harmless: the migrator holds an advisory lock.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import type { Database } from './schema.ts';

const folder = new URL('./migrations/', import.meta.url);

const provider: MigrationProvider = {
  getMigrations: async () => {
    const files = readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .sort();
    return Object.fromEntries(files.map((file) => [file.replace('.sql', ''), migrationOf(file)]));
  },
};

const migrationOf = (file: string): Migration => ({
  up: async (db) => {
    await sql.raw(readFileSync(new URL(file, folder), 'utf8')).execute(db);
  },
});

/** Applies what is missing and returns the names of what was applied; throws what PostgreSQL said otherwise. */
export async function migrateToLatest(db: Kysely<Database>): Promise<string[]> {
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw error;
  return (results ?? [])
    .filter((result) => result.status === 'Success')
    .map((result) => result.migrationName);
}
