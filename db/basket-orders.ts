/**
 * What was ordered out of a basket leaves it, exactly and once (BAS-7).
 *
 * An order is noted before the writer is asked. Afterwards the writer's stored answer says what became of it, so whoever
 * reads the basket next can settle it: the api, the browser and the writer may each die at any moment in between. Nothing is
 * taken out for an order that was refused or never decided.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { type Wanted, without } from '../domain/basket.ts';
import type { WriterAnswer } from '../domain/writer/command.ts';
import { changeList, lockAccount } from './basket.ts';
import type { Database } from './schema.ts';

/**
 * Nobody decides a reserve that is older than five seconds (WRT-7), so one without an answer after this long has none; a
 * repetition of the order notes it anew.
 */
const UNANSWERED_MS_MAX = 60_000;
/** Settled at a time; more of them wait for the next reading. */
const ORDERS_AT_ONCE_MAX = 100;

/** Before the writer is asked. The same order again is the same row; what is settled stays so. */
export async function noteBasketOrder(
  db: Kysely<Database>,
  accountId: string,
  commandId: string,
): Promise<void> {
  await db
    .insertInto('basket_order')
    .values({ command_id: commandId, account_id: accountId })
    .onConflict((on) =>
      on
        .column('command_id')
        .doUpdateSet({ asked_at: sql<Date>`now()` })
        .where('basket_order.settled_at', 'is', null),
    )
    .execute();
}

/** Takes out of the basket what its orders were granted. Costs one look by index where nothing is open. */
export async function settleBasketOrders(db: Kysely<Database>, accountId: string): Promise<void> {
  if ((await openOrders(db, accountId)).length === 0) return;
  await db.transaction().execute((trx) => settle(trx, accountId));
}

async function settle(trx: Transaction<Database>, accountId: string): Promise<void> {
  await lockAccount(trx, accountId);
  // Read under the lock: of two who settle at once, the later finds nothing left to do.
  const orders = await openOrders(trx, accountId);
  const granted = orders.filter(({ answer }) => answer?.outcome === 'granted');
  const refused = orders.filter(({ answer }) => answer?.outcome === 'refused');
  if (granted.length > 0) {
    const ordered = granted.flatMap(({ answer }): readonly Wanted[] =>
      answer?.outcome === 'granted' ? answer.order.lines : [],
    );
    await changeList(trx, accountId, 'basket', (before) => without(before, ordered));
    await trx
      .updateTable('basket_order')
      .set({ settled_at: sql<Date>`now()` })
      .where('command_id', 'in', granted.map(idOf))
      .execute();
  }
  if (refused.length > 0)
    await trx.deleteFrom('basket_order').where('command_id', 'in', refused.map(idOf)).execute();
  const stale = orders.filter(({ answer, isStale }) => answer === null && isStale);
  if (stale.length > 0)
    await trx
      .deleteFrom('basket_order')
      .where('command_id', 'in', stale.map(idOf))
      // Asked again since we looked: then it may be granted after all.
      .where(isUnanswered)
      .execute();
}

const isUnanswered = sql<boolean>`asked_at < now() - ${`${UNANSWERED_MS_MAX} milliseconds`}::interval`;

interface OpenOrder {
  readonly commandId: string;
  readonly isStale: boolean;
  readonly answer: WriterAnswer | null;
}

const idOf = ({ commandId }: OpenOrder): string => commandId;

async function openOrders(db: Kysely<Database>, accountId: string): Promise<OpenOrder[]> {
  const rows = await db
    .selectFrom('basket_order')
    .leftJoin('command_answer', 'command_answer.id', 'basket_order.command_id')
    .select(['basket_order.command_id as commandId', 'command_answer.answer', isUnanswered.as('isStale')])
    .where('basket_order.account_id', '=', accountId)
    .where('basket_order.settled_at', 'is', null)
    .orderBy('basket_order.asked_at')
    .limit(ORDERS_AT_ONCE_MAX)
    .execute();
  return rows.map(({ answer, ...row }) => ({ ...row, answer: (answer ?? null) as WriterAnswer | null }));
}
