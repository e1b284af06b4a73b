/** Brings the database of DATABASE_URL to the newest schema and ends. `npm start` does it by itself. */
import { migrateToLatest } from '../db/migrate.ts';
import { openDatabase } from '../db/open.ts';
import { readConfig, urlOf } from '../runtime/config.ts';
import { createLog } from '../runtime/log.ts';

const { DATABASE_URL } = readConfig({ DATABASE_URL: urlOf('postgres:', 'postgresql:') });
const db = openDatabase(DATABASE_URL, createLog('migrate', 'warn'), { connectionsMax: 1 });
try {
  const applied = await migrateToLatest(db);
  console.log(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The schema is up to date.');
} finally {
  await db.destroy();
}
