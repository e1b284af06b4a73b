/**
 * `npm run crowd`: a crowd of real clients, over WebSocket and HTTP as browsers are, against a running Usher. Shows each
 * second where everybody is, ends when every visitor has an end that has a name, and then says how it went. Exit 0 when
 * nobody is unexplained and no repeated request was answered in two ways.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isUnexplained } from './crowd/endings.ts';
import { parseCrowdOptions, usage, WrongOptions } from './crowd/options.ts';
import { startCrowd } from './crowd/run.ts';
import { summaryData, summaryText } from './crowd/summary.ts';
import { findTarget } from './crowd/target.ts';
import { openFolder } from './launch/folder.ts';
import { loadEnvFile } from './launch/settings.ts';

loadEnvFile();
try {
  const options = parseCrowdOptions(process.argv.slice(2));
  const folder = openFolder();
  const target = await findTarget(options, folder.run, process.env.OWNER_TOTP);
  console.log(`${options.visitors} visitors on their way to ${target.base}/sales/${target.sale.slug}`);
  const crowd = startCrowd(options, target, path.join(folder.root, 'crowd'), (line) => console.log(line));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => crowd.stop());
  const tally = await crowd.ended;
  console.log(summaryText(tally));
  if (options.json) {
    const data = { crowd: crowd.id, options, at: new Date().toISOString(), ...summaryData(tally) };
    writeFileSync(options.json, `${JSON.stringify(data, null, 2)}\n`);
  }
  const unexplained = Object.entries(tally.ended).filter(([as]) => isUnexplained(as));
  if (unexplained.length > 0) console.log('\nSome visitors have no end: see "unfinished" above.');
  if (tally.event.differing > 0) console.log('\nA repeated request was answered in two ways: a defect.');
  process.exit(unexplained.length > 0 || tally.event.differing > 0 ? 1 : 0);
} catch (fault) {
  if (!(fault instanceof WrongOptions)) throw fault;
  console.error(`${fault.message}\n\n${usage}`);
  process.exit(2);
}
