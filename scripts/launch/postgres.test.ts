/** PostgreSQL's folder in every state that a killed start can leave it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { newScratchFolder, scratchFolder } from '../../test/scratch.ts';
import { endChild } from './child.ts';
import { freePort } from './ports.ts';
import { startPostgres } from './postgres.ts';

const made = newScratchFolder();
const whole = path.join(made, 'postgres');
const password = 'p/w';

/** One database for the file; those that need a whole folder take a copy, which is quicker than making another. */
beforeAll(async () => {
  const port = await freePort();
  const store = await startPostgres({
    folder: whole,
    port,
    password,
    logFile: `${whole}.log`,
    durable: false,
  });
  await store.stop();
});
afterAll(() => rmSync(made, { recursive: true }));

function home() {
  const root = scratchFolder();
  return { root, folder: path.join(root, 'postgres') };
}

function wholeHome() {
  const { folder } = home();
  execFileSync('cp', ['-a', whole, folder]);
  return folder;
}

async function start(folder: string, durable = false) {
  const words: string[] = [];
  const logFile = `${folder}.log`;
  const options = { folder, port: await freePort(), password, logFile, durable };
  const store = await startPostgres({ ...options, say: (word) => words.push(word) });
  onTestFinished(() => store.stop());
  return { ...store, words };
}

async function ask(url: string, statement: string) {
  const client = new pg.Client(url);
  client.on('error', () => {}); // What it did not hear in the query below concerns nobody.
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return rows;
}

test('RUN-11: a first start that was cut off is made anew', async () => {
  const { folder } = home();
  mkdirSync(`${folder}.making/base`, { recursive: true });
  writeFileSync(`${folder}.making/PG_VERSION`, '18\n');
  writeFileSync(`${folder}.password`, 'old');
  const { url, words } = await start(folder);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(words.join()).toContain('cut off');
  expect(existsSync(`${folder}.making`)).toBe(false);
  expect(existsSync(`${folder}.password`)).toBe(false);
});

test('RUN-11: a folder that is not a whole database is set aside, not deleted', async () => {
  const { root, folder } = home();
  mkdirSync(path.join(folder, 'base'), { recursive: true });
  writeFileSync(path.join(folder, 'PG_VERSION'), '18\n');
  const { url, words } = await start(folder);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(readdirSync(root).filter((name) => name.startsWith('postgres.broken-'))).toHaveLength(1);
  expect(words.join()).toContain('set aside');
});

test('RUN-11: killed with -9 it starts again, keeps its data, and minds no lock of a stranger', async () => {
  const folder = wholeHome();
  const first = await start(folder, true);
  await ask(first.url, 'create table kept as select 7 as id');
  await endChild(first.child, 'SIGKILL');
  // The number in the lock belongs to another program by now: this one.
  writeFileSync(path.join(folder, 'postmaster.pid'), `${process.pid}\n${folder}\n`);
  const second = await start(folder, true);
  expect(await ask(second.url, 'select id from kept')).toEqual([{ id: 7 }]);
});

test('RUN-11: a server that outlived its launcher is ended first', async () => {
  const folder = wholeHome();
  const first = await start(folder);
  const second = await start(folder);
  expect(first.child.hasEnded()).toBe(true);
  expect(second.words.join()).toContain(`process ${first.child.pid}`);
});

test('RUN-11: data of another version is refused with the way out', async () => {
  const folder = wholeHome();
  writeFileSync(path.join(folder, 'PG_VERSION'), '17\n');
  await expect(start(folder)).rejects.toThrow(/PostgreSQL 17[\s\S]*npm run reset/);
});
