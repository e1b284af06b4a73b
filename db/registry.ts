/**
 * The registry of processes: who runs, where, and when last heard (API-1). A hint, kept in an unlogged table: rows lost in a
 * crash of PostgreSQL come back with the next heartbeat. Silence is measured on the database's clock, so that a
 * process whose clock is wrong is not taken for dead.
 */
import { type Kysely, sql } from 'kysely';
import { HEARTBEAT_MS, PROCESS_SILENT_MS_MAX } from '../domain/limits.ts';
import type { Log } from '../runtime/log.ts';
import type { Database } from './schema.ts';

export interface ProcessNote {
  readonly name: string;
  readonly kind: string;
  /** Where other processes reach it; null for one that nobody calls. */
  readonly url: string | null;
  readonly privateUrl: string;
  readonly pid: number;
  readonly ready: boolean;
  /** Small things that the dashboard shows: connections, latencies. */
  readonly detail?: Record<string, unknown>;
}

export interface LiveProcess extends ProcessNote {
  readonly detail: Record<string, unknown>;
  readonly startedAt: Date;
  readonly seenMsAgo: number;
}

/** A new pid under the same name is a new start. */
export async function announce(db: Kysely<Database>, note: ProcessNote): Promise<void> {
  await db
    .insertInto('process')
    .values({
      name: note.name,
      kind: note.kind,
      url: note.url,
      private_url: note.privateUrl,
      pid: note.pid,
      ready: note.ready,
      detail: JSON.stringify(note.detail ?? {}),
    })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({
        kind: eb.ref('excluded.kind'),
        url: eb.ref('excluded.url'),
        private_url: eb.ref('excluded.private_url'),
        pid: eb.ref('excluded.pid'),
        ready: eb.ref('excluded.ready'),
        detail: eb.ref('excluded.detail'),
        started_at: sql<Date>`case when process.pid = excluded.pid then process.started_at else now() end`,
        heartbeat_at: sql<Date>`now()`,
      })),
    )
    .execute();
}

/** Takes the row away at a clean end, unless a successor of the same name has already written its own. */
export async function withdraw(db: Kysely<Database>, name: string, pid: number): Promise<void> {
  await db.deleteFrom('process').where('name', '=', name).where('pid', '=', pid).execute();
}

/** Who was heard lately, ready or not, in the order of their names. */
export async function liveProcesses(db: Kysely<Database>, kind?: string): Promise<LiveProcess[]> {
  const rows = await db
    .selectFrom('process')
    .selectAll()
    .select(sql<number>`(extract(epoch from now() - heartbeat_at) * 1000)::int`.as('seen_ms_ago'))
    .where('heartbeat_at', '>', sql<Date>`now() - ${`${PROCESS_SILENT_MS_MAX} milliseconds`}::interval`)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    name: row.name,
    kind: row.kind,
    url: row.url,
    privateUrl: row.private_url,
    pid: row.pid,
    ready: row.ready,
    detail: row.detail,
    startedAt: row.started_at,
    seenMsAgo: row.seen_ms_ago,
  }));
}

export interface Heartbeat {
  /** Announces at once instead of at the next beat: after `ready` changed. Never rejects. */
  beat(): Promise<void>;
  /** No beat afterwards; the row is gone, or goes silent where PostgreSQL is away. */
  stop(): Promise<void>;
}

/** Announces every HEARTBEAT_MS from now on. PostgreSQL being away is logged once and is no reason to stop. */
export function startHeartbeat(
  db: Kysely<Database>,
  log: Pick<Log, 'warn' | 'info'>,
  note: () => ProcessNote,
): Heartbeat {
  let isUnheard = false;
  let beating: Promise<void> | null = null;

  const announceNow = async () => {
    try {
      await announce(db, note());
      if (isUnheard) log.info('the registry hears this process again');
      isUnheard = false;
    } catch (err) {
      if (!isUnheard) log.warn({ err }, 'the registry does not hear this process');
      isUnheard = true;
    }
  };
  // One at a time: a slow PostgreSQL must not gather beats in the pool.
  const beat = () => {
    beating ??= announceNow().finally(() => {
      beating = null;
    });
    return beating;
  };

  void beat();
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  return {
    beat,
    async stop() {
      clearInterval(timer);
      await beating;
      const { name, pid } = note();
      await withdraw(db, name, pid).catch((err: unknown) =>
        log.warn({ err }, 'could not leave the registry'),
      );
    },
  };
}
