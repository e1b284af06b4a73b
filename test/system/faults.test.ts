/**
 * The whole of Usher, as `npm start` runs it, with something killed in the middle of a sale to a crowd. A small version of
 * test/faults/run.ts, which breaks it in every way and measures how long it stands still.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faults } from '../faults/faults.ts';
import { launchPrivately, type PrivateLaunch, removeFolder } from '../faults/private-launch.ts';
import { tryFault } from '../faults/trial.ts';

const size = { visitors: 90, units: 60 };
const minutes = 60_000;

let launch: PrivateLaunch | undefined;
beforeAll(async () => {
  launch = await launchPrivately({ LOG_LEVEL: 'warn' });
}, 3 * minutes);
afterAll(async () => {
  await launch?.stop();
  if (launch) removeFolder(launch);
}, minutes);

for (const name of ['writing queue-worker killed', "Redis' data deleted"]) {
  test(
    `VER-6: ${name}: everything is sold once, everybody has an end, every invariant holds`,
    async () => {
      const fault = faults.find((known) => known.name === name);
      if (!fault || !launch) throw new Error(`${name} is no fault, or nothing runs`);
      const { broken, verdict, sold, crowdExit } = await tryFault(launch, fault, size);
      expect(broken, verdict).toEqual([]);
      expect({ sold, crowdExit }).toEqual({ sold: size.units, crowdExit: 0 });
    },
    6 * minutes,
  );
}
