/**
 * `npm test`: brings what the tests need (Redis, a browser, built pages), runs vitest, and ends with one plain
 * line of counts. Arguments go to vitest: `npm test -- db` runs the files whose path has "db" in it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkout } from './launch/folder.ts';
import { chromiumTool, needTool, redisTool } from './launch/install-tool.ts';
import { buildPages } from './launch/pages.ts';

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

const say = (line: string) => console.log(line);
try {
  needTool(redisTool, say);
  process.env.CHROMIUM = needTool(chromiumTool, say);
  await buildPages(say);
} catch (fault) {
  console.error(`\n${fault instanceof Error ? fault.message : fault}`);
  process.exit(1);
}

const folder = mkdtempSync(path.join(tmpdir(), 'usher-report-'));
const file = path.join(folder, 'report.json');
const { status } = spawnSync(
  process.execPath,
  [
    path.join(checkout, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    ...process.argv.slice(2),
  ],
  { cwd: checkout, stdio: ['ignore', 'inherit', 'inherit'] },
);
const report: Report | null = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
rmSync(folder, { recursive: true, force: true });

const passed = report?.numPassedTests ?? 0;
console.log(`\n${passed} passed, ${failures(report, status)} failed`);
process.exit(status ?? 1);

/** A file that could not even be read counts as one, and so does a run that failed without saying where. */
function failures(from: Report | null, exitCode: number | null): number {
  const unread = from?.testResults.filter((it) => it.status === 'failed' && it.assertionResults.length === 0);
  const known = (from?.numFailedTests ?? 0) + (unread?.length ?? 0);
  return known === 0 && exitCode !== 0 ? 1 : known;
}
