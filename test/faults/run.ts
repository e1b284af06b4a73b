/**
 * `node test/faults/run.ts [--only WORD] [--visitors N] [--units N] [--keep]`: breaks a private Usher in every way of
 * faults.ts, each in the middle of a sale to a crowd, and says for each whether everything still holds and how long
 * calls and stock stood still. Exit 1 if anything is not as it should be.
 */
import { parseArgs } from 'node:util';
import { faults } from './faults.ts';
import { launchPrivately, removeFolder } from './private-launch.ts';
import { type Outcome, tryFault } from './trial.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    visitors: { type: 'string', default: '600' },
    units: { type: 'string', default: '300' },
    keep: { type: 'boolean', default: false },
  },
});
const size = { visitors: Number(values.visitors), units: Number(values.units) };
const wanted = faults.filter(({ name }) => name.includes(values.only));
if (wanted.length === 0) throw new Error(`no fault's name has the word ${values.only}`);

const launch = await launchPrivately();
console.log(`A private Usher runs in ${launch.folder}`);
const outcomes: Outcome[] = [];
try {
  for (const fault of wanted) {
    console.log(`${fault.name} …`);
    const outcome = await tryFault(launch, fault, size);
    outcomes.push(outcome);
    if (outcome.broken.length > 0) console.log(outcome.verdict);
    for (const complaint of outcome.complaints) console.log(`  ${complaint}`);
  }
} finally {
  await launch.stop();
  if (!values.keep) removeFolder(launch);
}

const seconds = (value: number | null) => (value === null ? '–' : `${value.toFixed(1)} s`).padStart(10);
console.log(`\n${'fault'.padEnd(40)}${'calls'.padStart(10)}${'stock'.padStart(10)}   sold       verdict`);
for (const { fault, callsSeconds, stockSeconds, sold, units, complaints } of outcomes) {
  const verdict = complaints.length === 0 ? 'held' : `NOT: ${complaints.join('; ')}`;
  console.log(
    `${fault.padEnd(40)}${seconds(callsSeconds)}${seconds(stockSeconds)}   ${`${sold}/${units}`.padEnd(10)} ${verdict}`,
  );
}
process.exit(outcomes.some(({ complaints }) => complaints.length > 0) ? 1 : 0);
