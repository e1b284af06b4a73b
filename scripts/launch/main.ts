/**
 * `npm start`, once the packages are there: settings, the lock, then everything (launch.ts), then waiting to
 * be told to stop. SIGTERM, SIGINT, the q key or the end of the process that started this one stop all of it
 * in order and remove run.json. Killed with -9, the kernel ends the children (Linux), or the next start does.
 */
import { crowdKey } from './crowd-key.ts';
import { openFolder } from './folder.ts';
import { listenToKeys } from './keyboard.ts';
import { CannotStart, launch, type Part, settingsAreWrong } from './launch.ts';
import { dropLock, takeLock } from './lock.ts';
import { readRunFile, removeRunFile } from './run-file.ts';
import { loadEnvFile, parseLauncherSettings } from './settings.ts';
import { whenTold } from './told.ts';
import { alreadyRuns, say, welcome } from './words.ts';

/** Four groups, one after the other, each with a time of its own: more than all of them together. */
const stopTimeMs = 60_000;

loadEnvFile();
const usher = openFolder();
const lock = takeLock(usher.lock);
if (!lock.taken) {
  console.error(alreadyRuns(lock.pid, readRunFile(usher.run)?.url));
  process.exit(1);
}

const parts: Part[] = [];
const told = whenTold(() => {
  say('Told twice: ending at once.');
  process.exit(1); // The kernel ends the children, or the next start.
});

const untilTold = new Promise<never>((_, reject) => {
  told.signal.addEventListener('abort', () => reject(new Error('told to stop')), { once: true });
});

const settings = parseLauncherSettings(process.env);
const launched = settings.success
  ? launch(settings.settings, usher, (part) => parts.push(part), told.signal)
  : Promise.reject(new CannotStart(settingsAreWrong(settings.mistakes), 78));

try {
  const run = await Promise.race([launched, untilTold]);
  const crowd = crowdKey(run.url);
  const stopListening = listenToKeys({ c: () => void crowd.press(), q: () => told.tell('key') }, () =>
    told.tell('SIGINT'),
  );
  say(welcome(run, process.stdin.isTTY));
  await untilTold.catch(stopListening);
  crowd.stop();
  await stopAll();
  process.exit(0);
} catch (fault) {
  const isTold = told.signal.aborted;
  if (!isTold) console.error(`\n${fault instanceof Error ? fault.message : fault}`);
  await stopAll();
  process.exit(isTold ? 0 : fault instanceof CannotStart ? fault.exitCode : 1);
}

/** Edge first, stores last; those of one group together. */
async function stopAll() {
  removeRunFile(usher.run);
  const insist = setTimeout(() => process.exit(1), stopTimeMs);
  if (parts.length > 0) say('Stopping …');
  for (const stopsIn of [1, 2, 3, 4]) {
    await Promise.all(parts.filter((part) => part.stopsIn === stopsIn).map((part) => part.supervised.stop()));
  }
  clearTimeout(insist);
  dropLock(usher.lock);
  if (parts.length > 0) say('Stopped. The data is kept for the next start.');
}
