/** Bringing a program of the system, on a PATH where the package manager only pretends. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch.ts';
import { needTool, redisTool } from './install-tool.ts';

const wholePath = process.env.PATH;
const chosen = process.env.REDIS_SERVER;
let folder = '';

beforeEach(() => {
  folder = scratchFolder();
  process.env.PATH = folder;
  delete process.env.REDIS_SERVER;
});
afterEach(() => {
  process.env.PATH = wholePath;
  if (chosen !== undefined) process.env.REDIS_SERVER = chosen;
});

function program(name: string, script: string) {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/** Knows the package after an update only, as on a bare machine; writes down what it was asked. */
const apt = () => `
echo "$@" >> ${folder}/asked
case "$*" in
  *update*) /usr/bin/touch ${folder}/updated ;;
  *install*) [ -e ${folder}/updated ] || exit 100
    printf '#!/bin/sh\\n' > ${folder}/redis-server; /bin/chmod 755 ${folder}/redis-server ;;
esac`;

const asked = () => readFileSync(path.join(folder, 'asked'), 'utf8');

test('RUN-18: what is there is not installed', () => {
  program('valkey-server', '');
  expect(needTool(redisTool, () => {})).toBe('valkey-server');
  expect(existsSync(path.join(folder, 'asked'))).toBe(false);
});

test('RUN-18: it is installed without a question, after an update where one is needed, and with a word', () => {
  program('apt-get', apt());
  program('sudo', 'shift; exec "$@"');
  const words: string[] = [];
  expect(needTool(redisTool, (word) => words.push(word))).toBe('redis-server');
  expect(words.join()).toContain('Installing Redis');
  expect(asked()).toMatch(/install -y[^\n]*redis-server\nupdate\ninstall -y[^\n]*redis-server\n$/);
});

test('RUN-18: where it cannot be, the one command to type is said', () => {
  program('apt-get', '[ "$1" = --version ]');
  program('sudo', 'exit 1');
  expect(() => needTool(redisTool, () => {})).toThrow(
    /Redis is not installed[\s\S]*apt-get install -y redis-server/,
  );
});

test('RUN-18: without a package manager that is known, it says what is missing', () => {
  expect(() => needTool(redisTool, () => {})).toThrow(/Redis is not installed/);
});
