/**
 * One batch of a sale's writer: one transaction from the fence to COMMIT (WRT-1, WRT-3).
 *
 * Dying anywhere before COMMIT leaves nothing. Dying after it, or losing its answer, leaves everything: the batch is simply
 * run again, and finds its own answers stored, its rows done and its orders settled. So a failure needs no cleaning
 * up, only another run; what failed is never answered as done.
 */
import pg from 'pg';
import type { AdmissionFact } from '../domain/admission-fact.ts';
import type { UnitsByBuyer } from '../domain/writer/buyer.ts';
import type { Decision } from '../domain/writer/decision.ts';
import type { Batch, Facts } from '../domain/writer/facts.ts';
import { writeBatch } from './writer-commit.ts';
import { type BatchAsk, type OpenedBatch, openBatch } from './writer-facts.ts';
import type { Lease } from './writer-lease.ts';

export type Decide = (facts: Facts, batch: Batch) => Decision;

export interface Committed {
  readonly decision: Decision;
  /** As they were before the decision. */
  readonly units: UnitsByBuyer;
  readonly admissionsOver: readonly AdmissionFact[];
  readonly isMore: boolean;
}

/** Why a batch failed, and what it was about: enough to run its parts alone. */
export class BatchFailed extends Error {
  override readonly name = 'BatchFailed';
  readonly rowIds: readonly number[];
  readonly dueOrderIds: readonly string[];
  /** One of the commands may be at fault; otherwise a store is, and the same batch may do later. */
  readonly isOfCommands: boolean;

  constructor(cause: unknown, opened: OpenedBatch | null) {
    super('a batch of the writer failed', { cause });
    this.isOfCommands = isCommandsFault(cause);
    this.rowIds = opened ? opened.batch.rows.map(({ rowId }) => rowId) : [];
    this.dueOrderIds = opened?.batch.dueOrderIds ?? [];
  }
}

/** What a decision throws, and what PostgreSQL says of values and constraints (SQLSTATE 22 and 23). */
function isCommandsFault(cause: unknown): boolean {
  if (cause instanceof Undecidable) return true;
  return cause instanceof pg.DatabaseError && /^2[23]/.test(cause.code ?? '');
}

class Undecidable extends Error {
  override readonly name = 'Undecidable';
}

/** A batch whose first statements are on the wire. */
export interface BegunBatch {
  /** Decides, and sends the writes with COMMIT. Null: fenced off, nothing was done. Throws BatchFailed: likewise. */
  send(decide: Decide): Promise<SentBatch | null>;
}

export interface SentBatch {
  /** Rejects with BatchFailed: nothing was done, or nobody knows. */
  readonly committed: Promise<Committed>;
}

/**
 * Begins a batch. The next one may be begun on the same connection as soon as this one is sent: PostgreSQL takes one
 * after the other, so what the next one reads, this one has written. After a failure the connection is closed, which
 * rolls back whatever was begun on it.
 */
export function beginBatch(connection: pg.ClientBase, lease: Lease, ask: BatchAsk): BegunBatch {
  const opening = openBatch(connection, lease, ask);
  opening.catch(() => {}); // Whoever drops a batch that was begun drops its failure.
  return {
    async send(decide) {
      let opened: OpenedBatch | null = null;
      try {
        opened = await opening;
        if (!opened) return null;
        const committed = write(connection, lease, ask, opened, decideOrThrow(decide, opened));
        committed.catch(() => {}); // Whoever waits hears of it; a batch that nobody waits for any more ends no process.
        return { committed };
      } catch (cause) {
        throw new BatchFailed(cause, opened);
      }
    },
  };
}

async function write(
  connection: pg.ClientBase,
  lease: Lease,
  { endsPasses }: BatchAsk,
  opened: OpenedBatch,
  decision: Decision,
): Promise<Committed> {
  const { ledgerSeq, unreadableRowIds, isMore, facts } = opened;
  try {
    const end = { decision, ledgerSeq, unreadableRowIds, endsPasses };
    const admissionsOver = await writeBatch(connection, lease, end);
    return { decision, units: facts.units, admissionsOver, isMore };
  } catch (cause) {
    throw new BatchFailed(cause, opened);
  }
}

/** One batch on a connection of its own. Null: fenced off, nothing was done. Throws BatchFailed. */
export async function commitBatch(
  pool: pg.Pool,
  lease: Lease,
  ask: BatchAsk,
  decide: Decide,
): Promise<Committed | null> {
  const connection = await connect(pool);
  try {
    const sent = await beginBatch(connection, lease, ask).send(decide);
    const committed = sent && (await sent.committed);
    if (!committed) await connection.query('rollback');
    connection.release();
    return committed;
  } catch (failure) {
    connection.release(true);
    throw failure;
  }
}

/** Throws BatchFailed. */
export async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw new BatchFailed(cause, null);
  }
}

function decideOrThrow(decide: Decide, { facts, batch }: OpenedBatch): Decision {
  try {
    return decide(facts, batch);
  } catch (cause) {
    throw new Undecidable('a decision threw', { cause });
  }
}
