/**
 * The generation of Redis' memory, and who rebuilds it (LIN-5). PostgreSQL's row is what every process believes; it is
 * advanced whenever another Redis answers than the one it names.
 */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from './schema.ts';

export type GenerationRow = Selectable<Database['line_generation']>;

export async function readGeneration(db: Kysely<Database>): Promise<GenerationRow> {
  return await db.selectFrom('line_generation').selectAll().executeTakeFirstOrThrow();
}

/** Takes or renews the right to rebuild; false where somebody else has it. On PostgreSQL's clock. */
export async function leaseRebuild(db: Kysely<Database>, name: string, leaseMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('line_generation')
    .set({ rebuilder: name, lease_until: sql<Date>`now() + ${leaseMs} * interval '1 ms'` })
    .where((eb) => eb.or([eb('rebuilder', '=', name), eb('lease_until', '<', sql<Date>`now()`)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * Begins the generation after `seen`, bound to this Redis; only for who holds the lease. Null where it is lost, or where
 * somebody has begun or finished one since the caller looked.
 */
export async function advanceGeneration(
  db: Kysely<Database>,
  name: string,
  { runId, seen }: { readonly runId: string; readonly seen: Pick<GenerationRow, 'generation' | 'state'> },
): Promise<number | null> {
  const row = await db
    .updateTable('line_generation')
    .set((eb) => ({
      generation: eb('generation', '+', 1),
      run_id: runId,
      state: 'rebuilding' as const,
      changed_at: sql<Date>`now()`,
    }))
    .where('rebuilder', '=', name)
    .where('generation', '=', seen.generation)
    .where('state', '=', seen.state)
    .where('lease_until', '>', sql<Date>`now()`)
    .returning('generation')
    .executeTakeFirst();
  return row?.generation ?? null;
}

/** rebuilding → resuming → ready, for one generation; false where another one has begun meanwhile. */
export async function setGenerationState(
  db: Kysely<Database>,
  generation: number,
  state: GenerationRow['state'],
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('line_generation')
    .set({ state, changed_at: sql<Date>`now()` })
    .where('generation', '=', generation)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** A gateway has put its connected visitors back. */
export async function markResumed(db: Kysely<Database>, generation: number, gateway: string): Promise<void> {
  await db
    .insertInto('line_resumed')
    .values({ generation, gateway })
    .onConflict((clash) => clash.doNothing())
    .execute();
}

/** Live gateways that have not yet put their visitors back. */
export async function gatewaysToResume(
  db: Kysely<Database>,
  generation: number,
  silentMsMax: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('process')
    .select('name')
    .where('kind', '=', 'gateway')
    .where('heartbeat_at', '>', sql<Date>`now() - ${silentMsMax} * interval '1 ms'`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('line_resumed')
            .select('gateway')
            .whereRef('line_resumed.gateway', '=', 'process.name')
            .where('generation', '=', generation),
        ),
      ),
    )
    .execute();
  return rows.map((row) => row.name);
}
