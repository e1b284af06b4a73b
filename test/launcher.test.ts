/**
 * `npm start` in every state it can meet: alone, a second time, over what was killed, with a taken port, with wrong
 * settings. One Usher is started and then goes through the tests in their order; that keeps them quick.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { onTheShelf } from '../scripts/launch/demo-sales.ts';
import { isAlive } from '../scripts/launch/pids.ts';
import { whyNotFree } from '../scripts/launch/ports.ts';
import type { RunFile } from '../scripts/launch/run-file.ts';
import { type Launch, usherHome } from './running-usher.ts';

const patience = { timeout: 30_000, interval: 50 };
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);
const pidsOf = (run: RunFile) => run.processes.map(({ pid }) => pid);

describe('a start that cannot be', () => {
  const home = usherHome();

  test('RUN-4: every wrong setting is named at once, of the launcher and of the processes; nothing starts', async () => {
    const first = home.start({ PORT: 'eighty', GATEWAYS: '0', DATABASE_URL: 'mysql://127.0.0.1/x' });
    expect(await first.ended).toBe(78);
    for (const name of ['PORT', 'GATEWAYS', 'DATABASE_URL']) expect(first.said()).toContain(`  ${name}: `);

    const second = home.start({ LIMITS_LOOPBACK: 'perhaps', TRUST_PROXY_HOPS: '-1', LOG_LEVEL: 'shout' });
    expect(await second.ended).toBe(78);
    for (const name of ['LIMITS_LOOPBACK', 'TRUST_PROXY_HOPS', 'LOG_LEVEL']) {
      expect(second.said().split(`  ${name}: `)).toHaveLength(2); // Once, however many processes have it.
    }
    expect(existsSync(path.join(home.folder, 'postgres'))).toBe(false);
  });

  test('RUN-10: a taken port is named with its setting; nothing starts', async () => {
    const taker = createServer();
    await new Promise<void>((resolve) => taker.listen(0, '127.0.0.1', resolve));
    const port = (taker.address() as { port: number }).port;
    const launch = home.start({ PORT: String(port) });
    expect(await launch.ended).toBe(1);
    expect(launch.said()).toContain(`Port ${port} is taken`);
    expect(launch.said()).toContain('PORT=');
    expect(existsSync(path.join(home.folder, 'postgres'))).toBe(false);
    taker.close();
  });

  test('RUN-13: told to stop in the middle of a first start, it leaves no process and no lock', async () => {
    const launch = home.start();
    const children = path.join(home.folder, 'children.json');
    await vi.waitFor(() => expect(existsSync(children)).toBe(true), patience);
    launch.child.kill('SIGTERM');
    expect(await launch.ended).toBe(0);
    const recorded = JSON.parse(readFileSync(children, 'utf8')) as { pid: number }[];
    expect(recorded.filter(({ pid }) => isAlive(pid))).toEqual([]);
    expect(readdirSync(home.folder)).not.toContain('launcher.lock');
  });
});

describe('a start', { timeout: 60_000 }, () => {
  const home = usherHome();
  let launch: Launch;
  let run: RunFile;

  beforeAll(async () => {
    // What a start that was killed long ago can have left.
    writeFileSync(
      home.runFile,
      JSON.stringify({ url: 'http://127.0.0.1:1', pid: 999_999_999, processes: [] }),
    );
    launch = home.start({ QUEUE_WORKERS: '2' });
    run = await launch.ready;
  }, 120_000);

  const sales = async ({ databaseUrl }: RunFile) => {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    const { rows } = await client.query<{ state: string }>('select state from sale order by state');
    await client.end();
    return rows.map(({ state }) => state);
  };

  test('RUN-14: run.json says where everything is, to its owner alone', async () => {
    expect(run).toMatchObject({ pid: expect.any(Number), owner: { email: expect.any(String) } });
    expect(run.processes.map(({ name }) => name).sort()).toEqual([
      'api-1',
      'gateway-1',
      'mail-catcher',
      'postgres',
      'queue-worker-1',
      'queue-worker-2',
      'redis',
      'sandbox-provider',
    ]);
    expect([run.pid, ...pidsOf(run)].filter((pid) => !isAlive(pid))).toEqual([]);
    for (const file of ['run.json', 'keys.json']) expect(modeOf(path.join(home.folder, file))).toBe('600');
    expect((await fetch(run.url)).status).toBeLessThan(500);
  });

  test('RUN-15: it is ready when one sale is open, one has a lobby, one registers, one is sold out, and the shelf is filled', async () => {
    const shelf = onTheShelf.map(() => 'open');
    const states = ['lobby', 'lobby', 'open', ...shelf, 'soldOut'];
    await vi.waitFor(async () => expect(await sales(run)).toEqual(states), patience);
  });

  test('RUN-9: a second start is refused with a word, and the first goes on', async () => {
    const before = readFileSync(home.runFile, 'utf8');
    const second = home.start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`process ${run.pid}`);
    expect(readFileSync(home.runFile, 'utf8')).toBe(before);
    expect(pidsOf(run).filter((pid) => !isAlive(pid))).toEqual([]);
  });

  test('RUN-9: reset is refused while it runs', () => {
    const env = { ...process.env, USHER_FOLDER: home.folder };
    const { status, stderr } = spawnSync(process.execPath, ['scripts/reset.ts'], { env, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain(`process ${run.pid}`);
    expect(existsSync(home.runFile)).toBe(true);
  });

  test('RUN-12: every child that is killed comes back, on its old address, and run.json follows', async () => {
    for (const { pid } of run.processes) process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => {
      const now = home.run();
      expect(now?.processes.map(({ name, url }) => ({ name, url }))).toEqual(
        run.processes.map(({ name, url }) => ({ name, url })),
      );
      for (const { name, pid } of run.processes) {
        const again = now?.processes.find((it) => it.name === name)?.pid ?? 0;
        expect(again, name).not.toBe(pid);
        expect(isAlive(again), name).toBe(true);
      }
    }, patience);
    const ofOurs = run.processes.filter(({ url }) => url.startsWith('http'));
    for (const { url } of ofOurs) {
      await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), patience);
    }
  });

  test('RUN-13: killed with -9, it leaves no process behind', async () => {
    const now = home.run() ?? run;
    process.kill(run.pid, 'SIGKILL');
    expect(await launch.ended).toBe(128 + 9);
    await vi.waitFor(() => expect(pidsOf(now).filter(isAlive)).toEqual([]), patience);
    expect(existsSync(home.runFile)).toBe(true);
  });

  test('RUN-11: the next start finds its way, with the same keys and data', async () => {
    const keys = readFileSync(path.join(home.folder, 'keys.json'), 'utf8');
    launch = home.start();
    const again = await launch.ready;
    expect(readFileSync(path.join(home.folder, 'keys.json'), 'utf8')).toBe(keys);
    expect(again.owner).toEqual(run.owner);
    expect(await sales(again)).toEqual(['lobby', 'lobby', 'open', 'open', 'open', 'soldOut']);
    run = again;
  }, 120_000);

  test('RUN-13: when what started it is killed, all of it ends in order', async () => {
    launch.child.kill('SIGKILL');
    await vi.waitFor(() => expect([run.pid, ...pidsOf(run)].filter(isAlive)).toEqual([]), patience);
    expect(existsSync(home.runFile)).toBe(false);
    launch = home.start();
    run = await launch.ready;
  }, 120_000);

  test('RUN-13: SIGTERM ends all of it, frees the port, removes run.json and keeps the data', async () => {
    launch.child.kill('SIGTERM');
    expect(await launch.ended).toBe(0);
    expect(pidsOf(run).filter(isAlive)).toEqual([]);
    expect(await whyNotFree(Number(new URL(run.url).port), '127.0.0.1')).toBeNull();
    expect(readdirSync(home.folder)).toEqual(expect.arrayContaining(['keys.json', 'postgres', 'redis']));
    expect(readdirSync(home.folder)).not.toContain('run.json');
    expect(readdirSync(home.folder)).not.toContain('launcher.lock');
  });

  test('RUN-9: reset forgets all of it', () => {
    const env = { ...process.env, USHER_FOLDER: home.folder };
    expect(spawnSync(process.execPath, ['scripts/reset.ts'], { env }).status).toBe(0);
    expect(existsSync(home.folder)).toBe(false);
  });
});
