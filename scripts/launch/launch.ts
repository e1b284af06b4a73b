/**
 * Starts everything, in this order: what a killed start left, the port, stores (and the pages beside them),
 * schema and demo, processes. What is up is handed to `keep` at once, so that whoever stops half-way can end
 * it. Killed at any point, the next start finds its way from the files in the data folder.
 */
import { prepareData } from './data.ts';
import { openDemo } from './demo-opening.ts';
import type { UsherFolder } from './folder.ts';
import { mistakesOfGivenStores } from './given-stores.ts';
import { openKeys } from './keys.ts';
import { endLeftovers, recordChildren } from './leftovers.ts';
import { buildPages } from './pages.ts';
import { freePort, whyNotFree } from './ports.ts';
import { planProcesses } from './processes.ts';
import type { RunFile } from './run-file.ts';
import { removeRunFile, writeRunFile } from './run-file.ts';
import { type LauncherSettings, mistakesOfProcesses } from './settings.ts';
import { planStores } from './stores.ts';
import { type Supervised, supervise, type Unit } from './supervise.ts';
import { unitOfProcess } from './unit-of-process.ts';
import { portTaken, say } from './words.ts';

/** A reason not to start that a person can mend. The code is the exit code. */
export class CannotStart extends Error {
  readonly exitCode: number;
  constructor(word: string, exitCode = 1) {
    super(word);
    this.exitCode = exitCode;
  }
}

export type Part = { stopsIn: number; supervised: Supervised };

export async function launch(
  settings: LauncherSettings,
  usher: UsherFolder,
  keep: (part: Part) => void,
  told: AbortSignal,
): Promise<RunFile> {
  removeRunFile(usher.run); // Whoever wrote it is gone.
  await endLeftovers(usher.children, say);

  const port = settings.PORT === 0 ? await freePort(settings.HOST) : settings.PORT;
  const why = await whyNotFree(port, settings.HOST);
  if (why !== null) throw new CannotStart(portTaken(port, settings.HOST, why));
  told.throwIfAborted();

  const keys = openKeys(usher.keys);
  const publicUrl = settings.PUBLIC_URL ?? `http://127.0.0.1:${port}`;
  const { postgres, redis } = await planStores(settings, usher, keys, say);
  const stores = { databaseUrl: postgres.url, redisUrl: redis.url };
  const addresses = { port, publicUrl, ...stores, sandboxFolder: usher.sandbox };
  const plans = await planProcesses(settings, keys, addresses);
  const mistakes = [...(await mistakesOfProcesses(plans)), ...(await mistakesOfGivenStores(settings))];
  if (mistakes.length > 0) throw new CannotStart(settingsAreWrong(mistakes), 78);
  told.throwIfAborted();

  const urls = new Map([
    [postgres.name, postgres.url],
    [redis.name, redis.url],
    ...plans.map((plan) => [plan.name, plan.privateUrl] as const),
  ] as const);
  const running: Supervised[] = [];
  const record = recordChildren(usher.children);

  let isReady = false;
  const runFile = (): RunFile => ({
    url: publicUrl,
    pid: process.pid,
    owner: { email: keys.ownerEmail, password: keys.ownerPassword },
    ...stores,
    processes: running.map(({ name, pid }) => ({ name, pid: pid(), url: urls.get(name) ?? '' })),
  });
  const events = {
    say,
    onChild(name: string, pid: number) {
      record.started(name, pid);
      if (isReady && !told.aborted) writeRunFile(usher.run, runFile());
    },
  };
  const run = async (unit: Unit | null, stopsIn: number) => {
    if (unit === null) return;
    const supervised = supervise(unit, events);
    running.push(supervised);
    keep({ stopsIn, supervised });
    await supervised.started;
  };

  say('Starting PostgreSQL and Redis …');
  await Promise.all([
    run(postgres.unit, 4).then(() => prepareData(settings, keys, postgres.url)),
    run(redis.unit, 4),
    buildPages(say),
  ]);
  told.throwIfAborted();

  say('Starting the processes …');
  await Promise.all(plans.map((plan) => run(unitOfProcess(plan, usher), plan.stopsIn)));
  if (settings.USHER_DEMO) await openDemo(localUrl(settings.HOST, port), told, say);
  told.throwIfAborted();
  isReady = true;
  writeRunFile(usher.run, runFile());
  return runFile();
}

/** The gateway from this machine, whatever name the world has for it. */
const localUrl = (host: string, port: number) => `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;

export const settingsAreWrong = (mistakes: readonly string[]) =>
  `Cannot start: settings are wrong or missing\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`;
