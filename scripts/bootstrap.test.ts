/** The first step of every command, in a checkout of its own with an npm that only pretends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../test/scratch.ts';

const lock = {
  packages: {
    '': { name: 'usher' },
    'node_modules/one': { version: '1.0.0' },
    'node_modules/elsewhere': { version: '1.0.0', optional: true },
  },
};

/** What `npm ci` leaves, with a count of how often it ran. */
const pretendNpm = `
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
appendFileSync('npm-runs', process.argv.slice(2).join(' ') + '\\n');
if (process.env.NPM_FAILS) process.exit(7);
mkdirSync('node_modules/one', { recursive: true });
mkdirSync('node_modules/.bin', { recursive: true });
writeFileSync('node_modules/one/package.json', '{}');
try { symlinkSync(process.execPath, 'node_modules/.bin/node'); } catch {}
if (!process.env.NPM_CUT_OFF) writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(JSON.stringify(lock))});
`;

function newCheckout() {
  const root = scratchFolder();
  mkdirSync(path.join(root, 'scripts'));
  for (const file of ['bootstrap.mjs', 'run.mjs'])
    cpSync(path.join('scripts', file), path.join(root, 'scripts', file));
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify(lock));
  writeFileSync(path.join(root, 'pretend-npm.js'), pretendNpm);
  writeFileSync(path.join(root, 'package.json'), '{"type":"module"}');
  const say = 'const kind: string = "typescript"; console.log(kind, ...process.argv.slice(2));';
  writeFileSync(path.join(root, 'scripts/say.ts'), say);
  const wait =
    'process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); console.log("waiting");';
  writeFileSync(path.join(root, 'scripts/wait.ts'), wait);
  return root;
}

function begin(root: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const npm = path.join(root, 'pretend-npm.js');
  const whole = { PATH: process.env.PATH, npm_execpath: npm, ...env };
  return spawn(process.execPath, ['scripts/run.mjs', ...args], { cwd: root, env: whole });
}

async function run(root: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = begin(root, args, env);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      output += text;
    });
  const [code] = await once(child, 'close');
  return { code, output };
}

const npmRuns = (root: string) => {
  const file = path.join(root, 'npm-runs');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};

test('RUN-17: packages are installed once, without scripts, and arguments are passed on', async () => {
  const root = newCheckout();
  const first = await run(root, ['say', '--loud', 'word']);
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('typescript --loud word') });
  expect((await run(root, ['say'])).output).toBe('typescript\n');
  expect(npmRuns(root)).toHaveLength(1);
  expect(npmRuns(root)[0]).toContain('ci --ignore-scripts');
});

test('RUN-17: an installation that was cut off, a missing package and a newer lock file install again', async () => {
  const root = newCheckout();
  expect((await run(root, ['say'], { NPM_CUT_OFF: '1' })).code).toBe(1);
  expect((await run(root, ['say'])).code).toBe(0);
  rmSync(path.join(root, 'node_modules/one'), { recursive: true });
  expect((await run(root, ['say'])).code).toBe(0);
  const newer = { packages: { ...lock.packages, 'node_modules/one': { version: '1.0.1' } } };
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify(newer));
  expect((await run(root, ['say'])).output).toContain('node_modules/one is not at 1.0.1');
  expect(npmRuns(root)).toHaveLength(4);
});

test('RUN-17: when npm fails, it says so and runs nothing', async () => {
  const { code, output } = await run(newCheckout(), ['say'], { NPM_FAILS: '1' });
  expect(code).toBe(1);
  expect(output).toContain('`npm ci` did not succeed');
  expect(output).not.toContain('typescript');
});

test('RUN-17: of two commands at once one installs and the other waits', async () => {
  const root = newCheckout();
  const both = await Promise.all([run(root, ['say', 'a']), run(root, ['say', 'b'])]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(npmRuns(root)).toHaveLength(1);
});

test('RUN-17: signals are passed on, and the end is the end of what ran', async () => {
  const root = newCheckout();
  await run(root, ['say']);
  const child = begin(root, ['wait']);
  await once(child.stdout ?? child, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([5, null]);
});

test('RUN-17: without a Node for this machine an old one is refused with a word', async () => {
  const root = newCheckout();
  await run(root, ['say']);
  const old = path.join(root, 'node_modules/.bin/node');
  rmSync(old);
  symlinkSync('/bin/false', old);
  writeFileSync(
    path.join(root, 'old.mjs'),
    `Object.defineProperty(process, 'execPath', { value: '/bin/false' });`,
  );
  const { code, output } = await run(root, ['say'], {
    NODE_OPTIONS: `--import=${path.join(root, 'old.mjs')}`,
  });
  expect(code).toBe(1);
  expect(output).toMatch(/There is no Node package for this machine[\s\S]*24\.12 or newer/);
});

test('RUN-17: a name that is no script of ours is refused', async () => {
  expect((await run(newCheckout(), ['../evil'])).code).toBe(2);
});
