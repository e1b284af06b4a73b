/**
 * `npm run verify`: the checker. Reads PostgreSQL, and what crowds were told, and prints for each invariant whether it is
 * held or broken, with counts. Changes nothing; may run in the middle of a sale. Exit 1 if any is broken.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../db/open.ts';
import { createLog } from '../runtime/log.ts';
import { openFolder } from './launch/folder.ts';
import { readRunFile } from './launch/run-file.ts';
import { brokenOf, checkAll } from './verify/check-all.ts';
import { crowdFilesIn, readCrowd } from './verify/crowd-history.ts';
import { verdictText } from './verify/words.ts';

const usage = `Usage: npm run verify [-- --database URL] [--crowd FILE … | --no-crowd] [--patience SECONDS]
  --patience  what should have followed but is younger than this is under way (60)`;

const values = readArguments();
const folder = openFolder();
const url = values.database ?? process.env.DATABASE_URL ?? readRunFile(folder.run)?.databaseUrl;
const patienceSeconds = Number(values.patience);
if (!url || !(patienceSeconds >= 0)) {
  console.error(
    url ? usage : `Usher is not running here (no ${folder.run}): start it, or --database URL\n\n${usage}`,
  );
  process.exit(2);
}
const files = values['no-crowd'] ? [] : (values.crowd ?? crowdFilesIn(path.join(folder.root, 'crowd')));
// A sale of a million rows takes longer to read than any request may.
const db = openDatabase(url, createLog('verify', 'warn'), {
  statementMsMax: 300_000,
  idleInTransactionMsMax: 300_000,
});
try {
  const verified = await checkAll(db, files.map(readCrowd), patienceSeconds);
  console.log(verdictText(verified));
  process.exitCode = brokenOf(verified).length > 0 ? 1 : 0;
} finally {
  await db.destroy();
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        database: { type: 'string' },
        crowd: { type: 'string', multiple: true },
        'no-crowd': { type: 'boolean' },
        patience: { type: 'string', default: '60' },
      },
    }).values;
  } catch (fault) {
    console.error(`${fault instanceof Error ? fault.message : fault}\n\n${usage}`);
    process.exit(2);
  }
}
