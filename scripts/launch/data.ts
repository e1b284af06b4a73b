/**
 * The newest schema, the owner's account and the demo sales. Safe to repeat; with USHER_DEMO=off the schema
 * alone.
 */
import { hash } from '@node-rs/argon2';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { ensureOwner } from '../../db/staff.ts';
import { newId } from '../../runtime/chance.ts';
import { createLog } from '../../runtime/log.ts';
import { seedDemo } from './demo.ts';
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
    if (applied.length > 0) say(`Database brought up to date (${applied.join(', ')})`);
    const passwordHash = await hash(keys.ownerPassword);
    const owner = { id: newId('stf'), email: keys.ownerEmail, name: 'Owner', passwordHash };
    if ((await ensureOwner(db, owner)) === 'other') {
      say(`This database has an owner already; ${keys.ownerEmail} was not added.`);
    }
    if (settings.USHER_DEMO) await seedDemo(db);
  } finally {
    await db.destroy();
  }
}
