/**
 * The careful way, after a command has broken a streak: what was at hand as one batch, and where that fails
 * its halves, until the bad one is alone (WRT-8). It is set aside, and the others apply.
 *
 * Only what a command can cause is halved: a decision that throws, a constraint that refuses. A store that
 * is away or busy is no command's fault: the batch is simply run again later, whole, and finds what may
 * have been committed after all.
 */
import { BatchFailed, type Committed, commitBatch } from '../../db/writer.ts';
import { failRow, setAside as keepAside } from '../../db/writer-dead.ts';
import type { BatchAsk } from '../../db/writer-facts.ts';
import type { Lease } from '../../db/writer-lease.ts';
import type { ReserveCommand } from '../../domain/writer/command.ts';
import type { Reply } from '../../domain/writer/decision.ts';
import { type Memory, remember } from './memory.ts';
import type { WriterDeps } from './writer-deps.ts';

export interface Ran {
  readonly committed: readonly Committed[];
  /** To commands that were set aside. */
  readonly replies: readonly Reply[];
}

export type Work = Pick<BatchAsk, 'reserves' | 'rows' | 'due' | 'endsPasses'>;

/** Null: fenced off. Throws BatchFailed where nothing, or nobody knows what, was done. */
export async function runBatch(
  deps: WriterDeps,
  lease: Lease,
  memory: Memory,
  work: Work,
): Promise<Ran | null> {
  try {
    const committed = await commitOnce(deps, lease, memory, work);
    return committed && { committed: [committed], replies: [] };
  } catch (failure) {
    memory.units = null;
    if (!(failure instanceof BatchFailed) || !failure.isOfCommands) throw failure;
    const items = itemsOf(work, failure);
    if (items.length === 0) throw failure;
    if (items.length === 1) return await setAside(deps, lease, memory, items, failure);
    deps.log.warn({ err: failure.cause, saleId: lease.saleId, commands: items.length }, 'a batch is halved');
    const middle = items.length >> 1;
    const first = await runBatch(deps, lease, memory, workOf(items.slice(0, middle)));
    const second = first && (await runBatch(deps, lease, memory, workOf(items.slice(middle))));
    if (!first || !second) return null;
    return {
      committed: [...first.committed, ...second.committed],
      replies: [...first.replies, ...second.replies],
    };
  }
}

async function commitOnce(
  { pool, decide, numbers, commandsMax }: WriterDeps,
  lease: Lease,
  memory: Memory,
  work: Work,
): Promise<Committed | null> {
  const beganAtMs = performance.now();
  const ask = { ...work, units: memory.units, illOrderIds: [...memory.illOrderIds], commandsMax };
  const committed = await commitBatch(pool, lease, ask, decide);
  if (!committed) return null;
  numbers.batch(committed.decision, performance.now() - beganAtMs);
  remember(memory, committed);
  return committed;
}

type Item =
  | { readonly kind: 'reserve'; readonly command: ReserveCommand }
  | { readonly kind: 'row'; readonly rowId: number }
  | { readonly kind: 'due'; readonly orderId: string };

const itemsOf = (work: Work, { rowIds, dueOrderIds }: BatchFailed): Item[] => [
  ...rowIds.map((rowId): Item => ({ kind: 'row', rowId })),
  ...dueOrderIds.map((orderId): Item => ({ kind: 'due', orderId })),
  ...work.reserves.map((command): Item => ({ kind: 'reserve', command })),
];

const workOf = (items: readonly Item[]): Work => ({
  reserves: items.flatMap((item) => (item.kind === 'reserve' ? [item.command] : [])),
  rows: items.flatMap((item) => (item.kind === 'row' ? [item.rowId] : [])),
  due: items.flatMap((item) => (item.kind === 'due' ? [item.orderId] : [])),
  endsPasses: false,
});

async function setAside(
  { pool, log, numbers }: WriterDeps,
  lease: Lease,
  memory: Memory,
  [item]: readonly Item[],
  failure: BatchFailed,
): Promise<Ran> {
  if (!item) throw failure;
  numbers.poison(item.kind);
  const { saleId } = lease;
  if (item.kind === 'reserve') {
    const { id, bodyHash, replyTo, orderId } = item.command;
    log.error({ err: failure.cause, saleId, commandId: id }, 'a reserve cannot be decided');
    // Whoever waits is answered all the same.
    await keepAside(pool, saleId, { source: 'reserve', id, orderId }, failure.cause).catch((err: unknown) =>
      log.warn({ err, saleId, commandId: id }, 'a reserve that was set aside could not be kept'),
    );
    const answer = { id, bodyHash, outcome: 'refused', code: 'internal' } as const;
    return { committed: [], replies: [{ replyTo, answer }] };
  }
  if (item.kind === 'row') {
    log.error({ err: failure.cause, saleId, rowId: item.rowId }, 'a command cannot be decided');
    await failRow(pool, lease, item.rowId, failure.cause);
  } else {
    log.error({ err: failure.cause, saleId, orderId: item.orderId }, 'an order cannot lapse');
    const { orderId } = item;
    await keepAside(pool, saleId, { source: 'due', id: orderId, orderId }, failure.cause);
    memory.illOrderIds.add(orderId);
  }
  return { committed: [], replies: [] };
}
