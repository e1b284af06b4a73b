/**
 * `npm run owner -- EMAIL`: makes the first owner where there is no demo, and prints a password once. Of the running Usher
 * of this folder, or of DATABASE_URL. A house that has an owner gets no second one this way: owners make colleagues.
 *
 * `npm run owner -- --reset EMAIL`: an owner who has lost every way in gets a new password, and two-step sign-in goes off.
 */
import { randomBytes } from 'node:crypto';
import { openPasswords } from '../api/passwords.ts';
import { openDatabase } from '../db/open.ts';
import { resetOwner } from '../db/reset-owner.ts';
import { makeFirstOwner } from '../db/staff.ts';
import { newId } from '../runtime/chance.ts';
import { createLog } from '../runtime/log.ts';
import { openFolder } from './launch/folder.ts';
import { readRunFile } from './launch/run-file.ts';

const words = process.argv.slice(2);
const isReset = words[0] === '--reset';
const [email = '', ...rest] = isReset ? words.slice(1) : words;
const folder = openFolder();
const url = process.env.DATABASE_URL ?? readRunFile(folder.run)?.databaseUrl;

if (!/^[^\s@-][^\s@]*@[^\s@]+$/.test(email) || email.length > 254 || rest.length > 0) {
  console.error('Usage: npm run owner -- EMAIL\n       npm run owner -- --reset EMAIL');
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
  const isDone = isReset
    ? await resetOwner(db, { email, passwordHash })
    : await makeFirstOwner(db, { id: newId('stf'), email, name: 'Owner', passwordHash });
  if (isDone) console.log(`Owner ${email}\nPassword ${password}\nIt is shown this once.`);
  else if (isReset) console.error('This house has no owner of that address; nothing was changed.');
  else
    console.error(
      'This house has an owner already; nothing was changed. Where no owner gets in any more: npm run owner -- --reset EMAIL',
    );
  if (isDone && isReset)
    console.log('Two-step sign-in is off and every sign-in has ended: turn it on again.');
  process.exitCode = isDone ? 0 : 1;
} catch (fault) {
  console.error(`The database did not answer: ${fault instanceof Error ? fault.message : String(fault)}`);
  process.exitCode = 1;
} finally {
  await db.destroy();
}
