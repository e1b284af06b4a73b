/**
 * Points as a ledger (PNT-1): entries say every change of a balance, and the balance is their sum. Both are written by one
 * transaction that holds the balance's row, so that two at once count one after the other.
 *
 * An order's points are settled from its state (domain/points.ts), by an outbox row that is staged with each of its facts:
 * settled twice, late or by two at once it is settled once, for what is written is compared with what is due.
 */
import { type Kysely, sql } from 'kysely';
import { type PointsOfOrder, type PointsWritten, pointsDue } from '../domain/points.ts';
import type { Database } from './schema.ts';
import type { PointsEntryTable } from './schema-points.ts';

export interface PointsOwner {
  readonly accountId: string;
  readonly currency: string;
}

/** Brings an account's points to what the order's state has of them. Joins the caller's transaction. */
export async function settlePoints(trx: Kysely<Database>, orderId: string, percent: number): Promise<void> {
  const owner = await trx
    .selectFrom('order')
    .select(['account_id as accountId', 'currency'])
    .where('id', '=', orderId)
    .executeTakeFirst();
  if (!owner?.accountId) return;
  const { accountId, currency } = owner;
  await lockBalance(trx, { accountId, currency });
  // Behind the lock: whoever settles the same order meanwhile has written before this is read.
  const order = await pointsOfOrder(trx, orderId);
  const { written, entries } = await writtenOf(trx, orderId);
  const { earn, takeBack, giveBack } = pointsDue(order, written, percent);
  const write = (entry: Pick<NewEntry, 'kind' | 'amount' | 'key'> & Partial<NewEntry>) =>
    writeEntry(trx, { accountId, currency, orderId, ofAmount: null, ...entry });
  if (earn) await write({ kind: 'earn', key: `earn:${orderId}`, ...earn });
  if (giveBack > 0)
    await write({ kind: 'giveBack', amount: giveBack, key: `giveBack:${orderId}:${entries + 1}` });
  if (takeBack > 0)
    await write({ kind: 'takeBack', amount: -takeBack, key: `takeBack:${orderId}:${entries + 1}` });
}

/** Makes the balance where there is none, and holds it until the transaction ends. Answers what it is. */
export async function lockBalance(
  trx: Kysely<Database>,
  { accountId, currency }: PointsOwner,
): Promise<number> {
  await trx
    .insertInto('points_account')
    .values({ account_id: accountId, currency })
    .onConflict((on) => on.columns(['account_id', 'currency']).doNothing())
    .execute();
  const { balance } = await trx
    .selectFrom('points_account')
    .select('balance')
    .where('account_id', '=', accountId)
    .where('currency', '=', currency)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return balance;
}

export interface NewEntry extends PointsOwner {
  readonly kind: PointsEntryTable['kind'];
  /** What the balance changes by. */
  readonly amount: number;
  readonly orderId: string | null;
  readonly key: string;
  readonly ofAmount: number | null;
}

/** The caller holds the balance. PostgreSQL refuses a `spend` below nothing, and the same key twice. */
export async function writeEntry(trx: Kysely<Database>, entry: NewEntry): Promise<void> {
  const { accountId, currency, kind, amount, orderId, key, ofAmount } = entry;
  await sql`
    with changed as (
      update points_account set balance = balance + ${amount}::bigint
      where account_id = ${accountId} and currency = ${currency}
      returning balance
    )
    insert into points_entry (account_id, currency, kind, amount, balance_after, order_id, key, of_amount)
    select ${accountId}, ${currency}, ${kind}, ${amount}::bigint, balance, ${orderId}, ${key}, ${ofAmount}::bigint
    from changed`.execute(trx);
}

async function pointsOfOrder(trx: Kysely<Database>, orderId: string): Promise<PointsOfOrder> {
  return await trx
    .selectFrom('order')
    .innerJoin('sale', 'sale.id', 'order.sale_id')
    .select(['order.state', 'sale.fulfilment', 'total_amount as totalAmount'])
    .select(['order.refunded_amount as refundedAmount', 'points_spent as pointsSpent'])
    .select(['refunded_points as refundedPoints', 'taken_back_by as takenBackBy'])
    .where('order.id', '=', orderId)
    .executeTakeFirstOrThrow();
}

async function writtenOf(
  trx: Kysely<Database>,
  orderId: string,
): Promise<{ written: PointsWritten; entries: number }> {
  const entries = await trx
    .selectFrom('points_entry')
    .select(['kind', 'amount', 'of_amount'])
    .where('order_id', '=', orderId)
    .execute();
  const sum = (kind: PointsEntryTable['kind']) =>
    entries.reduce((total, entry) => total + (entry.kind === kind ? Math.abs(entry.amount) : 0), 0);
  const earn = entries.find(({ kind }) => kind === 'earn');
  const earned = earn ? { amount: earn.amount, ofAmount: earn.of_amount ?? 0 } : null;
  return {
    written: { earned, takenBack: sum('takeBack'), givenBack: sum('giveBack') },
    entries: entries.length,
  };
}

export interface PointsBook {
  readonly balances: readonly { readonly currency: string; readonly balance: number }[];
  readonly entries: readonly {
    readonly id: number;
    readonly at: Date;
    readonly currency: string;
    readonly kind: PointsEntryTable['kind'];
    readonly amount: number;
    readonly balanceAfter: number;
    readonly orderId: string | null;
  }[];
}

/** The newest first. `beforeId` goes on after the last entry of the page before. */
export async function pointsBook(
  db: Kysely<Database>,
  accountId: string,
  page: { readonly beforeId?: number | undefined; readonly entries: number },
): Promise<PointsBook> {
  const balances = db
    .selectFrom('points_account')
    .select(['currency', 'balance'])
    .where('account_id', '=', accountId)
    .orderBy('currency');
  let entries = db
    .selectFrom('points_entry')
    .select(['id', 'at', 'currency', 'kind', 'amount'])
    .select(['balance_after as balanceAfter', 'order_id as orderId'])
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(page.entries);
  if (page.beforeId !== undefined) entries = entries.where('id', '<', page.beforeId);
  return { balances: await balances.execute(), entries: await entries.execute() };
}
