/** `npm run reset`: forgets the local data (sales, orders, keys, logs). Refuses while it is in use. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { openFolder } from './launch/folder.ts';
import { endLeftovers } from './launch/leftovers.ts';
import { takeLock } from './launch/lock.ts';

const usher = openFolder();
const lock = takeLock(usher.lock);
if (!lock.taken) {
  console.error(`Usher is running (process ${lock.pid}). Stop it first; nothing was changed.`);
  process.exit(1);
}
await endLeftovers(usher.children, (line) => console.log(line));
if (!usher.postgres.startsWith(usher.root))
  rmSync(path.dirname(usher.postgres), { recursive: true, force: true });
rmSync(usher.root, { recursive: true, force: true });
console.log(`Forgotten: ${usher.root}`);
