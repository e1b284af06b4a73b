/**
 * Batches one behind the other, as long as there is something at hand: the fast way, and the usual one.
 *
 * While PostgreSQL writes a batch, this process tells the answers of the one before, and the next one's first statements
 * are on the wire already, behind COMMIT. Nothing is told before its COMMIT has answered (WRT-9). Where anything fails,
 * the streak ends: its connection is closed, and what was not committed, or may not have been, is put back.
 */
import { beginBatch, type Committed, connect } from '../../db/writer.ts';
import type { Lease } from '../../db/writer-lease.ts';
import type { AtHand, Taken } from './at-hand.ts';
import { type Memory, remember } from './memory.ts';
import type { WriterDeps } from './writer-deps.ts';

export interface Streak {
  readonly atHand: AtHand;
  /** Begin no further batch. */
  readonly isOver: () => boolean;
  readonly tell: (taken: Taken, committed: readonly Committed[]) => void;
}

/** Throws BatchFailed. */
export async function runStreak(
  { pool, decide, numbers, commandsMax }: WriterDeps,
  lease: Lease,
  memory: Memory,
  { atHand, isOver, tell }: Streak,
): Promise<'idle' | 'fenced'> {
  const connection = await connect(pool);
  const open: Taken[] = [];
  let tellLast = () => {};

  const begin = () => {
    const taken = atHand.take();
    if (!taken) return null;
    open.push(taken);
    const ask = { ...taken.work, units: memory.units, illOrderIds: [...memory.illOrderIds], commandsMax };
    return { taken, batch: beginBatch(connection, lease, ask), beganAtMs: performance.now() };
  };
  try {
    for (let current = begin(); current; ) {
      const { taken, batch, beganAtMs } = current;
      const sent = await batch.send(decide);
      if (!sent) {
        await connection.query('rollback');
        connection.release();
        return 'fenced';
      }
      // Another sale may wait for this connection.
      const next = pool.waitingCount === 0 && !isOver() ? begin() : null;
      tellLast();
      tellLast = () => {};
      const committed = await sent.committed;
      open.shift();
      remember(memory, committed);
      numbers.batch(committed.decision, performance.now() - beganAtMs);
      if (committed.isMore) atHand.sweep();
      tellLast = () => tell(taken, [committed]);
      current = next;
    }
    connection.release();
    return 'idle';
  } catch (failure) {
    connection.release(true);
    memory.units = null;
    atHand.putBack(open);
    throw failure;
  } finally {
    tellLast();
  }
}
