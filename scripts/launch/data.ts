/** The newest schema, and what a newcomer needs to look around: an owner and demo sales. Safe to repeat. */
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { createLog } from '../../runtime/log.ts';
import type { Keys } from './keys.ts';
import type { LauncherSettings } from './settings.ts';
import { say } from './words.ts';

export async function prepareData(
  settings: LauncherSettings,
  keys: Keys,
  databaseUrl: string,
): Promise<void> {
  const db = openDatabase(databaseUrl, createLog('launcher', 'error'), { connectionsMax: 2 });
  try {
    const applied = await migrateToLatest(db);
    if (applied.length > 0) say(`Database brought up to date (${applied.length} steps)`);
  } finally {
    await db.destroy();
  }
}
