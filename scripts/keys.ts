/**
 * `npm run keys`: the key ring, and how much is sealed with which key. `-- rotate` puts a new key in front; `-- withdraw
 * KID` takes one out, where nothing needs it any more (ACT-15 to ACT-17). The ring is the data folder's, or else
 * USHER_KEYS, which only its keeper can change: then the new value is printed, to be set everywhere.
 */
import { openDatabase } from '../db/open.ts';
import { liveProcesses } from '../db/registry.ts';
import { INDEX_KID, parseKeyRing } from '../runtime/keyring.ts';
import { createLog } from '../runtime/log.ts';
import { openFolder } from './launch/folder.ts';
import { dropLock, takeLock } from './launch/lock.ts';
import { keptKeys, rotateFile, withdrawFromFile, withNewKey, withoutKey } from './launch/rotate-keys.ts';
import { readRunFile } from './launch/run-file.ts';
import { loadEnvFile } from './launch/settings.ts';
import { type SealedCount, sealedCounts, whyNeeded } from './sealed-counts.ts';

loadEnvFile();
const [command = 'list', kid = '', ...rest] = process.argv.slice(2);
const folder = openFolder();
const given = process.env.USHER_KEYS || null;
const databaseUrl = process.env.DATABASE_URL || readRunFile(folder.run)?.databaseUrl;
const lock = `${folder.keys}.lock`;

const isKnown =
  (command === 'list' && kid === '') ||
  (command === 'rotate' && kid === '') ||
  (command === 'withdraw' && kid !== '');
if (!isKnown || rest.length > 0) {
  console.error('Usage: npm run keys [-- rotate | withdraw KID]');
  process.exit(2);
}
/** Every process must know a key before one of them signs with it. */
const rotateGiven = `
This is the next USHER_KEYS. Set it everywhere and start the processes again all at once; or, one after the other, first with
the new key in the second place, and once all know it, with the new key in front.`;

const taken = takeLock(lock);
if (!taken.taken) {
  console.error(`Another \`npm run keys\` is at work (process ${taken.pid})`);
  process.exit(1);
}
try {
  if (command === 'list') await list();
  else if (command === 'rotate') rotate();
  else await withdraw();
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = 1;
} finally {
  dropLock(lock);
}

function ringText(): string {
  return given ?? keptKeys(folder.keys).usherKeys;
}

async function list(): Promise<void> {
  const { keys, current } = parseKeyRing(ringText());
  const counts = databaseUrl ? await counted() : null;
  for (const { kid } of keys) {
    const of = counts?.filter((one) => one.kid === kid) ?? [];
    const texts = of.reduce((sum, { n }) => sum + n, 0);
    const says = counts === null ? 'start Usher to count what it seals' : `seals ${texts} texts`;
    console.log(`${kid}  ${kid === current.kid ? 'current' : 'older'}, ${says}`);
    if (kid !== current.kid) for (const { what, n } of of) console.log(`    ${what}: ${n}`);
  }
  const hasOwn = ringText().includes(`${INDEX_KID}:`);
  console.log(`${INDEX_KID}  ${hasOwn ? 'stays through rotations' : 'is the oldest key, until you rotate'}`);
}

function rotate(): void {
  if (given !== null) {
    console.log(withNewKey(given));
    console.error(rotateGiven);
    return;
  }
  const { current } = parseKeyRing(rotateFile(folder.keys, new Date().toISOString()).usherKeys);
  console.log(`Key ${current.kid} signs and seals from the next start of Usher: start it again now.`);
  console.log('While it runs it seals older texts anew; `npm run keys` says how many are left.');
}

async function withdraw(): Promise<void> {
  withoutKey(ringText(), kid);
  if (!databaseUrl)
    throw new Error('Usher is not running here: start it, or set DATABASE_URL, to count what needs the key');
  const needed = whyNeeded(await counted(), kid);
  if (needed !== null) throw new Error(needed);
  if (given !== null) {
    console.log(withoutKey(given, kid).ring);
    console.error('\nThis is the next USHER_KEYS: set it everywhere and start the processes again.');
  } else {
    await refuseOldProcesses();
    withdrawFromFile(folder.keys, kid, new Date().toISOString());
    console.log(
      `Key ${kid} is out of the ring, and kept beside it in ${folder.keys}: start Usher again now.`,
    );
  }
  console.error(
    'What it signed is worth nothing then: sign-ins, places, passes, links in letters, access codes, and printed tickets.',
  );
}

async function counted(): Promise<SealedCount[]> {
  const db = openDatabase(databaseUrl ?? '', createLog('keys', 'error'), { connectionsMax: 1 });
  try {
    return await sealedCounts(db);
  } finally {
    await db.destroy();
  }
}

/** Whoever was started before the ring changed may still seal with the key. */
async function refuseOldProcesses(): Promise<void> {
  const { ringChangedAt } = keptKeys(folder.keys);
  if (ringChangedAt === undefined) return;
  const db = openDatabase(databaseUrl ?? '', createLog('keys', 'error'), { connectionsMax: 1 });
  try {
    const old = (await liveProcesses(db)).filter(({ startedAt }) => startedAt < new Date(ringChangedAt));
    if (old.length === 0) return;
    const names = old.map(({ name }) => name).join(', ');
    throw new Error(
      `started before the ring was changed, and may still seal with ${kid}: ${names}. Start Usher again first`,
    );
  } finally {
    await db.destroy();
  }
}
