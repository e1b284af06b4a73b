/**
 * `npm run owner -- EMAIL`: makes the first owner where there is no demo, and prints a password once. Of the running Usher
 * of this folder, or of DATABASE_URL. A house that has an owner gets no second one this way: owners make colleagues.
 */
import { randomBytes } from 'node:crypto';
import { openPasswords } from '../api/passwords.ts';
import { openDatabase } from '../db/open.ts';
import { makeFirstOwner } from '../db/staff.ts';
import { newId } from '../runtime/chance.ts';
import { createLog } from '../runtime/log.ts';
import { openFolder } from './launch/folder.ts';
import { readRunFile } from './launch/run-file.ts';

const [email = '', ...rest] = process.argv.slice(2);
const folder = openFolder();
const url = process.env.DATABASE_URL ?? readRunFile(folder.run)?.databaseUrl;

if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254 || rest.length > 0) {
  console.error('Usage: npm run owner -- EMAIL');
  process.exit(2);
}
if (!url) {
  console.error(`Usher is not running here (no ${folder.run}): start it, or set DATABASE_URL`);
  process.exit(2);
}

const db = openDatabase(url, createLog('owner', 'error'), { connectionsMax: 1 });
try {
  const password = randomBytes(12).toString('base64url');
  const passwordHash = await openPasswords().hash(password);
  const isMade = await makeFirstOwner(db, { id: newId('stf'), email, name: 'Owner', passwordHash });
  if (isMade) console.log(`Owner ${email}\nPassword ${password}\nIt is shown this once.`);
  else console.error('This house has an owner already; nothing was changed.');
  process.exitCode = isMade ? 0 : 1;
} catch (fault) {
  console.error(`The database did not answer: ${fault instanceof Error ? fault.message : String(fault)}`);
  process.exitCode = 1;
} finally {
  await db.destroy();
}
