/**
 * `npm run check`: format and lint, types, then the tests (the rules about the repository are among them). All
 * of it runs, whatever fails first; the summary comes last. `--without-tests` leaves the tests out, for who
 * has just run them.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { checkout } from './launch/folder.ts';

const bin = (name: string) => path.join(checkout, 'node_modules/.bin', name);
const steps = [
  { name: 'format and lint', command: bin('biome'), args: ['ci', '--colors=off', '.'] },
  { name: 'types', command: bin('tsc'), args: ['-p', '.'] },
  { name: 'types of the pages', command: bin('tsc'), args: ['-p', 'web-waiting-room'] },
  { name: 'tests', command: process.execPath, args: [path.join(checkout, 'scripts/test.ts')] },
];

const isAsked = (name: string) => name !== 'tests' || !process.argv.includes('--without-tests');

const results = steps
  .filter((step) => isAsked(step.name))
  .map(({ name, command, args }) => {
    console.log(`\n── ${name}`);
    const since = performance.now();
    const { status, error } = spawnSync(command, args, {
      cwd: checkout,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (error) console.error(error.message);
    return { name, isGood: status === 0, seconds: (performance.now() - since) / 1000 };
  });

console.log('');
for (const { name, isGood, seconds } of results) {
  console.log(`${isGood ? 'ok    ' : 'FAILED'}  ${name.padEnd(20)} ${seconds.toFixed(1).padStart(6)} s`);
}
process.exit(results.every(({ isGood }) => isGood) ? 0 : 1);
