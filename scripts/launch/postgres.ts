/**
 * A private PostgreSQL: for `npm start` a durable one, for tests a fast one that forgets. Listens on 127.0.0.1
 * with a password and nowhere else. Killed at any moment it recovers by itself at the next start.
 */
import path from 'node:path';
import pg from 'pg';
import { type Child, endChild, lastLines, startChild } from './child.ts';
import { postgresBinaries, unprivileged } from './postgres-binaries.ts';
import { preparePostgresFolder } from './postgres-folder.ts';
import type { Store } from './store.ts';

type Options = {
  folder: string;
  port: number;
  password: string;
  logFile: string;
  /** The database, made when it is not there. */
  database?: string;
  /** false: quick and forgetful, for tests. */
  durable?: boolean;
  say?: (line: string) => void;
  /** Told of the child as soon as there is one. */
  onChild?: (child: Child) => void;
};

const startTimeMs = 60_000; // Recovery after a crash reads the log from its last checkpoint.
const forgetful = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=256MB'];

export async function startPostgres(options: Options): Promise<Store> {
  const { port, password, logFile, database = 'usher', durable = true, say = () => {} } = options;
  const folder = path.resolve(options.folder);
  const runAs = unprivileged();
  const binaries = postgresBinaries(runAs);
  await preparePostgresFolder({ folder, binaries, runAs, password, durable, logFile, say });

  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    // In its own folder, so that one that is killed leaves nothing in the system's shared memory.
    'dynamic_shared_memory_type=mmap',
  ];
  const flags = [...settings, ...(durable ? [] : forgetful)].flatMap((setting) => ['-c', setting]);
  const child = await startChild({
    command: path.join(binaries, 'postgres'),
    args: ['-D', folder, '-p', String(port), ...flags],
    logFile,
    runAs,
    orphanSignal: 'INT',
  });
  options.onChild?.(child);
  const base = `postgres://usher:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  try {
    await answering(`${base}/postgres`, database, child, logFile);
  } catch (fault) {
    await endChild(child, 'SIGINT');
    throw fault;
  }
  // SIGINT: the fast shutdown. SIGTERM would wait until the last client has left.
  return { name: 'postgres', url: `${base}/${database}`, child, stop: () => endChild(child, 'SIGINT') };
}

async function answering(adminUrl: string, database: string, child: Child, logFile: string) {
  for (const lastTryAt = Date.now() + startTimeMs; ; ) {
    const client = new pg.Client(adminUrl);
    client.on('error', () => {}); // The same fault rejects what is awaited below.
    try {
      await client.connect();
      const found = await client.query('select 1 from pg_database where datname = $1', [database]);
      if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
      return;
    } catch (fault) {
      if (child.hasEnded()) throw new Error(`PostgreSQL ended ${await child.ended}:\n${lastLines(logFile)}`);
      if ((fault as { code?: string }).code === '28P01') {
        throw new Error('the kept password is not that of the data: `npm run reset` forgets both');
      }
      if (Date.now() > lastTryAt) {
        throw new Error(`PostgreSQL does not answer: ${fault}\n${lastLines(logFile)}`);
      }
      await new Promise((done) => setTimeout(done, 40));
    } finally {
      await client.end().catch(() => {}); // It may never have connected.
    }
  }
}
